"""« Vous avez déjà une demande » is said before anything is typed; two purposes are one thread."""

import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from ambassadeurs.coproprietes.models import CoproprieteMember
from ambassadeurs.demandes.contact_details import VERSION, consent_wording
from ambassadeurs.demandes.enums import Kind, Purpose
from ambassadeurs.demandes.errors import AskedAnew, ConsentMissing, DuplicateDemande, UsedKey
from ambassadeurs.demandes.models import Demande, Message
from ambassadeurs.demandes.services.messages import close, post_message
from ambassadeurs.guichets.exploitant.services import change_status
from tests.clock import stop
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.mails import sent_mails

from .asking import ask, ask_operator, asker, operator_of_network
from .factories import DemandeFactory

pytestmark = pytest.mark.django_db
NEW = "/mises-en-relation/nouvelle/"
TEXT = "Bonjour, pourrions-nous aussi nous rencontrer un soir ?"


def main(response):
    return BeautifulSoup(response.content, "html.parser").main


def again(first, user, **changes):
    """Ask the operator of `first` for something more."""
    values = {
        "organisation": first.organisation,
        "reseau": first.reseau,
        "purpose": Purpose.RENDEZ_VOUS,
        "message": TEXT,
    }
    return ask_operator(user, first.copropriete, **(values | changes))


def sending(**changes):
    return {
        "purpose": "rendez_vous",
        "message": TEXT,
        "share": ["lots", "energy"],
        "consent": "on",
        "submission_key": str(uuid.uuid4()),
    } | changes


def test_the_ambassador_written_to_already_is_said_first(client):
    user, building = asker()
    first = ask(user, building)
    client.force_login(user)
    page = main(client.get(f"{NEW}?a=ambassadeur&id={first.ambassadeur_id}"))
    assert page.h1.get_text() == "Vous avez déjà une demande avec Monique"
    assert page.find("a", href=first.get_absolute_url())
    assert page.find("textarea") is None

    close(actor=user, demande=first)
    page = main(client.get(f"{NEW}?a=ambassadeur&id={first.ambassadeur_id}"))
    assert page.h1.get_text() == "Écrire à Monique"


def test_the_agency_written_to_already_is_said_first(client):
    user, building = asker()
    agency = OrganisationFactory(covers=["38"], name="Agence de l’Isère", email="a@agence.test")
    first = ask(user, building, kind=Kind.AGENCE, purpose=Purpose.CONSEIL, organisation=agency)
    client.force_login(user)
    page = main(client.get(f"{NEW}?a=agence"))
    assert page.h1.get_text() == "Vous avez déjà une demande avec Agence de l’Isère"
    assert page.find("a", href=first.get_absolute_url())


def test_what_was_typed_before_signing_in_is_sent_in_the_open_thread(client):
    user, building = asker()
    first = ask(user, building)
    where = f"{NEW}?a=ambassadeur&id={first.ambassadeur_id}"
    typed = sending(purpose="question", commune="Grenoble (38)")
    assert "connexion" in client.post(where, typed)["Location"]

    client.force_login(user)
    page = main(client.get(where))
    assert page.find("textarea").get_text().strip() == TEXT
    form = page.find("form")
    assert form["action"] == first.get_absolute_url()
    key = form.find("input", attrs={"name": "submission_key"})["value"]
    client.post(form["action"], {"body": TEXT, "submission_key": key})
    assert [one.body for one in first.messages.all()][1:] == [TEXT]
    # It is not proposed once more.
    assert main(client.get(where)).find("textarea") is None


def test_the_form_of_an_operator_offers_what_is_not_asked_yet(client):
    user, building = asker()
    first = ask_operator(user, building)
    client.force_login(user)
    where = f"{NEW}?a=exploitant&reseau={first.reseau.slug}"
    page = main(client.get(where))
    assert "Vous avez déjà une demande ouverte avec Chaleur SA" in page.get_text()
    assert "« Demander un devis »" in page.get_text()
    assert page.find("a", href=first.get_absolute_url())
    assert page.find("input", attrs={"name": "purpose"})["value"] == "rendez_vous"

    added = client.post(where, sending(), follow=True)
    assert added.redirect_chain == [(first.get_absolute_url(), 302)]
    assert "C’est ajouté à votre échange" in added.content.decode()
    assert "Demander un devis et un rendez-vous" in added.content.decode()
    first.refresh_from_db()
    assert first.purpose_noun == "demande de devis et de rendez-vous"
    # Both are asked: nothing is left to add.
    assert main(client.get(where)).h1.get_text() == "Vous avez déjà une demande avec Chaleur SA"


