"""Cases of moderation in bulk, about the last answers, that wait to be decided."""

from datetime import datetime, timedelta
from itertools import batched
from random import Random

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from communaute.comptes.models import User
from communaute.moderation.deadlines import due_at, pace_of
from communaute.moderation.enums import Gravity, NoticeCategory
from communaute.moderation.models import Case, Notice
from communaute.questions.models import Answer

from .people import BATCH, create_people

REPORTERS = 1_000
_PAST = timedelta(days=20)
_MOST_NOTICES = 3
# Half-points that a report of a member weighs.
_WEIGHT = 2


def create_cases(random: Random, count: int) -> None:
    """`count` open cases, each reported by one to three people; fewer when answers are fewer."""
    if not count:
        return
    reporters = create_people(max(_MOST_NOTICES, min(REPORTERS, count)))
    kind = ContentType.objects.get_for_model(Answer)
    known = Case.objects.filter(content_type=kind).values("object_id")
    answers = Answer.objects.published().exclude(pk__in=known).order_by("-pk")
    keys = list(answers.values_list("pk", flat=True)[:count])
    start = timezone.now() - _PAST
    for some in batched(enumerate(keys), BATCH, strict=False):
        found = Answer.objects.in_bulk([pk for _, pk in some])
        with transaction.atomic():
            cases, notices = [], []
            for number, pk in some:
                case, about = _case(
                    random, kind, found[pk], start + _PAST * (number / len(keys)), reporters
                )
                cases.append(case)
                notices += about
            Case.objects.bulk_create(cases)
            Notice.objects.bulk_create(notices)


def _case(
    random: Random, kind: ContentType, answer: Answer, opened_at: datetime, reporters: list[User]
) -> tuple[Case, list[Notice]]:
    category = random.choice(NoticeCategory.values)
    number = random.randint(1, _MOST_NOTICES)
    case = Case(
        content_type=kind,
        object_id=answer.pk,
        author_id=answer.author_id,
        commune_id=answer.commune_id,
        departement_id=answer.departement_id,
        snapshot=answer.body,
        notices_count=number,
        opened_at=opened_at,
        due_at=due_at(category, opened_at),
        gravity=random.choice(Gravity.values),
        pace=pace_of(category),
        score=number * _WEIGHT,
    )
    notices = [
        Notice(
            case=case,
            category=category,
            explanation="Ce texte n’a pas sa place ici.",
            reporter=reporter,
            received_at=opened_at,
        )
        for reporter in random.sample(reporters, number)
    ]
    return case, notices
