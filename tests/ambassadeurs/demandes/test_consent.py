"""What an operator reads ends with the consent: closed by the person, or account erased."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from ambassadeurs.demandes.contact_details import VERSION, consent_to_reopen
from ambassadeurs.demandes.enums import DeskStatus
from ambassadeurs.demandes.errors import NotAllowed
from ambassadeurs.demandes.mails import notify
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.numbers import NUMBERS
from ambassadeurs.demandes.perms import is_agreed, is_party
from ambassadeurs.demandes.querysets import AGREED
from ambassadeurs.demandes.services.messages import close, post_message, reopen
from ambassadeurs.guichets.api.views import rotate_token
from ambassadeurs.guichets.exploitant.services import change_status
from ambassadeurs.guichets.perms import can_treat_demande
from communaute.comptes.models import User
from communaute.notifications.catalogue import kind_of
from communaute.notifications.enums import MailState
from communaute.notifications.models import Mail
from communaute.notifications.outbox.pending import is_worth_sending
from tests.clock import FAILED, tick
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.mails import mail_of, says_now

from .asking import ask, ask_operator, asker

pytestmark = pytest.mark.django_db
ADDRESS = "47 boulevard Introuvable"


@pytest.fixture
def demande():
    """A request to an operator, with all that may be sent."""
    user, building = asker(address=ADDRESS, name="Les Introuvables")
    share = {"commune", "name", "address", "lots", "email"}
    return ask_operator(user, building, share=share, message="Bonjour, au 3e étage.")


@pytest.fixture
def colleague(demande):
    user = User.objects.create(email="chaleur@example.org", display_name="Léa P.")
    demande.organisation.memberships.create(user=user)
    return user


def everything(client, demande, colleague):
    """All that the operator can read: pages, files, API."""
    client.force_login(colleague)
    pages = ["", "export.csv", "carte.geojson", f"demandes/{demande.public_id}/"]
    key = rotate_token(actor=colleague, organisation=demande.organisation)
    answers = [client.get(f"/exploitant/{page}") for page in pages]
    answers += [client.get(demande.get_absolute_url()), client.get("/mises-en-relation/")]
    answers.append(
        client.get("/api/v2/demands", headers={"Authorization": f"Bearer {key}"}),
    )
    return "\n".join(
        (b"".join(one.streaming_content) if one.streaming else one.content).decode()
        for one in answers
    )


def test_what_the_person_closes_is_read_no_more_until_they_reopen(client, demande, colleague):
    secrets = [ADDRESS, "au 3e étage", demande.requester.email, str(demande.public_id)]
    before = everything(client, demande, colleague)
    assert [secret for secret in secrets if secret not in before] == []

    close(actor=demande.requester, demande=demande)

    after = everything(client, demande, colleague)
    assert [secret for secret in secrets if secret in after] == []
    demande.refresh_from_db()
    with pytest.raises(NotAllowed):
        change_status(actor=colleague, demande=demande, status=DeskStatus.RACCORDE)
    with pytest.raises(NotAllowed):
        change_status(actor=None, demande=demande, status=DeskStatus.RACCORDE, by_partner_api=True)
    assert not is_party(colleague, demande)
    assert not can_treat_demande(colleague, demande)
    told = colleague.notifications.get(title__contains="a retiré sa demande")
    assert mail_of(told)
    assert ADDRESS not in told.body + told.title
    # Still counted, and the proof of the consent stays.
    assert Demande.objects.count() == 1
    assert demande.consent_text
    assert demande.consent_withdrawn_at == demande.closed_at
    client.force_login(demande.requester)
    page = client.get(demande.get_absolute_url()).content.decode()
    assert "Rouvrir et redonner mon accord" in page
    assert "vous redonnez votre accord" in page

    client.post(f"{demande.get_absolute_url()}rouvrir/")

    again = everything(client, demande, colleague)
    assert [secret for secret in secrets if secret not in again] == []
    assert colleague.notifications.filter(title__contains="a rouvert").count() == 1


def test_consent_is_withdrawn_even_after_the_operator_closed(
    client, demande, colleague, monkeypatch
):
    close(actor=colleague, demande=demande)
    # Told once the operator cannot take it back any more.
    told = timezone.now() + timedelta(minutes=NUMBERS.undo_minutes)
    monkeypatch.setattr(timezone, "now", lambda: told)
    assert demande.requester.notifications.filter(title__contains="a clos").count() == 1
    assert ADDRESS in everything(client, demande, colleague)
    client.force_login(demande.requester)
    assert "Retirer mon accord" in client.get(demande.get_absolute_url()).content.decode()
    client.post(f"{demande.get_absolute_url()}clore/")
    assert ADDRESS not in everything(client, demande, colleague)
    demande.refresh_from_db()
    assert demande.closed_because == "destinataire"
    reopen(actor=demande.requester, demande=demande)
    demande.refresh_from_db()
    assert is_agreed(demande)


def test_a_consent_given_again_keeps_the_first_one_and_its_dates(demande, monkeypatch):
    first, wording = demande.consent_at, demande.consent_text
    days = [datetime(2026, 11, day, 9, 30, tzinfo=UTC) for day in (26, 27, 28, 29)]
    for day, act in zip(days, (close, reopen, close, reopen), strict=True):
        monkeypatch.setattr(timezone, "now", lambda day=day: day)
        act(actor=demande.requester, demande=demande)
    demande.refresh_from_db()
    assert (demande.consent_at, demande.consent_withdrawn_at) == (first, None)
    assert is_agreed(demande)
    told, *after = demande.consent_text.split("\n\n")
    assert told == wording
    assert [line.split(" (")[0].split(".")[0] for line in after] == [
        "Accord retiré le 26 novembre 2026 à 10\u00a0h\u00a030",
        "Accord redonné le 27 novembre 2026 à 10\u00a0h\u00a030",
        "Accord retiré le 28 novembre 2026 à 10\u00a0h\u00a030",
        "Accord redonné le 29 novembre 2026 à 10\u00a0h\u00a030",
    ]
    # Nothing is ticked where one opens it again.
    again = consent_to_reopen(demande.organisation, demande.reseau)
    assert after[1].endswith(f"(texte {VERSION}) : {again}")
    assert "ci-dessus" not in again
    assert "mon immeuble" not in again


def test_the_desk_reads_the_consent_in_force(demande, colleague, client, monkeypatch):
    for day, act in ((26, close), (27, reopen)):
        moment = datetime(2026, 11, day, 9, 30, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        act(actor=demande.requester, demande=demande)
    monkeypatch.undo()
    client.force_login(colleague)
    page = client.get(f"/exploitant/demandes/{demande.public_id}/").text
    assert "Accord donné le" in page
    assert "Accord retiré le 26 novembre 2026" in page
    assert "Accord redonné le 27 novembre 2026" in page


def test_rule_in_python_and_in_the_database_are_twins(demande):
    for changes in (
        {},
        {"consent_withdrawn_at": timezone.now()},
        {"consent_withdrawn_at": None, "requester": None},
    ):
        Demande.objects.update(**changes)
        one = Demande.objects.get()
        assert is_agreed(one) == Demande.objects.filter(AGREED).exists()


def test_erased_account_leaves_a_proof_and_nothing_personal(
    client, demande, colleague, monkeypatch
):
    other = ask(demande.requester, demande.copropriete)
    demande.requester.delete()
    assert ADDRESS not in everything(client, demande, colleague)

    announce = notify.announce_closed

    def fail_first(one, **kwargs):
        if one == demande:
            raise ValueError
        announce(one, **kwargs)

    # The first one that fails keeps no other, and is tried again.
    with monkeypatch.context() as patch:
        patch.setattr(notify, "announce_closed", fail_first)
        done = tick(None, "demandes")
    assert (done[FAILED], done["demandes_erased"]) == (1, 1)
    assert tick(None, "demandes")["demandes_erased"] == 1
    assert "demandes_erased" not in tick(None, "demandes")

    demande.refresh_from_db()
    assert demande.sent["lots"] == 58
    assert demande.sent["address"] is demande.sent["email"] is None
    assert "boulevard" not in demande.sent_text
    assert demande.consent_text
    assert demande.state == "close"
    assert colleague.notifications.filter(title__startswith="Compte fermé").count() == 1
    other.refresh_from_db()
    assert other.state == "close"
    other.ambassadeur.refresh_from_db()
    assert other.ambassadeur.open_demandes == 0
    assert other.ambassadeur.user.notifications.filter(title__startswith="Compte fermé").exists()


@pytest.mark.parametrize("departure", ["membership", "inactive"])
def test_request_of_a_colleague_who_left_goes_to_those_who_stay(demande, colleague, departure):
    left = User.objects.create(email="parti@example.org", display_name="Paul P.")
    membership = demande.organisation.memberships.create(user=left)
    demande.assigned_to = left
    demande.save()
    if departure == "membership":
        membership.delete()
    else:
        User.objects.filter(pk=left.pk).update(is_active=False)
    post_message(
        actor=demande.requester, demande=demande, body="Vous êtes là ?", submission_key=uuid.uuid4()
    )
    assert not left.notifications.exists()
    assert colleague.notifications.count() == 1


@pytest.mark.parametrize("to", ["colleague", "mailbox"])
@pytest.mark.parametrize(
    ("news", "acts", "meanwhile"),
    [
        ("request", [], close),
        ("withdrawn", [close], reopen),
        ("reopened", [close, reopen], close),
    ],
)
def test_what_waits_for_the_morning_leaves_only_while_it_is_true(to, news, acts, meanwhile):
    user, building = asker()
    operator = OrganisationFactory(kind="exploitant", email="chaleur@example.org")
    if to == "colleague":
        operator.memberships.create(user=UserFactory())
    demande = ask_operator(user, building, organisation=operator, reseau=operator.reseaux.first())
    if acts:
        Mail.objects.end(MailState.SENT, now=timezone.now())
    for act in acts:
        act(actor=user, demande=demande)
    outside = "closed_outside" if news == "withdrawn" else "outside"
    kind = news if to == "colleague" else outside
    mail = Mail.objects.filter(kind=f"demandes.{kind}").latest("pk")
    assert is_worth_sending(mail, kind_of(mail.kind))
    # Whoever reads it, with an account or not.
    assert ("effacez ce que" in says_now(mail, "body")) is (news == "withdrawn")
    meanwhile(actor=user, demande=demande)
    assert not is_worth_sending(mail, kind_of(mail.kind))
