"""What a page pays to read the figures, and when it sees them change."""

from decimal import Decimal

import pytest

from socle import public_pages
from socle.facts_registry.models import Figure
from socle.facts_registry.selectors import all_facts, fact
from socle.facts_registry.services import StaleFigure, change_figure, load_first_facts, return_to
from socle.models import PublicVersion
from socle.public_pages import forget_held, read_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_request():
    """Begin a request as a server does; another may begin before it ends."""

    def begin():
        # The signal itself would close the connection of the test.
        public_pages._begin(None)

    yield begin
    public_pages._end(None)


@pytest.fixture
def moved():
    """Move the version as another process does: by the database, the cache forgotten."""

    def move():
        PublicVersion.objects.update_or_create(pk=1, defaults={"number": read_version().number + 1})
        public_pages.cache.delete(public_pages.NUMBER_KEY)

    return move


def test_a_request_reads_once_when_cold_and_never_when_warm(in_request, django_assert_num_queries):
    load_first_facts()
    in_request()
    with django_assert_num_queries(1):
        assert len(list(all_facts())) > 50
    in_request()
    with django_assert_num_queries(0):
        assert fact("co2_gaz_acv").value == 227


def test_another_process_is_followed_at_the_next_request(
    in_request, moved, django_assert_num_queries
):
    load_first_facts()
    in_request()
    assert fact("co2_gaz_acv").value == 227
    Figure.objects.filter(key="co2_gaz_acv").update(low=Decimal("0.5"), number=2)
    moved()
    with django_assert_num_queries(0):
        assert fact("co2_gaz_acv").value == 227  # the same until the end of the request
    in_request()
    # The number, and the figures.
    with django_assert_num_queries(2):
        assert fact("co2_gaz_acv").text == "0,5"


def test_a_worker_looks_again_after_a_second(moved, monkeypatch):
    load_first_facts()
    now = [100.0]
    monkeypatch.setattr(public_pages.time, "monotonic", lambda: now[0])
    forget_held()
    assert fact("co2_gaz_acv").value == 227
    Figure.objects.filter(key="co2_gaz_acv").update(low=300, number=2)
    moved()
    now[0] += 0.9
    assert fact("co2_gaz_acv").value == 227
    now[0] += 0.1
    assert fact("co2_gaz_acv").value == 300


def test_first_facts_stand_before_they_are_loaded():
    assert not Figure.objects.exists()
    assert fact("co2_gaz_acv").value == 227
    before = list(all_facts())
    load_first_facts()
    forget_held()
    assert {one.key: one for one in all_facts()} == {one.key: one for one in before}


def test_a_change_moves_the_version(django_capture_on_commit_callbacks, equipe):
    load_first_facts()
    figure = Figure.objects.get(key="co2_gaz_acv")
    before = read_version().number
    figure.low = Decimal(231)
    with django_capture_on_commit_callbacks(execute=True):
        change_figure(figure=figure, seen=1, actor=equipe)
    assert read_version().number > before
    assert fact("co2_gaz_acv").value == 231
    with pytest.raises(StaleFigure):
        change_figure(figure=figure, seen=1, actor=equipe)
    with django_capture_on_commit_callbacks(execute=True):
        return_to(figure=figure, number=1, actor=equipe)
    assert fact("co2_gaz_acv").value == 227
