"""What holds after each act of anybody, whatever came before: a walk at random, always the same."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from communaute.comptes.models import User
from communaute.comptes.perms import colleagues_of, is_national_team
from communaute.moderation.audit_log.verification import is_intact, unexplained
from communaute.moderation.deadlines import undoable_until
from communaute.moderation.enums import WITHHELD, DecisionKind
from communaute.moderation.models import Appeal, Case, Decision, StatementOfReasons
from communaute.moderation.perms import can_moderate, can_read, can_read_statement, can_see_appeal
from communaute.notifications.enums import MailState
from communaute.notifications.models import Mail
from communaute.questions.counters import drifting_comments, drifting_questions, drifting_spaces
from communaute.questions.models import Comment, Question
from socle.search import indexer
from socle.search.results import find
from tests.communaute.moderation.walking import TEXTS, Walk, word_of

pytestmark = pytest.mark.django_db
STEPS = 40
ANONYMOUS = AnonymousUser()


class Clock:
    """A Monday at eight, and the hour that goes by only when asked."""

    def __init__(self, monkeypatch):
        self.now = datetime(2026, 11, 30, 8, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def forward(self, time):
        self.now += time


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_people_do_what_must_hold_holds(
    seed, client, monkeypatch, django_capture_on_commit_callbacks
):
    clock = Clock(monkeypatch)
    walk = Walk(seed, clock)
    for step in range(STEPS):
        clock.forward(timedelta(seconds=1))
        # What follows a commit does: the pages kept for all are made again.
        with django_capture_on_commit_callbacks(execute=True):
            walk.step()
        told = "\n".join(walk.trail[-25:])
        assert list(unexplained()) == [], told
        if step % 4 == 0:
            nobody_sees_beyond_their_territory(walk, told)
        nothing_left_too_early(told)
        nothing_hidden_is_read(walk, client, told)
        if step % 15 == 0:
            assert is_intact(), told
    told = "\n".join(walk.trail)
    assert is_intact(), told
    assert not [*drifting_questions(), *drifting_spaces(), *drifting_comments()], told
    assert not [one for one in indexer.differences() if one.source == "questions"], told
    # The walk is worth something: several kinds of things were decided.
    assert len({*Decision.objects.values_list("kind", flat=True)}) >= 3, told


def nobody_sees_beyond_their_territory(walk, told):
    """What lists show is what is allowed, one by one, and no place but one's own."""
    cases = [*Case.objects.select_related("commune", "departement")]
    statements = [*StatementOfReasons.objects.select_related("decision__case")]
    appeals = [*Appeal.objects.select_related("statement__decision__case")]
    for person in User.objects.filter(pk__in=[one.pk for one in (*walk.moderators, *walk.writers)]):
        seen = {*Case.objects.visible_to(person)}
        assert seen == {one for one in cases if can_moderate(person, one)}, told
        assert {*StatementOfReasons.objects.visible_to(person)} == {
            one for one in statements if can_read_statement(person, one)
        }, told
        assert {*Appeal.objects.visible_to(person)} == {
            one for one in appeals if can_see_appeal(person, one)
        }, told
        own = colleagues_of(person)
        assert not [one for one in seen if one.author_id in own], told
        if not is_national_team(person):
            mine = {
                code
                for work in person.memberships.all()
                for code in work.organisation.coverages.values_list("departement", flat=True)
            }
            assert {one.departement_id for one in seen} <= mine, told


def nothing_left_too_early(told):
    """No mail of what may still be undone, and none of what was."""
    gone = dict(Mail.objects.filter(state=MailState.SENT).values_list("key", "ended_at"))
    # What a program does is told at once: nobody undoes it.
    decided = Decision.objects.exclude(decided_by=None).select_related("statement")
    for decision in decided.prefetch_related("undone_by"):
        about = {f"moderation:restored:{decision.pk}"}
        if hasattr(decision, "statement"):
            about.add(f"moderation:statement:{decision.statement.puid}")
        about |= {key for key in gone if key.endswith(f":decision:{decision.pk}")}
        sent = [gone[key] for key in about if key in gone]
        assert all(ended_at >= undoable_until(decision.decided_at) for ended_at in sent), told
        undone = [one for one in decision.undone_by.all() if one.kind == DecisionKind.UNDO]
        assert not (sent and undone), told


def nothing_hidden_is_read(walk, client, told):
    """By somebody without account: in lists, on the page, in the search."""
    for model in TEXTS:
        public = {*model.objects.visible_to(ANONYMOUS)}
        rows = [*model.objects.all()]
        assert public == {one for one in rows if can_read(ANONYMOUS, one)}, told
        assert all(one.is_published and one.hidden_for_id is None for one in public), told
    content = walk.any_text()
    word, above = word_of(content), above_of(content)
    page = client.get(content.get_absolute_url())
    assert page.status_code in {200, 404, 410}, told
    if all(one.is_published for one in above):
        assert bool(find(word).lines) is above[-1].travels, told
    elif not content.is_published or any(one.status in WITHHELD for one in above):
        assert word not in page.content.decode(), told
        assert not find(word).lines, told


def above_of(content):
    """A text, then what it is under, its question last. What is under a text that its author
    withdrew stays readable."""
    if isinstance(content, Comment) and content.answer is not None:
        return [content, content.answer, content.question]
    return [content] if isinstance(content, Question) else [content, content.question]
