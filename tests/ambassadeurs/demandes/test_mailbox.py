"""Organisations where nobody has an account: the request reaches them, the person is told how."""

import uuid
from datetime import timedelta

import pytest

from ambassadeurs.demandes.enums import Kind, Purpose
from ambassadeurs.demandes.errors import NotContactable
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.perms import people_near
from ambassadeurs.demandes.services import messages
from communaute.comptes.enums import OrganisationKind
from communaute.notifications.models import Mail, Notification
from communaute.notifications.outbox.message import build_message
from communaute.territoires.models import Commune
from socle.calendar import working_days_between
from tests.clock import tick
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory, UserFactory

from .asking import ask, ask_operator, asker

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
TEXT = "Par où commencer ? Appelez-moi au 06 12 34 56 78."


@pytest.fixture
def agency():
    return OrganisationFactory(
        name="Agence des Alpes", covers=["38"], email="accueil@agence.test", phone="04 76 00 00 00"
    )


@pytest.fixture
def demande(agency):
    user, building = asker()
    return ask_agency(user, building, agency)


def ask_agency(user, building, agency):
    advice = {"kind": Kind.AGENCE, "purpose": Purpose.CONSEIL, "organisation": agency}
    return ask(user, building, message=TEXT, **advice)


def mails():
    """What left for mailboxes, oldest first: text and HTML together, with subject and address."""
    found = [build_message(row) for row in Mail.objects.filter(user=None).order_by("pk")]
    return [
        f"{mail.to} {mail.reply_to} {mail.subject} {mail.body} {mail.alternatives[0][0]}"
        for mail in found
    ]


def test_the_request_reaches_the_mailbox_masked_with_how_to_answer(demande, settings):
    (mail,) = mails()
    for word in (
        "accueil@agence.test",
        "Gérard M. vous demande un conseil",
        "Par où commencer",
        "téléphone masqué",
        "Nombre de lots : 58",
        "Ouvrez-nous un espace",
        "/inscription/",
        settings.CONTACT_EMAIL,
    ):
        assert word in mail
    assert "06 12" not in mail
    assert demande.requester.email not in mail
    assert str(demande.public_id) not in mail


def test_an_agency_with_an_account_gets_no_letter(agency):
    colleague = MembershipFactory(organisation=agency).user
    demande = ask_agency(*asker(), agency)
    assert mails() == []
    assert Notification.objects.get(user=colleague).url == demande.get_absolute_url()
    colleague.is_active = False
    colleague.save()
    ask_agency(*asker(), agency)
    assert len(mails()) == 1


def test_an_operator_gets_the_address_that_the_consent_covers():
    user, building = asker()
    demande = ask_operator(user, building, share={"lots", "email"})
    assert f"répondiez à {user.email}" in mails()[0]
    messages.close(actor=user, demande=demande)
    assert "a retiré sa demande" in mails()[1]
    assert user.email not in mails()[1]
    ask_operator(*asker(), share={"lots"})
    assert "répondiez" not in mails()[2]


def test_what_follows_reaches_the_mailbox_too(demande):
    user = demande.requester
    messages.post_message(
        actor=user, demande=demande, body="Et après ?", submission_key=uuid.uuid4()
    )
    messages.share_contact(actor=user, demande=demande)
    # Five working days take twelve at most, when holidays fall in them; the true number is told.
    tick(demande.created_at + timedelta(days=13), "demandes")
    messages.close(actor=user, demande=demande)
    messages.reopen(actor=user, demande=demande)
    written, shared, reminder, closed, reopened = mails()[1:]
    assert "Et après ?" in written
    assert user.email not in written
    assert user.email in shared
    later = demande.created_at + timedelta(days=13)
    waited = working_days_between(demande.created_at, later, demande.departement_id)
    assert f"depuis {waited} jours ouvrés" in reminder
    assert "Par où commencer" in reminder
    assert f"répondiez à {user.email}" in reminder
    assert "a clos votre échange" in closed
    assert "attend de nouveau votre réponse" in reopened


def test_the_person_is_told_how_it_goes_and_gives_their_address_by_a_button(client, demande):
    client.force_login(demande.requester, backend=BACKEND)
    for path in ("", "envoyee/"):
        page = client.get(f"{demande.get_absolute_url()}{path}").content.decode()
        assert ("n’a pas de compte ici" if path else "n’a de compte ici") in page
        assert "Notre courriel ne donne ni votre adresse" in page
        assert "tel:0476000000" in page
        assert "la reçoit maintenant" not in page
    client.post(f"{demande.get_absolute_url()}partager/")
    # It left by mail at once: it cannot be taken back.
    client.post(f"{demande.get_absolute_url()}ne-plus-partager/")
    page = client.get(demande.get_absolute_url()).content.decode()
    assert f"nous lui donnons votre adresse : {demande.requester.email}" in page
    MembershipFactory(organisation=demande.organisation)
    page = client.get(demande.get_absolute_url()).content.decode()
    assert "de compte ici" not in page


def test_an_agency_without_account_nor_mailbox_is_to_call(client, agency):
    agency.email = ""
    agency.save()
    user, building = asker()
    with pytest.raises(NotContactable):
        ask_agency(user, building, agency)
    assert not Demande.objects.exists()
    client.force_login(user, backend=BACKEND)
    page = client.get("/mises-en-relation/nouvelle/?a=agence").content.decode()
    assert "Appelez le 04 76 00 00 00." in page
    agency.phone = ""
    agency.save()
    page = client.get("/mises-en-relation/nouvelle/?a=agence").content.decode()
    assert "0 808 800 700" in page


def test_alerts_climb_to_the_level_where_somebody_works():
    grenoble = Commune.objects.get(pk="38185")
    near = OrganisationFactory(covers=["38185"])
    colleague = UserFactory(agence=True)
    MembershipFactory(organisation=near, user__is_active=False)
    assert list(people_near(OrganisationKind.AGENCE, grenoble)) == [colleague]
    neighbour = MembershipFactory(organisation=near).user
    assert list(people_near(OrganisationKind.AGENCE, grenoble)) == [neighbour]