def test_a_second_purpose_joins_the_thread_and_the_operator_is_told():
    user, building = asker()
    organisation, reseau = operator_of_network()
    colleague = MembershipFactory(organisation=organisation).user
    first = ask_operator(
        user, building, organisation=organisation, reseau=reseau, share={"commune", "lots"}
    )
    yesterday = first.consent_at - timedelta(days=1)
    Demande.objects.update(consent_at=yesterday, consent_text="Oui.", consent_version="ancien")

    assert again(first, user, share={"lots", "energy"}) == first

    first.refresh_from_db()
    assert (first.purpose, first.added_purpose) == (Purpose.DEVIS, Purpose.RENDEZ_VOUS)
    assert first.sent == {"commune": "38185", "lots": 58, "energy": "gaz"}
    assert first.sent_energy == "gaz"
    # The first consent is a proof: it stays, the second one follows with its own date.
    assert (first.consent_at, first.consent_version) == (yesterday, "ancien")
    assert first.consent_text.startswith("Oui.\n\nAccord redonné le ")
    assert f"(texte {VERSION}) : {consent_wording(organisation, reseau)}" in first.consent_text
    assert first.last_act_at > yesterday
    assert [one.body for one in first.messages.all()][1:] == [TEXT]
    _, mail = [one for one in sent_mails() if one.to == [colleague.email]]
    assert mail.subject == "Gérard M. vous demande aussi un rendez-vous"
    assert TEXT in mail.body


@pytest.mark.parametrize("has_account", [True, False])
def test_what_is_not_ticked_again_is_not_told_again_and_the_record_says_both(client, has_account):
    user, building = asker()
    organisation, reseau = operator_of_network()
    organisation.email = address = "contact@chaleur.test"
    organisation.save()
    if has_account:
        address = MembershipFactory(organisation=organisation).user.email
    first = ask_operator(
        user, building, organisation=organisation, reseau=reseau, share={"energy", "lots"}
    )
    client.force_login(user)
    where = f"{NEW}?a=exploitant&reseau={reseau.slug}"
    page = " ".join(main(client.get(where)).get_text().split())
    assert "Ce que vous avez déjà envoyé le" in page
    assert "Chaleur SA l’a encore : décocher ici ne le retire pas." in page

    client.post(where, sending(share=["lots"]))

    before, mail = [one for one in sent_mails() if one.to == [address]]
    assert "Énergie de chauffage" in before.body
    assert "Énergie" not in mail.body
    assert "Nombre de lots" in mail.body
    first.refresh_from_db()
    assert first.sent == {"energy": "gaz", "lots": 58}
    told = (
        "Coché cette fois : Nombre de lots. "
        "Envoyé auparavant : Nombre de lots, Énergie de chauffage."
    )
    assert first.consent_text.endswith(told)
    assert told in main(client.get(first.get_absolute_url())).get_text()


def test_an_operator_without_account_is_told_by_mail():
    user, building = asker()
    organisation, reseau = operator_of_network()
    organisation.email = "contact@chaleur.test"
    organisation.save()
    first = ask_operator(user, building, organisation=organisation, reseau=reseau)
    again(first, user)
    _, mail = [one for one in sent_mails() if one.to == ["contact@chaleur.test"]]
    assert mail.subject == "Gérard M. vous demande aussi un rendez-vous"


def test_a_double_click_adds_once(client):
    user, building = asker()
    first = ask_operator(user, building)
    client.force_login(user)
    where, data = f"{NEW}?a=exploitant&reseau={first.reseau.slug}", sending()
    for _ in range(2):
        assert client.post(where, data)["Location"] == first.get_absolute_url()
    assert Message.objects.filter(body=TEXT).count() == Demande.objects.count() == 1


def test_an_answered_thread_takes_a_second_purpose_and_stays_answered():
    user, building = asker()
    organisation, reseau = operator_of_network()
    colleague = MembershipFactory(organisation=organisation).user
    first = ask_operator(user, building, organisation=organisation, reseau=reseau)
    post_message(actor=colleague, demande=first, body="Oui.", submission_key=uuid.uuid4())
    first.refresh_from_db()
    again(first, user)
    answered_at = first.first_answer_at
    first.refresh_from_db()
    assert (first.state, first.first_answer_at) == ("en_cours", answered_at)


