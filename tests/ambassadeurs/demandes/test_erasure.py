"""An erased account: what is left of its requests names nobody and no building."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import models

from ambassadeurs.demandes import facts
from ambassadeurs.demandes.enums import Kind
from ambassadeurs.demandes.models import Demande, Message
from ambassadeurs.demandes.services.messages import post_message
from ambassadeurs.demandes.services.reports import report_message
from communaute.comptes.closing import close_account
from communaute.comptes.models import Organisation
from communaute.moderation.enums import NoticeCategory
from communaute.notifications.models import Mail
from socle.scheduler.runner import run
from socle.uploads import check_upload, private_storage
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.clock import tick
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory
from tests.mails import says_now
from tests.socle.test_uploads import PDF, sent

from .asking import ask, ask_operator, asker

pytestmark = pytest.mark.django_db
ADDRESS = "47 boulevard Introuvable"
PHONE = "06 39 98 00 11"
TYPED = (models.CharField, models.TextField, models.JSONField)


@pytest.fixture
def demande():
    """A request to an operator, with all that may be sent, and a phone in its message."""
    user, building = asker(address=ADDRESS, name="Les Introuvables", syndic_name="Cabinet Perdu")
    text = f"Appelez-moi au {PHONE}, ou écrivez à {user.email}."
    return ask_operator(user, building, share=set(facts.BY_KEY), message=text)


def test_the_operator_is_told_that_the_account_is_closed_not_that_it_may_be_asked_again(demande):
    MembershipFactory(organisation=demande.organisation)
    close_account(actor=demande.requester)
    mail = Mail.objects.get(kind="demandes.withdrawn")
    said = says_now(mail, "subject") + says_now(mail, "body")
    assert "Compte fermé : la demande du" in said.replace("\xa0", " ")
    assert "elle n’attend plus de réponse à sa demande de devis" in said
    assert "rouvre" not in said
    assert "retiré" not in said


@pytest.mark.parametrize("to", ["operator", "agency"])
def test_a_mailbox_is_told_that_the_account_is_closed(demande, to):
    if to == "agency":
        agency = OrganisationFactory(kind=Kind.AGENCE, email="bonjour@exemple.test")
        demande = DemandeFactory(agence=True, organisation=agency)
    else:
        Organisation.objects.update(email="chaleur@exemple.test")
    close_account(actor=demande.requester)
    mail = Mail.objects.get(kind="demandes.closed_outside")
    assert says_now(mail, "subject").startswith("Compte fermé : la demande du")
    said = says_now(mail, "body")
    assert said.startswith("Le compte de la personne est fermé : elle n’attend plus de réponse")
    assert said.endswith("Ne la recontactez pas, et effacez ce que vous avez gardé d’elle.")


def test_an_ambassador_is_told_that_the_account_is_closed():
    demande = ask(*asker())
    close_account(actor=demande.requester)
    mail = Mail.objects.get(kind="demandes.closed")
    assert says_now(mail, "subject") == "Compte fermé : votre échange est terminé"
    assert says_now(mail, "body").startswith("Le compte de l’autre personne est fermé.")


def holding(*secrets):
    """Which text columns of the room still hold one of these: {(model, column, secret)}."""
    found = set()
    for model in apps.get_app_config("demandes").get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, TYPED):
                kept = " ".join(map(str, model.objects.values_list(field.attname, flat=True)))
                found |= {
                    (model.__name__, field.attname, secret)
                    for secret in secrets
                    if secret.casefold() in kept.casefold()
                }
    return found


def test_a_label_reworded_then_an_erasure_leaves_nothing_personal(demande, monkeypatch):
    """What is personal goes by its key: its label may have changed since it was sent."""
    person = demande.requester
    secrets = [ADDRESS, "boulevard", "Introuvables", "Cabinet Perdu", PHONE, person.email]
    assert {secret for _, _, secret in holding(*secrets)} == set(secrets)
    words = {key: replace(one, label=f"Nouveau : {key}") for key, one in facts.BY_KEY.items()}
    monkeypatch.setattr(facts, "BY_KEY", words)
    assert "Nouveau : address" in [one.label for one in facts.sent_lines(demande)]
    # Kept by an earlier version, under a name that nothing bears any longer.
    Demande.objects.filter(pk=demande.pk).update(sent=demande.sent | {"rue": ADDRESS})

    person.delete()
    tick(None, "demandes")

    assert holding(*secrets) == set()
    demande.refresh_from_db()
    assert demande.sent["lots"] == 58
    assert "rue" not in demande.sent
    personal = {key for key, one in facts.BY_KEY.items() if one.is_personal}
    assert personal == {"name", "address", "syndic", "email"}
    assert {demande.sent[key] for key in personal} == {None}
    assert {one.key: one.value for one in facts.sent_lines(demande)}["address"] == "effacé"


def test_contacts_typed_to_an_ambassador_leave_too_even_once_exchanged(demande):
    thread = ask(demande.requester, demande.copropriete, message=f"Mon numéro : {PHONE}.")
    Demande.objects.update(requester_shares_contact=True, recipient_shares_contact=True)
    answer = post_message(
        actor=thread.ambassadeur.user,
        demande=thread,
        body="Le mien : 06 39 98 00 12.",
        submission_key=uuid.uuid4(),
    )
    thread.requester.delete()
    tick(None, "demandes")
    assert holding(PHONE) == set()
    # The other side's words are theirs.
    answer.refresh_from_db()
    assert "06 39 98 00 12" in answer.body


@pytest.mark.parametrize("role", ["asker", "ambassador"])
@pytest.mark.parametrize("is_reported", [False, True])
def test_files_joined_leave_with_the_account(role, is_reported, django_capture_on_commit_callbacks):
    """Those of the other side stay, and those of a message that moderation judges."""
    user, building = asker()
    thread = ask(user, building)
    host = thread.ambassadeur.user
    mine, theirs = (user, host) if role == "asker" else (host, user)
    posted = {
        person: post_message(
            actor=person,
            demande=thread,
            body="Voici le plan.",
            files=[check_upload(sent("plan.pdf", PDF))],
            submission_key=uuid.uuid4(),
        )
        for person in (mine, theirs)
    }
    gone, stays = (posted[person].attachments.get().file.name for person in (mine, theirs))
    if is_reported:
        report_message(
            actor=theirs,
            message=posted[mine],
            category=NoticeCategory.values[0],
            explanation="Ce message est blessant.",
        )
    with django_capture_on_commit_callbacks(execute=True):
        close_account(actor=mine)
        assert private_storage().exists(gone)
    assert private_storage().exists(gone) is is_reported
    assert posted[mine].attachments.exists() is is_reported
    assert private_storage().exists(stays)
    assert posted[theirs].attachments.exists()


def test_what_moderation_judges_stays_as_it_was_typed(demande):
    colleague = MembershipFactory(organisation=demande.organisation).user
    message = demande.messages.get()
    report_message(
        actor=colleague,
        message=message,
        category=NoticeCategory.values[0],
        explanation="Ce message est blessant.",
    )
    demande.requester.delete()
    tick(None, "demandes")
    message.refresh_from_db()
    assert PHONE in message.body


def test_two_years_after_the_last_act_only_figures_stay():
    last = datetime(2024, 5, 10, 9, tzinfo=UTC)
    end = datetime(2026, 5, 10, 9, tzinfo=UTC)
    demande = DemandeFactory(last_act_at=last)
    Message.objects.create(demande=demande, from_requester=True, body="Mon immeuble est au 12")
    step = ["demandes.forget_old"]
    assert run(end - timedelta(seconds=1), only=step).counts == {}
    assert run(end, only=step).counts == {"old_demandes_erased": 1}
    assert run(end, only=step).counts == {}
    demande.refresh_from_db()
    assert demande.requester is None
    assert not demande.messages.exists()
    assert Demande.objects.count() == 1
