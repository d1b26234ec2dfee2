"""The public page of whoever writes here: their name, their badges, their answers, their thanks.

The public page of a person.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from communaute.comptes.badges import badges_for
from communaute.comptes.models import User
from communaute.comptes.trust import TrustLevel, trust_level
from communaute.moderation.enums import ContentStatus
from communaute.questions.models import Answer, Comment, Post, Profile, Question, UsefulVote
from communaute.questions.querysets import AnswerQuerySet
from communaute.questions.reading.lists import WRITTEN
from socle.keyset import PlaceForm
from socle.parameters import varies_with

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


# The page of a person: opened with a first text, what it shows, erased with the account.


@transaction.atomic(savepoint=False)
def open_page(content: Post) -> None:
    """Give its author a page; again changes nothing."""
    if content.author_id is not None:
        Profile.objects.bulk_create([Profile(author_id=content.author_id)], ignore_conflicts=True)


@transaction.atomic
def erase(person: User, now: datetime) -> None:
    """A closed account has no page."""
    Profile.objects.filter(author=person).delete()


# What a level of trust is called, for people.
LEVELS = {
    TrustLevel.NEWCOMER: "Nouveau membre",
    TrustLevel.KNOWN: "Membre connu de la communauté",
    TrustLevel.TRUSTED: "Membre de confiance",
}


def answers_by() -> AnswerQuerySet:
    """Answers that everybody can read, the last first: those of a withdrawn question stay so."""
    readable = (ContentStatus.PUBLISHED, ContentStatus.DELETED)
    return Answer.objects.published().with_question().filter(question__status__in=readable)


def members() -> QuerySet[User]:
    """Accounts with what their page counts of what others can read (`answers_count`,
    `questions_count`, `comments_count`), and `profile_pk`; one query."""
    rows = {
        "answers_count": answers_by(),
        "questions_count": Question.objects.published(),
        "comments_count": Comment.objects.published(),
    }
    profile = Profile.objects.filter(author=OuterRef("pk"))
    return User.objects.annotate(
        **{name: _count(found) for name, found in rows.items()},
        profile_pk=Subquery(profile.values("pk")[:1]),
    )


def _count(rows: QuerySet) -> Coalesce:
    mine = rows.filter(author=OuterRef("pk")).order_by().values("author")
    return Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n")), 0)


def thanks_to(*keys: int) -> int:
    """How many people found an answer of these accounts (pks) useful, each counted once; those who
    closed their account count once an answer. One query."""
    votes = UsefulVote.objects.filter(
        answer__author__in=keys, answer__status=ContentStatus.PUBLISHED
    )
    known, unknown = Count("user", distinct=True), Count("pk", filter=Q(user=None))
    return sum(votes.aggregate(known=known, unknown=unknown).values())
