"""Answering an exchange by mail: its two sides, files by the rules of the page, the same limits."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone

from ambassadeurs.demandes.by_mail import demande_of
from ambassadeurs.demandes.enums import State
from ambassadeurs.demandes.numbers import NUMBERS
from ambassadeurs.demandes.services.messages import close
from communaute.notifications.enums import ReceivedState
from communaute.notifications.inbound.services import receive
from communaute.notifications.models import Mail
from communaute.notifications.reply_addresses import TryLater, make_address
from socle.calendar import date_format
from tests.clock import NOON, stop
from tests.communaute.comptes.factories import MembershipFactory, UserFactory
from tests.mails import sent_mails

from .factories import DemandeFactory

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
    "606060000000050001a5f645400000000049454e44ae426082"
)


SIGNED = """Bonjour, jeudi me va très bien.

Cordialement,
Monique Durand
Présidente du conseil syndical
Prix du raccordement sur demande
"""


@pytest.fixture(autouse=True)
def configured(settings):
    settings.INBOUND_EMAIL = "reponse+{token}@chauffage.example"


@pytest.fixture
def demande(db):
    return DemandeFactory()


def mail(demande, user, text="Bonjour, jeudi me va très bien.", files=(), number=1):
    message = EmailMessage()
    message["From"] = user.email
    message["To"] = make_address(code="m", pk=demande.pk, user_pk=user.pk, now=timezone.now())
    message["Message-ID"] = f"<{number}@example.org>"
    message.set_content(text)
    for name, kind, data in files:
        main, _, sub = kind.partition("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def test_the_ambassador_answers_by_mail(demande):
    assert receive(mail(demande, demande.ambassadeur.user)) == ReceivedState.DONE
    message = demande.messages.get()
    assert (message.from_requester, message.body) == (False, "Bonjour, jeudi me va très bien.")
    demande.refresh_from_db()
    assert demande.first_answer_at is not None
    told = Mail.objects.get(user=demande.requester)
    assert told.kind == "demandes.message"
    assert demande_of(told) == demande.pk
    # Once it is closed, no answer is asked for: it would be refused.
    close(actor=demande.requester, demande=demande)
    assert demande_of(told) is None


@pytest.mark.django_db
def test_what_an_organisation_answers_is_said_to_leave_in_some_minutes():
    demande = DemandeFactory(exploitant=True)
    one = MembershipFactory(organisation=demande.organisation).user
    assert receive(mail(demande, one)) == ReceivedState.DONE
    leaves_at = date_format(timezone.localtime(demande.messages.get().shown_from), "H:i")
    (told,) = [mail for mail in sent_mails() if mail.to == [one.email]]
    said = f"Votre message sera remis à {leaves_at}."
    assert said.replace("\u00a0", " ") in told.body.replace("\u00a0", " ")
    assert "est transmis" not in told.body


@pytest.mark.django_db
def test_who_crosses_a_colleague_is_told_from_when_a_mail_is_taken(monkeypatch):
    demande = DemandeFactory(exploitant=True)
    people = MembershipFactory.create_batch(2, organisation=demande.organisation)
    one, two = (member.user for member in people)
    stop(monkeypatch)
    assert receive(mail(demande, one)) == ReceivedState.DONE
    assert receive(mail(demande, two, number=2)) == ReceivedState.REFUSED
    told = Mail.objects.get(user=two, kind="notifications.reply_refused")
    again = NOON + timedelta(minutes=NUMBERS.undo_minutes + 1)
    assert f"à partir de {date_format(timezone.localtime(again), 'H:i')}" in told.context["said"]
    stop(monkeypatch, again)
    assert receive(mail(demande, two, number=3)) == ReceivedState.DONE


def test_lines_left_out_are_for_another_message(demande):
    sent = mail(demande, demande.requester, text=SIGNED)
    assert receive(sent) == ReceivedState.DONE
    [done] = [one for one in sent_mails() if one.subject.startswith("Bien reçu")]
    assert "S’il fallait les garder, envoyez-les dans un nouveau message." in done.body
    assert "modifiez votre texte" not in done.body


def test_files_follow_the_rules_of_the_page(demande):
    files = [
        ("plan.png", "image/png", PNG),
        ("devis.docx", "application/msword", b"PK essai"),
        ("faux.jpg", "image/jpeg", b"<svg onload=alert(1)>"),
    ]
    assert receive(mail(demande, demande.requester, files=files)) == ReceivedState.DONE
    message = demande.messages.get()
    assert [file.name for file in message.attachments.all()] == ["plan.png"]
    left_out = Mail.objects.get(kind="notifications.reply_done").context["left_out"]
    assert [line.partition(" : ")[0] for line in left_out] == ["« devis.docx »", "« faux.jpg »"]


def test_a_photo_alone_is_refused_in_words_that_frighten_nobody(demande):
    """Nothing of an exchange is ever published: no mail may let one think so."""
    photo = [("chaufferie.png", "image/png", PNG)]
    sent = mail(demande, demande.requester, text="\n", files=photo)
    assert receive(sent) == ReceivedState.REFUSED
    [told] = [one for one in sent_mails() if one.to == [demande.requester.email]]
    assert told.subject.startswith("Votre courriel n’a pas été pris en compte")
    assert "Un fichier joint sans texte n’est pas pris." in told.body
    assert "publi" not in told.subject + told.body


def test_a_closed_exchange_says_why_and_gives_the_link(demande):
    demande.state = State.CLOSED
    demande.save()
    assert receive(mail(demande, demande.requester)) == ReceivedState.REFUSED
    assert not demande.messages.exists()
    told = Mail.objects.get(user=demande.requester)
    assert told.context["said"].startswith("Cet échange est clos.")
    assert told.url == demande.get_absolute_url()


def test_who_is_not_of_the_exchange_writes_nothing_and_learns_nothing(demande):
    other = UserFactory()
    assert receive(mail(demande, other)) == ReceivedState.REFUSED
    assert not demande.messages.exists()
    told = Mail.objects.get(user=other)
    assert (told.context["reason"], told.context["title"]) == ("gone", "")


def test_the_limit_an_hour_is_that_of_the_page(demande, settings):
    settings.NUMBERS = {"demandes": {"messages_an_hour": 1}}
    receive(mail(demande, demande.requester))
    with pytest.raises(TryLater):
        receive(mail(demande, demande.requester, number=2))
    assert demande.messages.count() == 1


@pytest.mark.parametrize("thread", ["", "question-1", "mer-", "mer-1", "mer-" + "0" * 32])
def test_mails_of_something_else_have_no_exchange(db, thread):
    assert demande_of(Mail(thread=thread)) is None
