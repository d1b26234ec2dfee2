"""Putting an answer in a guide, from its question."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.dashboard.drafts import NotAdded, guides_to_edit
from communaute.questions.models import Question

from .forms import AddForm
from .services import put_in_guide


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose an answer and a guide; then go on writing the guide in /gestion/."""
    question = get_object_or_404(Question.objects.visible_to(request.user).published(), pk=pk)
    if not guides_to_edit(request.user).exists():
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = AddForm(data, user=request.user, question=question)
    if form.is_valid():
        answer, guide = form.cleaned_data["answer"], form.cleaned_data["guide"]
        try:
            put_in_guide(actor=request.user, answer_pk=answer.pk, guide_pk=guide.pk)  # type: ignore[arg-type]
        except NotAdded as error:
            form.add_error("guide", str(error))
        else:
            messages.success(request, "La réponse est à la fin du brouillon. Rien n’est publié.")
            return redirect(reverse("wagtailadmin_pages:edit", args=[guide.pk]))
    status = 422 if request.method == "POST" else 200
    context = {"question": question, "form": form}
    return render(request, "guides/add.html", context, status=status)
