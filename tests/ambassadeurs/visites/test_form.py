"""What is typed in the form of a visit."""

from datetime import time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from ambassadeurs.visites.forms import VisitForm
from ambassadeurs.visites.models import Visit
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory

from .factories import VisitFactory
from .test_views import PARIS, slot

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["31 février", "2027-02-30"])
def test_a_day_that_does_not_exist_stays_shown_with_its_error_beside_it(client, typed):
    client.force_login(AmbassadeurFactory().user)
    shown = BeautifulSoup(
        client.post("/visites/proposer/", slot(day=typed, at="25:00")).text, "html.parser"
    )
    for name, value, said in (
        ("day", typed, "écrivez une date qui existe"),
        ("at", "25:00", "écrivez une heure"),
    ):
        box = shown.select_one(f"#id_{name}")
        assert (box["type"], box["value"]) == ("text", value)
        assert said in shown.select_one(f"#{box['aria-describedby']}").get_text()


def test_the_first_midnight_of_all_is_refused_beside_the_day(client):
    """In Paris: it was still the year before the first one elsewhere."""
    client.force_login(AmbassadeurFactory().user)
    page = client.post("/visites/proposer/", slot(day="0001-01-01", at="00:00"))
    assert page.status_code == 422
    assert "trop ancienne" in page.text


def beside_day(page):
    box = BeautifulSoup(page.text, "html.parser").select_one("#id_day")
    assert page.status_code == 409
    return box.find_parent(class_="fr-input-group").select_one(".fr-error-text, .fr-message--error")


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(days=-1), "Choisissez une date à venir."),
        (timedelta(minutes=119), "Proposez une visite au moins 2\xa0heures à l’avance."),
        (timedelta(days=5), "Vous avez déjà une visite à cette heure."),
    ],
)
def test_a_slot_refused_is_said_beside_the_day(client, ahead, words):
    now = timezone.now()
    mandate = AmbassadeurFactory(max_visits_per_month=9)
    VisitFactory(ambassadeur=mandate, starts_at=now + timedelta(days=5))
    mine = VisitFactory(ambassadeur=mandate, starts_at=now + timedelta(days=9))
    client.force_login(mandate.user)
    at = timezone.localtime(now + ahead, PARIS)
    typed = slot(day=f"{at:%Y-%m-%d}", at=f"{at:%H:%M}")
    for path in ("/visites/proposer/", f"{mine.get_absolute_url()}modifier/"):
        assert words in beside_day(client.post(path, typed)).text


@pytest.mark.parametrize(("minutes", "status"), [(200, 422), ("une heure", 422), (60, 409)])
def test_all_that_is_wrong_is_said_at_once(client, minutes, status):
    mandate = AmbassadeurFactory(max_visitors=4)
    mine = VisitFactory(ambassadeur=mandate)
    client.force_login(mandate.user)
    yesterday = timezone.localdate() - timedelta(days=1)
    typed = slot(day=yesterday, minutes=minutes, places=30)
    for path in ("/visites/proposer/", f"{mine.get_absolute_url()}modifier/"):
        page = client.post(path, typed)
        assert page.status_code == status
        errors = page.context["form"].errors
        assert errors["day"] == ["Choisissez une date à venir."]
        assert errors["places"] == ["Votre mandat dit 4\xa0personnes au plus par visite."]
        assert ("minutes" in errors) == (status == 422)


def test_a_visit_about_to_begin_may_still_change_its_place(client):
    visit = VisitFactory(starts_at=timezone.now().replace(second=0) + timedelta(hours=1))
    at = timezone.localtime(visit.starts_at, PARIS)
    Visit.objects.update(starts_at=at.replace(second=0, microsecond=0))
    client.force_login(visit.host.user)
    typed = slot(day=f"{at:%Y-%m-%d}", at=f"{at:%H:%M}", places=2, meeting_point="Porte C")
    assert client.post(f"{visit.get_absolute_url()}modifier/", typed).status_code == 302
    visit.refresh_from_db()
    assert visit.meeting_point == "Porte C"


def test_an_hour_as_people_write_it():
    typed = ("18h", "18H00", "18 h", "18\u202fh\u202f00", "18:00", "18:00:00")
    read = {}
    for one in typed:
        form = VisitForm(slot(at=one), max_visitors=9, has_adviser=False)
        read[one] = form.is_valid() and form.cleaned_data["at"]
    assert read == dict.fromkeys(typed, time(18))
