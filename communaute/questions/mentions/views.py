"""Names proposed while one types « @ »."""

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from communaute.comptes.badges import badges_for
from communaute.questions.models import Question

from ..forms import NameForm
from ..numbers import MENTION_NUMBERS
from .services import beginning_with, people_of


@never_cache
@require_safe
def people(request: HttpRequest, pk: int) -> JsonResponse:
    """The people of a thread whose name begins so: `{"results": [{"name", "badge"}]}`."""
    question = get_object_or_404(Question.objects.visible_to(request.user), pk=pk)
    form = NameForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"results": []}, status=422)
    everybody = people_of(question, but=request.user.pk)
    found = beginning_with(everybody, form.cleaned_data["q"], limit=MENTION_NUMBERS.proposed)
    badges = badges_for(found)
    results = [
        {"name": one.display_name, "badge": ", ".join(badge.label for badge in badges[one.pk])}
        for one in found
    ]
    return JsonResponse({"results": results})
