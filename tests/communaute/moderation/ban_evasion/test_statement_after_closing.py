"""The statement of reasons reaches the person whose account closed before it had left."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core import mail
from django.utils import timezone

from communaute.comptes.closing import close_account
from communaute.donnees.account_closing import leave
from communaute.donnees.enums import Texts
from communaute.moderation.ban_evasion.services import note_return
from communaute.moderation.enums import SanctionKind
from communaute.moderation.models import StatementOfReasons
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.sanction_rules import why_not_write
from communaute.moderation.services import undo_decision
from communaute.moderation.tokens import opens_until, signed_url
from communaute.notifications.catalogue import sent_after_closing
from communaute.notifications.enums import MailState
from communaute.notifications.models import BouncingAddress, Mail
from communaute.notifications.numbers import NUMBERS as NUMBERS_OF_MAIL
from communaute.notifications.outbox import drain
from socle.calendar import date_format
from tests.clock import NOON, stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, hide
from tests.communaute.moderation.sanctions.scenes import DAY, sanctioned

pytestmark = pytest.mark.django_db
EMAIL = "bruno@example.org"
MINUTES = timedelta(minutes=NUMBERS.undo_minutes)


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch):
    stop(monkeypatch, NOON)


@pytest.fixture
def statement():
    """The one of a measure that was just taken."""
    case = CaseFactory(content__author=UserFactory(email=EMAIL))
    return sanctioned(SanctionKind.READ_ONLY, 3 * DAY, case=case).statement


def later(monkeypatch):
    stop(monkeypatch, NOON + MINUTES)
    drain()
    return mail.outbox


def decisions(gone):
    """Who got a statement of reasons, among these mails."""
    return [one.to for one in gone if "voici pourquoi" in one.subject]


def back():
    account = UserFactory(email=EMAIL)
    note_return(account=account, now=timezone.now())
    return account


def test_it_leaves_to_the_address_of_the_account_that_the_team_closed(
    monkeypatch, client, statement
):
    close_account(actor=statement.recipient)
    drain()
    assert decisions(mail.outbox) == []
    assert decisions(later(monkeypatch)) == [[EMAIL]]
    # Nothing says any more to whom.
    assert not Mail.objects.filter(key=statement.told_key).exists()
    page = client.get(signed_url(statement))
    assert page.context["form"] is not None


def test_it_leaves_to_who_is_leaving(monkeypatch, statement):
    leave(actor=statement.recipient, texts=Texts.KEEP)
    assert not Mail.objects.get(key=statement.told_key).to_closed_account
    assert decisions(later(monkeypatch)) == [[EMAIL]]


def test_one_decided_while_the_account_closes_leaves_too(monkeypatch):
    case = CaseFactory(content__author=UserFactory(email=EMAIL))
    leave(actor=case.author, texts=Texts.KEEP)
    sanctioned(SanctionKind.READ_ONLY, 3 * DAY, case=case)
    assert decisions(later(monkeypatch)) == [[EMAIL]]


def test_of_what_is_taken_back_nothing_leaves(monkeypatch):
    case = CaseFactory(content__author=UserFactory(email=EMAIL))
    actor = UserFactory(equipe=True)
    decision = hide(case, actor=actor)
    close_account(actor=case.author)
    undo_decision(actor=actor, decision=decision)
    assert decisions(later(monkeypatch)) == []


def test_the_refusal_says_where_the_message_is(monkeypatch, statement):
    close_account(actor=statement.recipient)
    account = back()
    assert "part à l’adresse de cet autre compte dans quelques minutes" in why_not_write(account)
    later(monkeypatch)
    assert "le lien du message envoyé" in why_not_write(account)


def test_the_refusal_says_that_the_message_never_left(statement):
    Mail.objects.filter(key=statement.told_key).update(state=MailState.FAILED)
    close_account(actor=statement.recipient)
    why = why_not_write(back())
    assert "n’a pas pu vous être remis" in why
    assert "écrivez-nous : contact@" in why


def test_an_address_that_gets_no_mail_is_told_to_write(monkeypatch, statement):
    close_account(actor=statement.recipient)
    account = back()
    BouncingAddress.objects.create(
        email=EMAIL, score=NUMBERS_OF_MAIL.bounce_stop, last_at=timezone.now()
    )
    later(monkeypatch)
    assert "n’a pas pu vous être remis" in why_not_write(account)


def test_the_banner_of_a_page_says_it_too(client, statement):
    close_account(actor=statement.recipient)
    client.force_login(back())
    page = client.get(StatementOfReasons.objects.get().decision.case.target.get_absolute_url())
    assert "part à l’adresse de cet autre compte" in page.text


def test_what_the_law_wants_to_reach_the_person_and_nothing_else():
    assert sent_after_closing() == ["moderation.appeal_decided", "moderation.decision"]


@pytest.mark.parametrize("is_erased", [True, False])
def test_who_has_no_account_any_more_is_told_where_to_read_the_answer(
    monkeypatch, client, statement, is_erased
):
    later(monkeypatch)
    link = signed_url(statement)
    if is_erased:
        close_account(actor=statement.recipient)
    token = unquote(link.partition("jeton=")[2])
    last = date_format(timezone.localtime(opens_until(statement)), "j F Y")
    here = "Vous lirez la réponse ici, par le lien du courriel qui vous a dit la décision, jusqu’au"
    for _ in range(2):
        page = client.get(link).text.replace("\xa0", " ")
        assert (f"{here} {last}" in page) is is_erased
        assert not (is_erased and "nous vous écrirons" in page)
        data = {
            "text": "Ce n’était pas une publicité.",
            "jeton": token,
        }
        client.post(f"{statement.get_absolute_url()}contester/", data)
    assert statement.appeal.decided_at is None
    stop(monkeypatch, opens_until(statement))
    assert client.get(link).status_code == 200
