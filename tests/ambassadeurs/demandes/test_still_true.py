"""What waits to leave about a request leaves only while it is still so, for who still reads it."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.demandes import steps
from ambassadeurs.demandes.enums import ClockStep, ClosedBecause, Kind
from ambassadeurs.demandes.mails import notify
from ambassadeurs.demandes.models import Demande, DeskAct, ReportedMessage
from ambassadeurs.demandes.services.messages import (
    close,
    keep_contact,
    post_message,
    reopen,
    share_contact,
)
from communaute.comptes.models import Membership
from communaute.moderation.enums import ContentStatus
from communaute.moderation.registry import by_key
from communaute.notifications.catalogue import kind_of
from communaute.notifications.enums import MailState
from communaute.notifications.models import Mail, Notification
from communaute.notifications.outbox.pending import bring_up_to_date
from communaute.notifications.words import mail_parts, render_part
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory
from tests.communaute.moderation.states import put_in_state
from tests.mails import leaves

from .asking import minutes_over
from .factories import DemandeFactory

pytestmark = pytest.mark.django_db


def planned(kind):
    return Mail.objects.filter(kind=f"demandes.{kind}").latest("pk")


def now_says(mail):
    mail.refresh_from_db()
    bring_up_to_date(mail, kind_of(mail.kind))
    return mail.context


def ask(trait):
    """A demande of a week ago, and somebody who answers it."""
    asked_at = timezone.now() - timedelta(days=7)
    demande = DemandeFactory(created_at=asked_at, **({trait: True} if trait else {}))
    demande.messages.create(author=demande.requester, from_requester=True, body="Combien ?")
    if demande.organisation is None:
        return demande, demande.ambassadeur.user
    return demande, MembershipFactory(organisation=demande.organisation).user


def write(actor, demande):
    post_message(actor=actor, demande=demande, body="Bonjour.", submission_key=uuid.uuid4())
    over()


def over():
    """As if what was done could not be taken back any more."""
    minutes_over()
    DeskAct.objects.update(until=None)


def tell_request(demande):
    notify.announce_request(demande, demande.messages.get())


def tell_together(demande):
    demande.batch = uuid.uuid4()
    notify.announce_together([demande], demande.messages.get(), sender="Syndic du Parc")


def tell_added(demande):
    demande.added_purpose = "devis"
    notify.announce_added(demande, demande.messages.get(), demande.sent)


def tell_step(step):
    return lambda demande: steps.SAY[step](demande, timezone.now())


def work_around(demande):
    """An authority and a national team look after the place."""
    for kind, covers in (("collectivite", ["38"]), ("agence", ["38"]), ("equipe", [])):
        organisation = OrganisationFactory(kind=kind, covers=covers)
        MembershipFactory(organisation=organisation)


WAITING = [
    (None, "request", tell_request),
    ("exploitant", "request", tell_request),
    ("exploitant", "together", tell_together),
    ("exploitant", "added", tell_added),
    (None, "reminder", tell_step(ClockStep.REMINDER_3D)),
    (None, "last_reminder", tell_step(ClockStep.REMINDER_7D)),
    (None, "agency_alert", tell_step(ClockStep.AGENCY_ALERT)),
    ("exploitant", "desk_reminder", tell_step(ClockStep.WORKING_DAYS_REMINDER)),
    ("exploitant", "collectivite_alert", tell_step(ClockStep.COLLECTIVITE_ALERT)),
    ("agence", "national_alert", tell_step(ClockStep.NATIONAL_ALERT)),
]


@pytest.mark.parametrize("is_answered", [True, False], ids=["answered", "closed"])
@pytest.mark.parametrize(("trait", "kind", "tell"), WAITING)
def test_nobody_is_asked_to_answer_what_waits_no_more(trait, kind, tell, is_answered):
    demande, recipient = ask(trait)
    work_around(demande)
    tell(demande)
    mail = planned(kind)
    assert leaves(mail)
    if is_answered:
        write(recipient, demande)
    else:
        close(actor=demande.requester, demande=demande)
    assert not leaves(mail)


def test_a_mail_planned_before_still_leaves():
    demande, recipient = ask("exploitant")
    tell_step(ClockStep.WORKING_DAYS_REMINDER)(demande)
    mail = planned("desk_reminder")
    del mail.context["demandes"]
    mail.save()
    write(recipient, demande)
    assert leaves(mail)


def asker_writes(demande):
    write(demande.requester, demande)


def asker_withdraws(demande):
    close(actor=demande.requester, demande=demande)


@pytest.mark.parametrize(
    ("trait", "kind", "tell"),
    [
        *[case for case in WAITING if case[0] is not None],
        ("exploitant", "message", asker_writes),
        ("exploitant", "withdrawn", asker_withdraws),
        ("agence", "closed", asker_withdraws),
    ],
)
def test_who_left_the_organisation_gets_nothing_more_of_it(trait, kind, tell):
    demande, _ = ask(trait)
    work_around(demande)
    tell(demande)
    mail = planned(kind)
    assert leaves(mail)
    Membership.objects.filter(user=mail.user).delete()
    assert not leaves(mail)


@pytest.mark.parametrize("side", ["asker", "organisation"])
def test_closing_stops_what_is_told_of_it_to_who_closed(side):
    demande, recipient = ask("agence")
    writer, closer = demande.requester, recipient
    if side == "asker":
        writer, closer = recipient, demande.requester
    write(writer, demande)
    mail = planned("message")
    close(actor=writer, demande=demande)
    over()
    assert leaves(mail)
    reopen(actor=demande.requester, demande=demande)
    close(actor=closer, demande=demande)
    assert not leaves(mail)


def test_what_one_no_longer_accepts_to_share_is_not_told():
    demande, recipient = ask(None)
    share_contact(actor=demande.requester, demande=demande)
    mail = planned("shared")
    assert leaves(mail)
    assert now_says(mail)["both"] is False
    told = Notification.objects.visible_to(recipient).filter(kind="demandes.shared")
    assert told.count() == 1
    keep_contact(actor=demande.requester, demande=demande)
    assert not leaves(mail)
    assert not told.exists()
    # Given again, it is told again.
    share_contact(actor=demande.requester, demande=demande)
    assert told.count() == 1
    share_contact(actor=recipient, demande=demande)
    assert now_says(mail)["both"] is True


def test_an_address_given_to_a_mailbox_is_not_sent_once_it_is_withdrawn():
    demande = DemandeFactory(exploitant=True, organisation__email="bonjour@exemple.test")
    share_contact(actor=demande.requester, demande=demande)
    mail = planned("address_outside")
    assert leaves(mail)
    close(actor=demande.requester, demande=demande)
    assert not leaves(mail)


def test_what_went_on_elsewhere_then_ended_is_not_told():
    demande = DemandeFactory()
    renewed = DemandeFactory(requester=demande.requester, reoffered_from=demande)
    notify.announce_reoffer(demande, renewed)
    mail = planned("reoffered")
    assert leaves(mail)
    close(actor=demande.requester, demande=renewed)
    assert not leaves(mail)


def test_a_pause_that_is_over_is_not_told():
    until = timezone.localdate() + timedelta(days=30)
    host = AmbassadeurFactory(paused_until=until)
    steps.paused(host, DemandeFactory(ambassadeur=host), until=until)
    mail = planned("paused")
    assert leaves(mail)
    type(host).objects.update(paused_until=None)
    assert not leaves(mail)


def test_an_exchange_opened_again_then_answered_waits_for_no_answer():
    demande, recipient = ask("agence")
    close(actor=demande.requester, demande=demande)
    reopen(actor=demande.requester, demande=demande)
    mail = planned("reopened")
    assert now_says(mail)["was_answered"] is False
    write(recipient, demande)
    assert leaves(mail)
    assert now_says(mail)["was_answered"] is True


def test_of_several_requests_one_withdrawn_is_named_and_the_rest_goes_on():
    organisation = OrganisationFactory(kind=Kind.EXPLOITANT)
    colleague = MembershipFactory(organisation=organisation).user
    first = DemandeFactory(exploitant=True, organisation=organisation)
    other = DemandeFactory(
        exploitant=True, organisation=organisation, requester=first.requester, reseau=first.reseau
    )
    close(actor=first.requester, demande=first)
    told = colleague.notifications.get()
    assert "pour Les Tilleuls" in told.body
    assert "ne la recontactez plus au sujet de cette demande" in told.body
    assert "ce que vous avez gardé d’elle" not in told.body
    mail = planned("withdrawn")
    assert now_says(mail)["asks_more"] is True
    close(actor=first.requester, demande=other)
    assert now_says(mail)["asks_more"] is False
    last = colleague.notifications.latest("pk")
    assert "Ne la recontactez pas, et effacez ce que vous avez gardé d’elle." in last.body
    assert Demande.objects.open().count() == 0


def test_a_mailbox_reads_which_building_waits_no_more():
    batch = uuid.uuid4()
    organisation = OrganisationFactory(kind=Kind.EXPLOITANT, email="bonjour@exemple.test")
    common = {"exploitant": True, "organisation": organisation, "batch": batch}
    first = DemandeFactory(**common)
    DemandeFactory(**common, requester=first.requester, reseau=first.reseau)
    close(actor=first.requester, demande=first)
    said = now_says(planned("closed_outside"))
    assert (said["buildings"], said["asks_more"]) == (["Les Tilleuls"], True)


@pytest.mark.parametrize(
    ("before", "leaves_then"),
    [("nothing", False), ("mailed", True), ("read", True), ("acted", True)],
)
def test_the_end_is_told_to_who_had_been_told_of_the_request(before, leaves_then):
    demande, member = ask("agence")
    tell_request(demande)
    if before == "mailed":
        Mail.objects.end(MailState.SENT, now=timezone.now())
    elif before == "read":
        member.notifications.update(read_at=timezone.now())
    elif before == "acted":
        write(member, demande)
    close(actor=demande.requester, demande=demande)
    ended = planned("closed")
    assert leaves(ended) == leaves_then
    why = render_part(kind_of(ended.kind), "why", ended.context)
    assert "pris part" not in why
    assert "organisme" in why


@pytest.mark.parametrize("is_mailed", [True, False])
def test_a_mailbox_that_was_never_told_of_a_request_is_not_told_of_its_end(is_mailed):
    organisation = OrganisationFactory(kind=Kind.AGENCE, email="bonjour@exemple.test")
    demande = DemandeFactory(agence=True, organisation=organisation)
    demande.messages.create(author=demande.requester, from_requester=True, body="Combien ?")
    tell_request(demande)
    if is_mailed:
        Mail.objects.end(MailState.SENT, now=timezone.now())
    close(actor=demande.requester, demande=demande)
    assert leaves(planned("closed_outside")) == is_mailed


def test_a_contact_masked_then_shared_by_both_is_not_said_masked():
    demande, recipient = ask(None)
    demande.messages.create(author=demande.requester, from_requester=True, body="06 12 34 56 78 ?")
    notify.announce_message(demande, demande.messages.last())
    mail = planned("message")
    assert now_says(mail)["is_masked"] is True
    share_contact(actor=demande.requester, demande=demande)
    share_contact(actor=recipient, demande=demande)
    assert now_says(mail)["is_masked"] is False


def test_a_message_says_where_the_demande_stands_as_it_leaves():
    demande, _ = ask("exploitant")
    message = demande.messages.create(author=None, from_requester=False, body="Bonjour.")
    notify.announce_message(demande, message, status="recontacté pour étude")
    Demande.objects.filter(pk=demande.pk).update(desk_status="proposition")
    assert now_says(planned("message"))["status"] == "proposition envoyée"


def hide(message):
    reported = ReportedMessage.objects.create(message=message, created_at=message.sent_at)
    put_in_state(reported, ContentStatus.HIDDEN)
    by_key("message").on_change(reported, ContentStatus.PUBLISHED, ContentStatus.HIDDEN)


def test_a_message_of_an_exchange_that_ended_since_is_to_read_not_to_answer():
    demande, host = ask("")
    write(host, demande)
    mail = planned("message")
    assert mail_parts(kind_of(mail.kind), now_says(mail))["action"] == "Répondre sur le site"
    Demande.objects.filter(pk=demande.pk).update(
        state="close", closed_at=timezone.now(), closed_because=ClosedBecause.WITHDRAWN
    )
    parts = mail_parts(kind_of(mail.kind), now_says(mail))
    assert parts["action"] == "Lire sur le site"
    assert "Pour arrêter" not in parts["why"]
    assert "clos depuis" in parts["why"]


def test_a_mailbox_gets_neither_an_address_of_before_nor_a_text_hidden_since():
    demande = DemandeFactory(exploitant=True, organisation__email="bonjour@exemple.test")
    message = demande.messages.create(
        author=demande.requester, from_requester=True, body="Combien ?"
    )
    share_contact(actor=demande.requester, demande=demande)
    notify.announce_reopened(demande)
    mail = planned("outside")
    context = now_says(mail)
    assert (context["answer_to"], context["quote"]) == (demande.requester.email, "Combien ?")
    type(demande.requester).objects.update(email="autre@exemple.test")
    hide(message)
    context = now_says(mail)
    assert (context["answer_to"], context["quote"]) == ("autre@exemple.test", "")


def test_who_is_an_ambassador_again_is_not_said_gone():
    demande = DemandeFactory(closed_because=ClosedBecause.WITHDRAWN)
    notify.announce_reoffer(demande, None)
    mail = planned("reoffered")
    Ambassadeur.objects.update(status="retire")
    assert now_says(mail)["left"] is True
    Ambassadeur.objects.update(status="verifie")
    assert now_says(mail)["left"] is False


@pytest.mark.parametrize("left", [False, True])
def test_an_exchange_that_was_answered_is_not_said_without_answer(left):
    demande = DemandeFactory(first_answer_at=timezone.now(), closed_because=ClosedBecause.WITHDRAWN)
    notify.announce_reoffer(demande, None)
    if left:
        Ambassadeur.objects.update(status="retire")
    shown = mail_parts(kind_of("demandes.reoffered"), now_says(planned("reoffered")))
    assert "est clos" in shown["subject"]
    assert "pas trouvé de réponse" not in f"{shown}"
    assert "pas pu vous répondre" not in shown["text"]


def test_a_text_hidden_since_does_not_leave_to_who_answers_for_several_buildings():
    demande, _ = ask("exploitant")
    tell_together(demande)
    demande.save()
    mail = planned("together")
    message = demande.messages.get()
    hide(message)
    mail.refresh_from_db()
    assert mail.state == MailState.WITHDRAWN
