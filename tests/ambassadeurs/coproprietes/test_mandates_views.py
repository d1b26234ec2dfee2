from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ambassadeurs.coproprietes.enums import AmbassadeurStatus
from ambassadeurs.coproprietes.mandats.services import refuse_ambassadeur, verify_ambassadeur
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from ambassadeurs.coproprietes.numbers import NUMBERS
from communaute.notifications.models import Notification
from socle.uploads import private_storage
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import UserFactory
from tests.socle.test_uploads import EXE, PDF

from .applying import APPLY, application, sign_in
from .factories import AmbassadeurFactory

pytestmark = pytest.mark.django_db

MINE = "/ambassadeurs/mon-mandat/"
NOON = datetime(2026, 9, 16, 12, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def reseau(db):
    reseau = ReseauFactory(name="Réseau de Grenoble")
    reseau.communes.set(["38185"])
    return reseau


def errors_of(response):
    page = BeautifulSoup(response.content, "html.parser")
    summary = page.select_one("#erreurs")
    return summary.get_text(" ", strip=True) if summary else ""


def test_applying_in_one_page(client, reseau):
    person = sign_in(client, UserFactory())
    agency = UserFactory(agence=True)
    response = client.post(APPLY, application(), follow=True)
    mandate = Ambassadeur.objects.get(user=person)
    assert mandate.status == AmbassadeurStatus.PENDING
    assert (mandate.copropriete.reseau, mandate.copropriete.lots) == (reseau, 62)
    assert mandate.consent_version and mandate.consent_at and mandate.proof_name == "facture.pdf"
    text = BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)
    assert "Qui décide" in text and "15 jours" in text
    assert agency.memberships.get().organisation.name in text
    told = Notification.objects.get(user=agency)
    assert told.url == f"/ambassadeurs/mandats/{mandate.pk}/"
    assert client.get(mandate.copropriete.get_absolute_url()).status_code == 404


def test_without_account_one_reads_before(client):
    response = client.get(APPLY)
    assert response.status_code == 200
    assert f"next={APPLY}" in response.text
    assert "csrf" not in response.text and not response.cookies


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"connected_year": "1600", "lots": "0", "max_open": "0", "consent": "", "proof": ""}
            | {"council_agreed_on": "2090-01-01", "first_name": "monique@exemple.fr"}
            | {"commune": "Atlantide"},
            [
                *("Écrivez une année entre 1930", "nombre de lots entre 1 et"),
                *("Demandes ouvertes", "Cochez cette case", "Joignez un justificatif"),
                *("déjà être donné", "prénom seul", "Nous ne trouvons pas"),
            ],
        ),
        (
            {"connected_year": "2090", "lots": "-4", "council_agreed_on": "2020-01-01"}
            | {"proof": SimpleUploadedFile("facture.pdf", EXE)},
            [
                *("Écrivez une année entre 1930", "nombre de lots entre 1 et"),
                *("plus de 2\xa0ans", "type accepté"),
            ],
        ),
        ({"proof": SimpleUploadedFile("a.pdf", PDF.ljust(30 * 2**20, b" "))}, ["trop lourd"]),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(client, reseau, changes, said):
    sign_in(client, UserFactory())
    response = client.post(APPLY, application(**changes))
    assert response.status_code == 422
    summary = errors_of(response)
    assert [words for words in said if words not in summary] == []
    assert 'value="Les Tilleuls"' in response.text
    assert not Ambassadeur.objects.exists() and not Copropriete.objects.exists()


def test_one_too_many_is_refused_by_a_rule(client, reseau, settings):
    settings.NUMBERS = {"coproprietes": {"mandates_pending_max": 0}}
    sign_in(client, UserFactory())
    refused = client.post(APPLY, application())
    assert refused.status_code == 409 and "attendent déjà" in errors_of(refused)


def test_several_networks_are_offered(client, reseau):
    second = ReseauFactory(name="Réseau du Sud")
    second.communes.set(["38185"])
    sign_in(client, UserFactory())
    response = client.post(APPLY, application())
    assert "Choisissez votre réseau" in errors_of(response)
    assert f'value="{second.slug}"' in response.text
    client.post(APPLY, application(reseau=second.slug))
    assert Copropriete.objects.get().reseau == second


