"""Scheduled pages: the clock publishes them and takes them down."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from wagtail.models import Page, Revision

from cms import services
from cms.models import GuidePage
from cms.starter import EDITORS
from cms.steps import drafted_texts
from communaute.moderation.wordings import Wording
from socle.models import PublicVersion
from socle.scheduler.runner import count_due, run
from socle.scheduler.steps import registered
from tests.cms.factories import make_guide
from tests.cms.test_admin import guide_form, person, sign_in

pytestmark = pytest.mark.django_db
STEPS = ("cms.publish", "cms.expire")
PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def at(monkeypatch):
    """Set the time of the whole service, Wagtail included."""

    def go(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    go(NOW)
    return go


def tick(moment):
    return run(moment, only=STEPS).counts


def scheduled(go_live_at, **fields):
    """A draft approved for a later hour."""
    guide = make_guide(live=False, go_live_at=go_live_at, **fields)
    guide.save_revision().publish()
    return GuidePage.objects.get(pk=guide.pk)


def test_a_guide_goes_live_at_its_hour_and_the_public_sees_it_at_once(
    client, site, at, django_capture_on_commit_callbacks
):
    guide = scheduled(NOW + HOUR, title="Guide programmé")
    assert client.get(guide.url).status_code == 404
    assert "Guide programmé" not in client.get("/guides/").content.decode()

    just_before = at(NOW + HOUR - timedelta(seconds=1))
    assert (count_due(just_before, only=STEPS), tick(just_before)) == (
        {"cms.publish": 0, "cms.expire": 0},
        {},
    )
    version = PublicVersion.objects.get_or_create(pk=1)[0].number

    due = at(NOW + HOUR)
    assert count_due(due, only=STEPS)["cms.publish"] == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert tick(due) == {"pages_published": 1}
    assert client.get(guide.url).status_code == 200
    assert "Guide programmé" in client.get("/guides/").content.decode()
    assert PublicVersion.objects.get(pk=1).number > version
    assert tick(due) == {}


def test_an_editor_schedules_from_the_page_and_reads_it_there(client, site, at):
    sign_in(client, person(EDITORS))
    client.post(
        f"/gestion/pages/add/cms/guidepage/{site.pk}/",
        guide_form(go_live_at="2026-11-25 15:00", **{"action-publish": "1"}),
    )
    guide = GuidePage.objects.get(slug="guide-ecrit")
    # 15:00 in Paris, in winter.
    assert (guide.live, guide.go_live_at) == (False, NOW + 2 * HOUR)
    assert tick(at(NOW + 2 * HOUR)) == {"pages_published": 1}
    assert client.get("/guides/guide-ecrit/").status_code == 200


@pytest.mark.parametrize(
    ("name", "skipped", "after"),
    [
        # The clock strikes this hour twice, then never.
        ("go_live_at", "2026-10-25 02:30", "2026-10-25 03:00"),
        ("expire_at", "2027-03-28 02:30", "2027-03-28 03:00"),
    ],
)
def test_an_hour_that_the_change_of_clock_makes_doubtful_is_asked_again(
    client, site, at, name, skipped, after
):
    at(datetime(2026, 10, 1, 12, tzinfo=UTC))
    sign_in(client, person(EDITORS))
    address = f"/gestion/pages/add/cms/guidepage/{site.pk}/"
    response = client.post(address, guide_form(**{name: skipped, "action-publish": "1"}))
    assert response.status_code == 200
    assert "fuseau horaire" in response.context["form"].errors[name][0]
    assert not GuidePage.objects.exists()
    client.post(address, guide_form(**{name: after, "action-publish": "1"}))
    guide = GuidePage.objects.get(slug="guide-ecrit")
    assert timezone.localtime(getattr(guide, name)).strftime("%Y-%m-%d %H:%M") == after


@pytest.mark.parametrize(
    ("hours", "field", "said"),
    [
        ({"go_live_at": "2026-11-25 12:59"}, "go_live_at", "Cette heure est passée"),
        ({"go_live_at": "31/02/2027 10:00"}, "go_live_at", "une heure valides"),
        ({"expire_at": "2026-11-25 12:59"}, "expire_at", "dans le futur"),
        (
            {"go_live_at": "2026-11-26 10:00", "expire_at": "2026-11-26 09:00"},
            "expire_at",
            "antérieure à la date d'expiration",
        ),
        (
            {"go_live_at": "2026-11-26 10:00", "expire_at": "2026-11-26 10:00"},
            "expire_at",
            "serait retirée à l’heure où elle paraît",
        ),
    ],
)
def test_hours_that_cannot_be_are_said_in_french_and_nothing_typed_is_lost(
    client, site, at, hours, field, said
):
    sign_in(client, person(EDITORS))
    draft = guide_form(title="L’été à Évry : « ça chauffe »", **hours)
    for form in (draft, draft | {"action-publish": "1"}):
        answer = client.post(f"/gestion/pages/add/cms/guidepage/{site.pk}/", form)
        assert answer.status_code == 200
        assert said in answer.context["form"].errors[field][0]
    for name, typed in hours.items():
        assert f'name="{name}" value="{typed}"' in answer.text
    assert not GuidePage.objects.exists()


def test_an_hour_already_past_is_published_at_once(site, at):
    assert scheduled(NOW - HOUR).live
    assert tick(NOW) == {}


def test_a_clock_that_stood_still_catches_up(site, at):
    """A guide due to appear then to leave while nothing ticked is not shown for one more turn."""
    gone = scheduled(NOW + HOUR, expire_at=NOW + 2 * HOUR)
    kept = scheduled(NOW + HOUR)
    late = at(NOW + timedelta(days=3))
    assert tick(late) == {"pages_published": 2, "pages_expired": 1}
    gone.refresh_from_db()
    kept.refresh_from_db()
    assert (gone.live, gone.expired, kept.live) == (False, True, True)


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        # The morning after the change to winter time, and the one after that to summer time.
        (datetime(2026, 10, 25, 9, tzinfo=PARIS), datetime(2026, 10, 25, 8, tzinfo=UTC)),
        (datetime(2027, 3, 28, 9, tzinfo=PARIS), datetime(2027, 3, 28, 7, tzinfo=UTC)),
    ],
)
def test_nine_in_paris_is_nine_in_paris_on_the_day_the_clocks_change(site, at, local, utc):
    at(utc - timedelta(days=1))
    guide = scheduled(local)
    assert tick(at(utc - timedelta(minutes=1))) == {}
    assert tick(at(utc)) == {"pages_published": 1}
    guide.refresh_from_db()
    assert guide.live


def test_a_page_leaves_at_its_term(client, site, at, django_capture_on_commit_callbacks):
    guide = make_guide(expire_at=NOW + HOUR)
    assert client.get(guide.url).status_code == 200
    assert tick(at(NOW + HOUR - timedelta(seconds=1))) == {}
    with django_capture_on_commit_callbacks(execute=True):
        assert tick(at(NOW + HOUR)) == {"pages_expired": 1}
    assert client.get(guide.url).status_code == 404
    assert tick(at(NOW + HOUR)) == {}


def test_what_was_planned_anew_or_done_meanwhile_is_left_alone(site, at):
    guide = scheduled(NOW + HOUR)
    revision = Revision.objects.get(approved_go_live_at=NOW + HOUR)
    assert not services.publish_scheduled(revision_pk=revision.pk, now=NOW)
    assert not services.publish_scheduled(revision_pk=0, now=NOW + HOUR)
    assert not services.expire_scheduled(model=Page, pk=guide.pk, now=NOW + HOUR)


def test_one_page_that_fails_stops_no_other(site, at, monkeypatch):
    broken, sound = scheduled(NOW + HOUR), scheduled(NOW + HOUR)
    publish = Revision.publish

    def fail(self, *args, **kwargs):
        if self.object_id == str(broken.pk):
            raise RuntimeError
        return publish(self, *args, **kwargs)

    monkeypatch.setattr(Revision, "publish", fail)
    outcome = run(at(NOW + HOUR), only=STEPS)
    assert (outcome.counts, outcome.errors) == ({"pages_published": 1}, 1)
    sound.refresh_from_db()
    assert sound.live


def test_a_page_that_may_not_appear_is_an_error_of_the_clock_at_its_hour_only(site, at):
    """Then the editors' desk says it, and it appears once it may."""
    guide = scheduled(NOW + HOUR, slug="pris")
    taker = make_guide()
    Page.objects.filter(pk=taker.pk).update(slug="pris")
    assert run(at(NOW + HOUR), only=STEPS).errors == 1
    later = run(at(NOW + HOUR + timedelta(minutes=5)), only=STEPS)
    assert (later.errors, later.counts) == (0, {})
    taker.delete()
    assert tick(at(NOW + HOUR + timedelta(minutes=10))) == {"pages_published": 1}
    guide.refresh_from_db()
    assert guide.live


@pytest.mark.parametrize("model", drafted_texts())
def test_what_has_drafts_and_is_no_page_has_a_term_too(model):
    assert f"{model._meta.app_label}.expire_{model._meta.model_name}" in registered()


def test_a_wording_leaves_at_its_term(at):
    wording = Wording.objects.create(
        key="essai", title="Essai", rule="3.1", facts="Pour ceci : …", expire_at=NOW + HOUR
    )
    key = ("moderation.expire_wording",)
    assert run(at(NOW + HOUR - timedelta(seconds=1)), only=key).counts == {}
    assert run(at(NOW + HOUR), only=key).counts == {"pages_expired": 1}
    wording.refresh_from_db()
    assert not wording.live
    assert wording.expired
