"""The clock: claimed, in order, one failure stopping nothing else."""

import ast
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.health import plan_heartbeat
from socle.scheduler import Step, problems, register_steps, registered, steps
from socle.scheduler.done_tasks import KEPT_DAYS
from socle.scheduler.models import CLAIM, StepRun
from socle.scheduler.runner import LATE, count_due, late_since, run
from socle.scheduler.runner import steps as step_states

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def own_clock(db, monkeypatch):
    """A clock without any step but the test's, nor any run that others committed."""
    StepRun.objects.all().delete()
    monkeypatch.setattr(steps, "_STEPS", {})


@pytest.fixture
def done(own_clock):
    """What was done, in order: (key, item)."""
    return []


def add(done, key, items=("x",), *, answer=1, due=None, **fields):
    def do(item, now):
        done.append((key, item))
        if isinstance(answer, Exception):
            raise answer
        return answer

    register_steps(Step(key=key, label=key, due=due or (lambda now: items), do=do, **fields))


def test_each_item_is_done_and_counted_and_the_last_run_is_kept(done):
    add(done, "a.one", [1, 2], answer={"named": 3, "none": 0})
    add(done, "a.two", ["x"], answer=True)
    add(done, "a.three", [], answer=1)

    assert run(NOW).counts == {"named": 6, "a.two": 1}
    assert done == [("a.one", 1), ("a.one", 2), ("a.two", "x")]
    kept = StepRun.objects.get(key="a.two")
    assert kept.counts == {"a.two": 1}
    assert kept.finished_at is not None
    assert kept.claimed_until is None


def test_order_is_what_steps_say(done):
    add(done, "a.last", after=("c.middle",))
    add(done, "c.middle", after=("z.first",))
    add(done, "z.first")

    run(NOW)

    assert [key for key, _ in done] == ["z.first", "c.middle", "a.last"]


def test_unknown_names_and_circles_are_told_at_start(done):
    add(done, "a.one", after=("b.two",))
    assert "b.two" in problems()[0]

    add(done, "b.two", after=("a.one",))
    assert "wait for one another" in problems()[0]


def test_a_key_is_taken_once(done):
    add(done, "a.one")
    with pytest.raises(ValueError, match=r"a\.one"):
        add(done, "a.one")


def test_a_failure_stops_nothing_and_says_nothing_of_its_item(done, caplog):
    def due(now):
        raise RuntimeError

    add(done, "a.bad", ["secret@example.org"], answer=RuntimeError("secret@example.org"))
    # A list that cannot be made is an error of its step.
    register_steps(Step(key="a.listless", label="", due=due, do=lambda item, now: 1))
    add(done, "b.good")

    tick = run(NOW)

    assert (tick.errors, tick.counts) == (2, {"b.good": 1})
    assert StepRun.objects.get(key="a.bad").error == "RuntimeError"
    assert "a.bad" in caplog.messages[0]


def test_a_step_that_another_tick_runs_is_left_to_it(done):
    add(done, "a.one")
    add(done, "b.two")
    StepRun.objects.know(["a.one"])
    assert StepRun.objects.claim("a.one", by="another", now=timezone.now())

    tick = run(NOW)

    assert [outcome.is_busy for outcome in tick.outcomes] == [True, False]
    assert done == [("b.two", "x")]


@pytest.mark.parametrize(("left", "is_done"), [(timedelta(seconds=5), False), (-CLAIM, True)])
def test_the_claim_of_a_tick_that_died_expires(done, left, is_done):
    add(done, "a.one")
    StepRun.objects.create(key="a.one", claimed_by="dead", claimed_until=timezone.now() + left)

    run(NOW)

    assert bool(done) is is_done


def test_a_slow_tick_whose_claim_was_taken_leaves_the_rest(done, monkeypatch):
    start = timezone.now()

    def slow(item, now):
        # Later than the claim holds; meanwhile another tick took the step.
        monkeypatch.setattr(timezone, "now", lambda: start + CLAIM * 2)
        StepRun.objects.filter(key="a.slow").update(claimed_by="another")
        done.append(item)
        return 1

    register_steps(Step(key="a.slow", label="", due=lambda now: [1, 2], do=slow))

    run(NOW)

    assert done == [1]
    assert StepRun.objects.get(key="a.slow").claimed_by == "another"


def test_a_step_without_work_is_seen_to_run_and_costs_its_list_only(
    done, django_assert_num_queries
):
    for number in range(30):
        add(done, f"a.step{number}", [])
    run(NOW)

    with django_assert_num_queries(2):
        run(NOW)

    assert StepRun.objects.filter(finished_at__isnull=False).count() == 30