def test_a_known_building_is_joined_not_doubled(client, reseau):
    known = AmbassadeurFactory(copropriete__name="Les tilleuls").copropriete
    sign_in(client, UserFactory())
    page = client.get(f"{APPLY}?copropriete={known.pk}")
    assert "Les tilleuls" in page.text and 'name="lots"' not in page.text
    client.post(APPLY, application(name="LES TILLEULS", lots="3", reseau=reseau.slug))
    assert Copropriete.objects.get().lots == known.lots
    assert known.ambassadeurs.count() == 2


def test_two_clicks_make_one_application(client, reseau):
    sign_in(client, UserFactory())
    assert MINE not in client.get("/mon-compte/").text
    client.post(APPLY, application())
    response = client.post(APPLY, application())
    assert response.url == MINE
    assert (Ambassadeur.objects.count(), Copropriete.objects.count()) == (1, 1)
    assert "Vous avez déjà une demande pour cette copropriété. La voici." in client.get(MINE).text
    # Whoever comes back to the form is told where the first one stands.
    told = client.get(APPLY).text
    assert "Vous avez déjà une demande ou un mandat pour" in told
    assert str(Ambassadeur.objects.get().copropriete) in told
    assert MINE in client.get("/mon-compte/").text


def test_a_private_building_of_others_is_not_offered(client):
    hidden = AmbassadeurFactory(pending=True).copropriete
    sign_in(client, UserFactory())
    for wrong in (hidden.pk, 10**15, "abc"):
        response = client.get(f"{APPLY}?copropriete={wrong}")
        assert "Résidence n°" not in response.text


def test_refused_one_reads_why_and_asks_again_with_better_facts(client, reseau):
    person = sign_in(client, UserFactory())
    client.post(APPLY, application(lots="10"))
    mandate = Ambassadeur.objects.get()
    first_proof = mandate.proof.name
    refuse_ambassadeur(
        actor=UserFactory(agence=True), ambassadeur=mandate, reason="La facture est illisible."
    )
    page = client.get(MINE)
    assert "La facture est illisible." in page.text and "Refusé" in page.text
    assert f"copropriete={mandate.copropriete_id}" in page.text
    client.post(f"{APPLY}?copropriete={mandate.copropriete_id}", application(lots="62"))
    again = Ambassadeur.objects.get(user=person)
    assert (again.pk, again.status) == (mandate.pk, AmbassadeurStatus.PENDING)
    assert (again.decision_reason, again.decided_at) == ("", None)
    assert again.copropriete.lots == 62
    assert again.proof.name != first_proof


def test_a_pause_in_one_click_and_back(client):
    mandate = AmbassadeurFactory()
    sign_in(client, mandate.user)
    for wrong in ("31", "-30", "", "toujours"):
        response = client.post(f"{MINE}{mandate.pk}/pause/", {"days": wrong}, follow=True)
        assert "30, 60 ou 90 jours" in response.text, wrong
        assert Ambassadeur.objects.get().paused_until is None
    for days in (30, 90):
        client.post(f"{MINE}{mandate.pk}/pause/", {"days": days})
        end = timezone.localdate() + timedelta(days=days - 1)
        assert Ambassadeur.objects.get().paused_until == end
    assert not Ambassadeur.objects.contactable().exists()
    assert "En pause" in client.get(MINE).text
    client.post(f"{MINE}{mandate.pk}/reprendre/")
    assert Ambassadeur.objects.contactable().exists()


@pytest.mark.parametrize(
    ("takes_visits", "paused_until"), [(True, None), (False, None), (True, date(2100, 1, 1))]
)
def test_the_mandate_leads_to_what_one_receives(client, takes_visits, paused_until):
    mandate = AmbassadeurFactory(takes_visits=takes_visits, paused_until=paused_until)
    sign_in(client, mandate.user)
    page = client.get(MINE)
    assert "/mises-en-relation/?cote=recues" in page.text
    assert ("/visites/proposer/" in page.text) is (takes_visits and paused_until is None)


