"""The public page of a person."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from communaute.comptes.badges import badges_for
from communaute.comptes.trust import trust_level
from communaute.questions.reading.lists import WRITTEN
from socle.keyset import PlaceForm
from socle.parameters import varies_with

from .services import LEVELS, answers_by, members, thanks_to

PAGE_SIZE = 20


@varies_with(PlaceForm)
@require_safe
def detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Who writes under this name; an earlier name leads to that of today, a closed account to 410
    (404 once it is erased, as for whom nothing can be read of)."""
    member = get_object_or_404(members(), pk=pk)
    if not member.is_active:
        return render(request, "questions/profiles/gone.html", status=410)
    if not (member.answers_count or member.questions_count or member.comments_count):
        raise Http404
    if not member.get_absolute_url().endswith(f"/{pk}-{slug}/"):
        moved = redirect(member, permanent=True)
        # A name may be changed back: a browser that kept the move would turn in circles.
        moved["Cache-Control"] = "no-cache"
        return moved
    badges = badges_for([member])[member.pk]
    answers = answers_by().filter(author=member)
    page = WRITTEN.page(answers, PlaceForm(request.GET).place(), size=PAGE_SIZE)
    context = {
        "member": member,
        "badges": badges,
        "thanks": thanks_to(member.pk),
        "level": LEVELS[trust_level(member, badges=badges)],
        "page_obj": page,
        "may_report": member.profile_pk and member.pk != request.user.pk and member.display_name,
    }
    return render(request, "questions/profiles/detail.html", context)