def test_the_same_purpose_the_missing_consent_and_a_used_key_add_nothing():
    user, building = asker()
    first = ask_operator(user, building)
    other = ask(*asker())
    with pytest.raises(DuplicateDemande):
        again(first, user, purpose=Purpose.DEVIS)
    with pytest.raises(ConsentMissing):
        again(first, user, consent=False)
    taken = Message.objects.create(demande=other, from_requester=True, body="x")
    with pytest.raises(UsedKey):
        again(first, user, submission_key=taken.submission_key)
    again(first, user)
    with pytest.raises(DuplicateDemande):
        again(first, user)
    first.refresh_from_db()
    assert first.messages.count() == 2


def test_a_sixth_request_of_the_week_may_still_add_a_purpose():
    user, building = asker()
    first = ask_operator(user, building)
    for _ in range(4):
        ask(user, building)
    assert again(first, user) == first


def test_the_open_request_of_somebody_else_is_not_told():
    first = ask(*asker())
    other, _ = asker()
    visitor = Client()
    assert (
        b"Vous avez d" not in visitor.get(f"{NEW}?a=ambassadeur&id={first.ambassadeur_id}").content
    )
    visitor.force_login(other)
    page = main(visitor.get(f"{NEW}?a=ambassadeur&id={first.ambassadeur_id}"))
    assert page.h1.get_text() == "Écrire à Monique"


def test_what_is_asked_already_is_not_offered_as_something_else(client):
    user, building = asker()
    first = ask_operator(user, building, purpose=Purpose.DEVIS)
    client.force_login(user)
    page = f"{NEW}?a=exploitant&reseau={first.reseau.slug}"
    shown = main(client.get(f"{page}&objet=devis"))
    assert shown.h1.get_text().startswith("Vous avez déjà une demande avec")
    assert shown.find("a", href=first.get_absolute_url())
    more = shown.find("a", string="Demander un rendez-vous, dans le même échange")
    assert main(client.get(f"{NEW}{more['href']}")).find("textarea")


@pytest.fixture
def refused():
    """A request that its operator answered « non réalisable », told since."""
    user, building = asker()
    first = ask_operator(user, building)
    karim = MembershipFactory(organisation=first.organisation).user
    change_status(actor=karim, demande=first, status="non_realisable")
    return first, user, karim


def told_by_now(monkeypatch):
    stop(monkeypatch, timezone.now() + timedelta(minutes=10))


def test_what_was_answered_not_feasible_may_be_asked_again(refused, client, monkeypatch):
    first, user, karim = refused
    client.force_login(user)
    where = f"{NEW}?a=exploitant&reseau={first.reseau.slug}"
    # Not told yet: it may still be taken back.
    assert "Vous avez déjà une demande" in main(client.get(where)).get_text()
    with pytest.raises(DuplicateDemande):
        again(first, user, purpose=Purpose.DEVIS)
    told_by_now(monkeypatch)
    assert "Vous avez déjà" not in main(client.get(where)).get_text()
    assert "faire une nouvelle demande" in client.get(first.get_absolute_url()).text
    second = again(first, user, purpose=Purpose.DEVIS)
    assert second.pk != first.pk
    first.refresh_from_db()
    assert first.state != "close"
    # One at a time: the first does not begin again beside the second.
    first = Demande.objects.for_list().get(pk=first.pk)
    with pytest.raises(AskedAnew):
        change_status(actor=karim, demande=first, status="recontacte")
    with pytest.raises(DuplicateDemande):
        again(first, user, purpose=Purpose.DEVIS)


def test_another_member_may_ask_it_again_too(refused, monkeypatch):
    first, _, _ = refused
    neighbour = UserFactory()
    CoproprieteMember.objects.create(copropriete=first.copropriete, user=neighbour)
    told_by_now(monkeypatch)
    assert again(first, neighbour, purpose=Purpose.DEVIS).pk != first.pk


def test_what_another_open_exchange_would_refuse_is_not_offered(client, demande):
    close(actor=demande.requester, demande=demande)
    sides = {name: getattr(demande, name) for name in ("requester", "ambassadeur", "copropriete")}
    anew = DemandeFactory(**sides)
    client.force_login(demande.requester)
    writing = {"body": "Merci beaucoup.", "submission_key": str(uuid.uuid4())}
    response = client.get(demande.get_absolute_url())
    page = main(response)
    assert not page.select(f'form[action="{demande.get_absolute_url()}rouvrir/"]')
    assert "Vous en avez ouvert un autre depuis" in page.get_text()
    assert page.select_one(f'a.fr-btn[href="{anew.get_absolute_url()}"]')
    refused = client.post(demande.get_absolute_url(), writing)
    assert refused.status_code == 409
    assert "Rouvrez-le" not in refused.text
    close(actor=demande.requester, demande=anew)
    assert "rouvrir/" in client.get(demande.get_absolute_url()).text