def test_one_stops_in_one_click_and_may_take_it_back(client):
    mandate = AmbassadeurFactory()
    sign_in(client, mandate.user)
    page = client.post(f"{MINE}{mandate.pk}/arreter/", follow=True)
    assert "Annuler l’arrêt" in page.text
    assert not Ambassadeur.objects.public().exists()
    page = client.post(f"{MINE}{mandate.pk}/annuler-l-arret/", follow=True)
    assert "Votre mandat a repris." in page.text
    assert "prévue" not in page.text
    assert Ambassadeur.objects.public().exists()
    # An application is withdrawn, it is no mandate.
    Ambassadeur.objects.update(status="en_attente", verified_at=None, expires_at=None)
    page = client.post(f"{MINE}{mandate.pk}/arreter/", follow=True).text
    assert "Votre demande est retirée." in page
    assert "Reprendre ma demande" in page
    assert "mandat est terminé" not in page


@pytest.mark.parametrize(
    ("mandate", "said"),
    [
        ({"paused_until": date(2100, 1, 1)}, "et sa pause aussi, jusqu’au 1er janvier 2100."),
        ({"expires_at": datetime(2026, 1, 1, tzinfo=UTC)}, "s’est terminé entre-temps."),
        ({"pending": True}, "Votre demande attend de nouveau une réponse."),
    ],
)
def test_coming_back_says_where_the_mandate_is(client, mandate, said):
    row = AmbassadeurFactory(**mandate)
    Ambassadeur.objects.update(status="retire", withdrawn_at=timezone.now())
    sign_in(client, row.user)
    client.get(MINE)
    page = client.post(f"{MINE}{row.pk}/annuler-l-arret/", follow=True)
    assert said in page.text


@pytest.mark.parametrize(
    ("late", "said"), [(0, "vous répond sous 15"), (1, "devait vous répondre")]
)
def test_an_answer_is_promised_until_its_last_day(client, late, said):
    delay = timedelta(days=NUMBERS.decision_days + late)
    mandate = AmbassadeurFactory(pending=True, applied_at=timezone.now() - delay)
    sign_in(client, mandate.user)
    assert said in client.get(MINE).text


def test_the_end_is_taken_back_for_seven_days_exactly(client):
    mandate = AmbassadeurFactory(withdrawn=True)
    sign_in(client, mandate.user)
    week = timedelta(days=7)
    for age, back in ((week + timedelta(seconds=1), False), (week, True)):
        Ambassadeur.objects.update(withdrawn_at=timezone.now() - age)
        client.post(f"{MINE}{mandate.pk}/annuler-l-arret/")
        assert Ambassadeur.objects.public().exists() is back


def test_capacity_is_changed_and_bounded(client):
    mandate = AmbassadeurFactory()
    sign_in(client, mandate.user)
    address = f"{MINE}{mandate.pk}/capacite/"
    good = {
        "max_open": 5,
        "max_per_month": 6,
        "max_visits_per_month": 2,
        "max_visitors": 10,
        "takes_visits": "on",
    }
    assert client.post(address, good | {"max_open": 21}).status_code == 422
    client.post(address, good)
    mandate.refresh_from_db()
    assert (mandate.max_open, mandate.takes_visits) == (5, True)


def test_renewal_is_asked_then_decided(client):
    mandate = AmbassadeurFactory(expires_at=timezone.now() + timedelta(days=20))
    agency = UserFactory(agence=True)
    sign_in(client, mandate.user)
    terms = {"council_agreed_on": timezone.localdate().isoformat(), "consent": "on"}
    address = f"{MINE}{mandate.pk}/renouveler/"
    assert client.post(address, {}).status_code == 422
    client.post(address, terms)
    assert Ambassadeur.objects.to_decide().decidable_by(agency).get() == mandate
    assert Ambassadeur.objects.public().exists()
    verify_ambassadeur(actor=agency, ambassadeur=mandate)
    assert not Ambassadeur.objects.to_decide().exists()


def test_a_refused_renewal_leaves_the_mandate_run(client):
    mandate = AmbassadeurFactory(renewal_asked_at=timezone.now())
    refuse_ambassadeur(
        actor=UserFactory(agence=True), ambassadeur=mandate, reason="Accord trop ancien."
    )
    assert Ambassadeur.objects.public().exists()
    sign_in(client, mandate.user)
    assert "Accord trop ancien." in client.get(MINE).text
    Ambassadeur.objects.update(renewal_asked_at=timezone.now())
    assert "Accord trop ancien." not in client.get(MINE).text


