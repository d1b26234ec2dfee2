"""A mail that waited leaves only if what it says of a mandate or of a story is still so."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ambassadeurs.coproprietes.mandats.claims import MANDATE_VERSION
from ambassadeurs.coproprietes.mandats.services import (
    ask_renewal,
    refuse_ambassadeur,
    verify_ambassadeur,
    withdraw_ambassadeur,
)
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete, RetourExperience
from ambassadeurs.coproprietes.retours.review import publish, return_with_note
from ambassadeurs.coproprietes.retours.services import drop_revision, propose, take_back
from communaute.comptes.models import Membership
from communaute.moderation.enums import ContentStatus
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Mail
from communaute.notifications.services import tell
from socle.calendar import end_of_day
from tests.clock import NOON, stop, tick
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.states import put_in_state
from tests.mails import leaves, sent_mails

from .applying import ask
from .factories import AmbassadeurFactory, CoproprieteFactory, RetourFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stopped(monkeypatch):
    stop(monkeypatch)


@pytest.fixture
def agency(db):
    return UserFactory(agence=True)


def read_by(person):
    return [mail.subject for mail in sent_mails() if mail.to == [person.email]]


def of_kind(person, word):
    return [subject for subject in read_by(person) if word in subject]


def proposed_changes():
    online = RetourFactory(published=True)
    revision = take_back(actor=online.author, retour=online)
    return propose(actor=online.author, retour=revision)


@pytest.mark.parametrize(
    ("answer", "count"),
    [
        (lambda agency, sheet: None, 1),
        (lambda agency, sheet: publish(actor=agency, retour=sheet), 0),
        (lambda agency, sheet: return_with_note(actor=agency, retour=sheet, note="L’année ?"), 0),
        (lambda agency, sheet: take_back(actor=sheet.author, retour=sheet), 0),
        (lambda agency, sheet: drop_revision(actor=sheet.author, retour=sheet), 0),
        (lambda agency, sheet: put_in_state(sheet.revises, ContentStatus.HIDDEN), 0),
        (lambda agency, sheet: Membership.objects.filter(user=agency).delete(), 0),
    ],
    ids=["waits", "published", "returned", "taken back", "dropped", "hidden", "left the agency"],
)
def test_changes_that_wait_no_more_are_not_to_read(agency, answer, count):
    answer(agency, proposed_changes())
    assert len(of_kind(agency, "à relire")) == count


def test_a_story_sent_back_and_proposed_again_is_not_to_complete(agency):
    sheet = propose(actor=(draft := RetourFactory()).author, retour=draft)
    sheet = return_with_note(actor=agency, retour=sheet, note="L’année ?")
    propose(actor=sheet.author, retour=sheet)
    assert of_kind(sheet.author, "à compléter") == []


def test_another_ambassador_of_the_building_is_not_told_to_be_unable_to_read_it(client, agency):
    sheet = publish(actor=agency, retour=RetourFactory(proposed=True))
    put_in_state(RetourExperience.objects.get(pk=sheet.pk), ContentStatus.HIDDEN)
    # Nor is a story hidden since said online.
    assert of_kind(sheet.author, "en ligne") == []
    building = sheet.copropriete
    client.force_login(AmbassadeurFactory(copropriete=building).user)
    page = client.get(reverse("ambassadeurs:retour_edit", args=[building.pk, building.slug])).text
    readers = "son auteur, les autres ambassadeurs de la copropriété et les modérateurs"
    assert f"Seuls {readers} le voient." in page


@pytest.mark.parametrize(
    ("answer", "count"),
    [
        (lambda agency, mandate: None, 1),
        (lambda agency, mandate: withdraw_ambassadeur(actor=mandate.user, ambassadeur=mandate), 0),
        (lambda agency, mandate: Membership.objects.filter(user=agency).delete(), 0),
    ],
    ids=["waits", "withdrawn", "who left the agency"],
)
def test_an_application_that_has_its_answer_is_not_to_decide(agency, answer, count):
    answer(agency, ask(UserFactory(), CoproprieteFactory()))
    assert len(of_kind(agency, "demande à être ambassadeur")) == count


TERMS = {"council_agreed_on": NOON.date(), "consent_version": MANDATE_VERSION}


def ends_soon(**facts):
    return AmbassadeurFactory(expires_at=NOON + timedelta(days=20), **facts)


@pytest.mark.parametrize(("asked_at", "count"), [(None, 1), (NOON, 0)])
def test_a_mandate_whose_renewal_was_asked_since_is_not_said_to_end(asked_at, count):
    mandate = AmbassadeurFactory(expires_at=NOON + timedelta(days=20))
    tick(NOON, "coproprietes")
    mandate.renewal_asked_at = asked_at
    mandate.save()
    assert len(of_kind(mandate.user, "se termine le")) == count


def test_a_mandate_verified_again_is_not_said_over(agency):
    mandate = AmbassadeurFactory(expired=True, renewal_asked_at=NOON)
    tick(NOON, "coproprietes")
    verify_ambassadeur(actor=agency, ambassadeur=mandate)
    assert of_kind(mandate.user, "est terminé") == []


def test_a_building_that_is_not_connected_any_more_is_not_said_so():
    mandate = AmbassadeurFactory()
    tell(
        "coproprietes.connected",
        to=mandate.user,
        key="raccorde",
        url="/",
        context={
            "copropriete": mandate.copropriete_id,
            "residence": "Les Lilas",
            "operator": "Chaleur",
            "year": 2026,
            "project": "",
            "retour": "/",
        },
    )
    Copropriete.objects.update(connected_year=None)
    assert read_by(mandate.user) == []


def test_a_mandate_renewed_is_said_renewed_and_counts_from_that_day(client, agency):
    mandate = ends_soon(first_name="Odile")
    client.force_login(mandate.user)
    page = client.get(reverse("ambassadeurs:mandate_renew", args=[mandate.pk]))
    assert "24 mois à partir du jour où" in page.text.replace("\xa0", " ")
    ask_renewal(actor=mandate.user, ambassadeur=mandate, **TERMS)
    client.force_login(agency)
    address = reverse("ambassadeurs:mandate_review", args=[mandate.pk])
    page = client.post(address, {"decision": "accepter"}, follow=True)
    assert "Le mandat d’Odile est renouvelé. Un courriel le dit." in page.text
    mandate.refresh_from_db()
    assert mandate.expires_at == end_of_day(NOON.replace(year=NOON.year + 2))
    assert of_kind(mandate.user, "est renouvelé") != []
    assert of_kind(mandate.user, "Vous êtes ambassadeur") == []


def test_what_was_refused_or_ended_then_accepted_is_not_said_so(agency):
    mandate = ask(UserFactory(), CoproprieteFactory())
    refuse_ambassadeur(actor=agency, ambassadeur=mandate, reason="Non")
    refused = Mail.objects.get(kind="coproprietes.mandate_refused")
    first = Mail.objects.get(kind="coproprietes.mandate_to_decide")
    assert leaves(refused) and not leaves(first)
    mandate = ask(mandate.user, mandate.copropriete)
    assert not leaves(refused)

    mandate = verify_ambassadeur(actor=agency, ambassadeur=mandate)
    verified = Mail.objects.filter(kind="coproprietes.mandate_verified").latest("pk")
    assert leaves(verified)
    later = NOON + timedelta(days=1000)
    Ambassadeur.objects.update(expires_at=later)
    # Another mandate, with its own end.
    assert not leaves(verified)
    withdraw_ambassadeur(actor=mandate.user, ambassadeur=mandate)
    assert not leaves(verified)


def test_a_renewal_refused_then_asked_again_is_not_said_refused(agency):
    mandate = ends_soon()
    ask_renewal(actor=mandate.user, ambassadeur=mandate, **TERMS)
    to_decide = Mail.objects.get(kind="coproprietes.renewal_to_decide")
    assert leaves(to_decide)
    refuse_ambassadeur(actor=agency, ambassadeur=mandate, reason="Non")
    refused = Mail.objects.get(kind="coproprietes.renewal_refused")
    assert leaves(refused)
    assert not leaves(to_decide)
    ask_renewal(actor=mandate.user, ambassadeur=mandate, **TERMS)
    assert not leaves(refused)
    verify_ambassadeur(actor=agency, ambassadeur=mandate)
    assert not leaves(refused)


def test_an_application_of_today_is_not_the_renewal_that_was_asked(agency):
    mandate = ends_soon(renewal_asked_at=NOON)
    kinds = [kind_of(f"coproprietes.{what}_to_decide") for what in ("renewal", "mandate")]
    context = {"mandate": mandate.pk}
    assert [kind.still_true(context) for kind in kinds] == [True, False]
    withdraw_ambassadeur(actor=mandate.user, ambassadeur=mandate)
    ask(mandate.user, mandate.copropriete)
    assert [kind.still_true(context) for kind in kinds] == [False, True]


def test_a_story_that_nobody_reads_or_may_complete_any_more_is_not_told(agency):
    sheet = publish(actor=agency, retour=RetourFactory(proposed=True))
    online = Mail.objects.get(kind="coproprietes.retour_published")
    assert leaves(online)
    other = RetourFactory(proposed=True)
    return_with_note(actor=agency, retour=other, note="L’année ?")
    returned = Mail.objects.get(kind="coproprietes.retour_returned")
    assert leaves(returned)
    for mandate in Ambassadeur.objects.filter(user__in=[sheet.author, other.author]):
        withdraw_ambassadeur(actor=mandate.user, ambassadeur=mandate)
    assert not leaves(online) and not leaves(returned)


def test_a_building_is_said_connected_since_the_year_that_is_noted_now():
    building = CoproprieteFactory(connected_year=2025)
    kind = kind_of("coproprietes.connected")
    now = kind.current({"copropriete": building.pk, "year": 2026})
    assert now["year"] == 2025
