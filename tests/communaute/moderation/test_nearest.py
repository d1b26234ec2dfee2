"""The first page of what is to decide, found from the cases that come first, is that of the whole
order."""

from datetime import timedelta
from itertools import groupby
from random import Random

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from communaute.moderation.enums import CaseStatus, Escalation, QueueState
from communaute.moderation.models import Case, Notice
from communaute.moderation.queue import lines as nearest
from communaute.moderation.queue.lines import PAGE_SIZE, page_of_groups
from communaute.questions.models import Question
from tests.clock import NOON
from tests.communaute.comptes.factories import MembershipFactory, UserFactory

from .factories import CaseFactory

pytestmark = pytest.mark.django_db
NANTES = "44109"


def scattered(random, number, *, minutes, first, colleague, away):
    """So many cases, due within so many minutes; a part comes first, a part is one matter."""
    content_type = ContentType.objects.get_for_model(Question)
    cases = Case.objects.bulk_create(
        Case(
            content_type=content_type,
            object_id=place + 1,
            author=random.choice([None, None, None, colleague]),
            commune_id=random.choice(["38185", "38185", "38185", NANTES]),
            departement_id="38",
            snapshot=f"Texte numéro {place}",
            status=random.choices([*CaseStatus], [8, 1, 1])[0],
            gravity=random.randint(1, 4),
            comes_first=int(random.random() < first),
            level=random.choices(["", Escalation.LEAD, Escalation.NATIONAL], [8, 1, 1])[0],
            text_key=random.choice(["", "", "même", "autre"]),
            due_at=NOON + timedelta(minutes=random.randrange(minutes)),
        )
        for place in range(number)
    )
    for case in cases:
        if random.random() < 0.3:
            case.group = random.choice(cases[:20]).pk
        if random.random() < 0.1:
            case.kept_away.add(away)
    Case.objects.bulk_update(cases, ["group"])
    Notice.objects.bulk_create(
        Notice(case=case, category="commercial", explanation="Une publicité.")
        for case in cases
        if random.random() < 0.8
    )


def in_order(cases):
    """The keys of lines, as `docs` say it: what comes first, the hour, the gravity, the moment."""

    def key(case):
        return case.group or case.pk

    def rank(line):
        number, of_line = line
        due_at = min(case.due_at for case in of_line)
        hour = due_at.replace(minute=0, second=0, microsecond=0)
        first = max(case.comes_first for case in of_line)
        return -first, hour, -max(case.gravity for case in of_line), due_at, number

    lines = [(number, list(found)) for number, found in groupby(sorted(cases, key=key), key)]
    return [number for number, _ in sorted(lines, key=rank)]


@pytest.mark.parametrize(
    ("role", "number", "minutes", "first"),
    [
        ("agence", 0, 60, 0),
        ("agence", 20, 60, 0.2),
        ("agence", nearest.CLOSE, 600, 0.1),
        ("agence", 200, 5, 0.1),
        ("agence", 200, 90, 0),
        ("equipe", 200, 600, 0.1),
        ("agence", 400, 3_000, 0.02),
        ("equipe", 400, 3_000, 0.3),
        ("agence", 300, 3_000, 1),
    ],
)
def test_the_first_page_is_that_of_the_whole_order(person, role, number, minutes, first):
    user = person(role)
    colleague = UserFactory()
    MembershipFactory(user=colleague, organisation=user.memberships.get().organisation)
    random = Random(number * minutes)  # noqa: S311
    scattered(random, number, minutes=minutes, first=first, colleague=colleague, away=user)
    cases = Case.objects.visible_to(user).in_state(QueueState.TO_DECIDE, user)

    lines = nearest.first_lines(user)
    whole = in_order(cases)
    assert [line.key for line in lines] == whole[:PAGE_SIZE]
    assert lines == list(page_of_groups(cases, 1))
    counts = Case.objects.visible_to(user).counts(user, timezone.now())
    assert counts["lines"] == len(whole)
    assert counts[QueueState.TO_DECIDE] == cases.count()
    assert set(QueueState.values) - set(counts) == {"decides", "tous"}
    for state in set(counts) - {"lines"}:
        seen = Case.objects.visible_to(user).in_state(state, user)
        assert counts[state] == seen.count(), state


def test_a_page_is_told_by_the_cases_that_come_first_or_the_whole_is_read():
    def close(number, **kwargs):
        every = {"minutes": 30, "first": 0, "matter": False} | kwargs
        return [
            (
                0 if every["matter"] else place,
                int(place < every["first"]),
                NOON + timedelta(minutes=every["minutes"] * place),
            )
            for place in range(number)
        ]

    # All is read: all is known.
    assert nearest._first_keys(close(3)) == {0, 1, 2}
    # What is due in the hour of the last one may have others beside it.
    assert nearest._first_keys(close(nearest.CLOSE)) == set(range(nearest.CLOSE - 2))
    assert nearest._first_keys(close(nearest.CLOSE, minutes=0)) is None
    assert nearest._first_keys(close(nearest.CLOSE, minutes=0, first=PAGE_SIZE)) == set(
        range(PAGE_SIZE)
    )
    assert nearest._first_keys(close(nearest.CLOSE, first=nearest.CLOSE)) is None
    assert nearest._first_keys(close(nearest.CLOSE, matter=True)) is None


def test_danger_comes_first_beside_a_case_too(desk):
    late, danger = (
        CaseFactory(due_at=NOON - timedelta(hours=30)),
        CaseFactory(due_at=NOON + timedelta(hours=1), comes_first=1),
    )
    shown = desk.get(late.get_absolute_url()).context["queue"]
    assert [one.pk for one in shown] == [danger.pk, late.pk]


def test_the_cases_beside_are_in_the_order_of_the_queue(desk):
    """Within an hour the gravest first, and those of one line together."""
    hour = NOON + timedelta(hours=5)
    mild = CaseFactory(due_at=hour, gravity=1, text_key="a" * 16)
    grave = CaseFactory(due_at=hour + timedelta(minutes=50), gravity=4, text_key="b" * 16)
    later = CaseFactory(due_at=hour + timedelta(hours=2), text_key="c" * 16)
    same = CaseFactory(due_at=hour + timedelta(hours=9), text_key="a" * 16)
    Case.objects.filter(pk__in=[mild.pk, same.pk]).update(group=mild.pk)
    wanted = [grave.pk, mild.pk, same.pk, later.pk]
    shown = desk.get(later.get_absolute_url()).context["queue"]
    assert [one.pk for one in shown] == wanted
    lines = desk.get(reverse("moderation:queue")).context["page_obj"]
    assert [line.case.pk for line in lines] == [grave.pk, mild.pk, later.pk]