def test_a_renewal_that_waits_is_said_after_the_end_and_comes_back_with_the_mandate(client):
    mandate = AmbassadeurFactory(renewal_asked_at=timezone.now())
    sign_in(client, mandate.user)
    for act in ("arreter", "annuler-l-arret"):
        client.post(f"{MINE}{mandate.pk}/{act}/")
    assert Ambassadeur.objects.public().to_decide().get() == mandate
    Ambassadeur.objects.update(expires_at=timezone.now())
    page = client.get(MINE).text
    assert "Votre mandat s’est terminé" in page
    assert "Renouvellement demandé" in page
    assert "Demander un nouveau mandat" not in page


def test_the_mandate_of_another_leads_to_ones_own(client):
    mandate = AmbassadeurFactory()
    sign_in(client, UserFactory(equipe=True))
    for ask, what in ((client.get, "recu"), (client.get, "capacite"), (client.post, "arreter")):
        page = ask(f"{MINE}{mandate.pk}/{what}/", follow=True)
        assert page.redirect_chain == [(MINE, 302)]
        assert "n’est pas, ou plus, l’un des vôtres" in page.text


def with_proof(**traits):
    mandate = AmbassadeurFactory(proof_name="facture.pdf", **traits)
    file = SimpleUploadedFile("x.pdf", PDF)
    mandate.proof.save("x.pdf", file)
    return mandate


def test_the_proof_is_read_by_those_who_decide_only(client):
    """Nobody decides on oneself: an agent reads their own proof, and no page of decision."""
    mandate = with_proof(pending=True, user=UserFactory(agence=True))
    address = f"/ambassadeurs/mandats/{mandate.pk}/"
    statuses = {"agence": 200, "equipe": 200} | dict.fromkeys(
        ("agence_ailleurs", "exploitant", "collectivite", "syndic", "editeur"), 404
    )
    found = {}
    for who in statuses:
        sign_in(client, UserFactory(**{who: True}))
        found[who] = client.get(f"{address}justificatif/").status_code
        assert client.get(address).status_code == found[who]
    assert found == statuses
    sign_in(client, mandate.user)
    assert client.get(address).status_code == 404
    assert "Aucune demande" in client.get("/ambassadeurs/a-verifier/").text


def test_the_proof_leaves_as_a_download_that_nobody_keeps(client):
    mandate = with_proof(pending=True)
    sign_in(client, mandate.user)
    address = f"/ambassadeurs/mandats/{mandate.pk}/justificatif/"
    response = client.get(address)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="facture.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    private_storage().delete(mandate.proof.name)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("decision", ["accepter", "refuser"])
def test_deciding_on_the_page(client, decision):
    mandate = AmbassadeurFactory(pending=True)
    sign_in(client, UserFactory(agence=True))
    address = f"/ambassadeurs/mandats/{mandate.pk}/"
    assert mandate.copropriete.name in client.get("/ambassadeurs/a-verifier/").text
    refused = client.post(address, {"decision": "refuser", "reason": " "})
    assert refused.status_code == 422 and "lira votre motif" in errors_of(refused)
    made = client.post(address, {"decision": decision, "reason": "Facture illisible."})
    assert made.status_code == 302
    assert Ambassadeur.objects.get().decided_at is not None
    assert Ambassadeur.objects.public().exists() is (decision == "accepter")
    late = client.post(address, {"decision": "refuser", "reason": "Trop tard."})
    assert late.status_code == 409
    assert "plus en attente : vous venez de décider, dans une autre fenêtre" in errors_of(late)
    assert "<blockquote><p>Trop tard.</p></blockquote>" in late.text
    # Of two colleagues who decide at once, one tells the person.
    sign_in(client, UserFactory(agence=True))
    for other in ("accepter", "refuser"):
        late = client.post(address, {"decision": other, "reason": "Trop tard."})
        assert "un collègue vient de décider" in errors_of(late)
    assert Notification.objects.filter(user=mandate.user).count() == 1


@pytest.mark.parametrize("rows", [1, 12])
def test_the_queue_costs_the_same(client, django_assert_max_num_queries, rows):
    AmbassadeurFactory.create_batch(rows, pending=True, copropriete__commune_id="38185")
    sign_in(client, UserFactory(agence=True))
    client.get("/ambassadeurs/a-verifier/")  # the session takes its CSRF token
    with django_assert_max_num_queries(8):
        assert client.get("/ambassadeurs/a-verifier/").text.count("co-queue__title") == rows