def test_what_another_tick_did_before_the_claim_is_not_done_again(done):
    lists = iter([["x"], []])
    register_steps(
        Step(key="a.one", label="", due=lambda now: next(lists), do=lambda i, n: done.append(i))
    )

    run(NOW)

    assert done == []


def test_alone_nothing_is_claimed_nor_kept(done):
    add(done, "a.one")

    assert run(NOW, is_alone=True).counts == {"a.one": 1}
    assert not StepRun.objects.exists()


def test_only_runs_what_is_named(done):
    add(done, "a.one")
    add(done, "b.two")

    run(NOW, only=["b.two"])

    assert done == [("b.two", "x")]
    with pytest.raises(LookupError):
        run(NOW, only=["c.three"])


@pytest.mark.parametrize(
    ("age", "is_late"), [(LATE - timedelta(seconds=5), False), (LATE + timedelta(seconds=5), True)]
)
def test_a_clock_silent_for_an_hour_is_late(done, age, is_late):
    add(done, "a.one")
    StepRun.objects.create(key="a.one", finished_at=timezone.now() - age)

    assert (late_since() is not None) is is_late
    assert step_states()[0].is_late is is_late


def test_the_steps_of_the_rooms_are_well_ordered_and_named():
    assert problems() == []
    assert all(step.label and "." in step.key for step in registered().values())


# --- manage.py tick -----------------------------------------------------------------------------


def tick(*options):
    out = io.StringIO()
    call_command("tick", *options, stdout=out)
    return out.getvalue()


def test_no_step_that_is_written_was_left_unregistered():
    files = [
        path
        for folder in ("ambassadeurs", "cms", "communaute", "socle")
        for path in (settings.BASE_DIR / folder).rglob("*.py")
        if "Step(" in path.read_text()
    ]
    written = {
        word.value.value
        for path in files
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Step"
        for word in call.keywords
        if word.arg == "key" and isinstance(word.value, ast.Constant)
    }
    assert len(written) > 30
    assert written - registered().keys() == set()


def test_the_command_says_what_it_did_or_that_there_was_nothing(done):
    lists = iter([[1, 2], [1, 2], []])
    add(done, "a.one", due=lambda now: next(lists))
    assert tick() == "a.one : 2\n"
    assert tick() == "Rien à faire.\n"


def test_the_dry_run_names_every_step_and_does_nothing(done):
    add(done, "a.one", [1, 2])
    add(done, "b.two", [])
    assert count_due(NOW) == {"a.one": 2, "b.two": 0}
    lines = tick("--dry-run").splitlines()
    assert [line.split() for line in lines] == [["2", "a.one", "a.one"], ["0", "b.two", "b.two"]]
    assert done == []
    assert not StepRun.objects.exists()


def test_only_may_be_said_several_times(done):
    for key in ("a.one", "b.two", "c.three"):
        add(done, key)
    tick("--only", "a.one", "--only", "c.three")
    assert [key for key, _ in done] == ["a.one", "c.three"]


def test_an_unknown_step_is_refused_with_those_that_exist(done):
    add(done, "a.one")
    with pytest.raises(CommandError, match=r"b\.two(.|\n)*a\.one"):
        tick("--only", "b.two")
    assert done == []


def test_a_step_that_failed_makes_the_command_fail_after_all_is_done(done):
    add(done, "a.bad", answer=RuntimeError())
    add(done, "b.good")
    with pytest.raises(CommandError, match=r"a\.bad"):
        tick()
    assert [key for key, _ in done] == ["a.bad", "b.good"]


def test_a_busy_step_is_said(done):
    add(done, "a.one")
    StepRun.objects.create(
        key="a.one", claimed_by="x", claimed_until=timezone.now() + timedelta(minutes=1)
    )
    assert "a.one : en cours dans un autre passage" in tick()


@pytest.mark.parametrize(("age", "is_kept"), [(KEPT_DAYS, False), (KEPT_DAYS - 1, True)])
def test_what_the_worker_did_two_weeks_ago_is_erased(age, is_kept):
    plan_heartbeat()
    rows = DBTaskResult.objects.all()
    rows.update(status=TaskResultStatus.FAILED, finished_at=NOW - timedelta(days=age))
    waiting = rows.count()
    plan_heartbeat()
    run(NOW, only=["scheduler.erase_done_tasks"])
    assert rows.count() == 1 + waiting * is_kept
