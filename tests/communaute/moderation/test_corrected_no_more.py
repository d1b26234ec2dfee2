"""A text to correct, of somebody whose account is closed: nobody is told to correct it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.donnees.account_closing import leave
from communaute.donnees.enums import Texts
from communaute.moderation.appeals import appeal
from communaute.moderation.enums import DecisionKind, SanctionKind
from communaute.moderation.errors import InvalidDecisionError
from communaute.moderation.models import Case, StatementOfReasons
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.sanctions.services import confirm_proposal, lift_sanction
from communaute.moderation.tokens import signed_url
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, hide
from tests.communaute.moderation.sanctions.scenes import DAY, proposed, sanctioned
from tests.communaute.questions.factories import AnswerFactory
from tests.mails import sent_mails

pytestmark = pytest.mark.django_db
MINE = "/moderation/mes-decisions/"
CLOSED = "est fermé : ce texte ne peut plus être corrigé"
ASKED = ("À modifier avant le", "Vous pouvez corriger ce texte", "à modifier avant", "à corriger")


@pytest.fixture
def case():
    """An answer whose author was asked to correct it."""
    found = CaseFactory(content=AnswerFactory(author=UserFactory()))
    ask(found)
    return found


def ask(case):
    return hide(case, UserFactory(equipe=True), kind=DecisionKind.ASK_EDIT)


def close(case):
    proposal = proposed(case, UserFactory(equipe=True), SanctionKind.CLOSING, None)
    return confirm_proposal(actor=UserFactory(equipe=True), proposal=proposal)


def statement(case):
    return StatementOfReasons.objects.get(decision__case=case, decision__kind="modifier")


def mail_to(person):
    found = [one for one in sent_mails() if one.to == [person.email]]
    return next(one for one in found if "Votre compte" not in one.subject)


@pytest.mark.usefixtures("told_at_once")
def test_its_pages_say_that_it_is_corrected_no_more(client, case):
    address = statement(case).get_absolute_url()
    client.force_login(case.author)
    assert ASKED[0] in client.get(MINE).text
    close(case)
    for page in (client.get(MINE).text, client.get(address).text):
        assert f"Votre compte {CLOSED}" in page
        assert not [one for one in ASKED if one in page]
    assert "Vous pouvez encore contester la décision, plus bas." in client.get(address).text


@pytest.mark.usefixtures("told_at_once")
def test_too_late_to_contest_it_is_not_offered(client, case, monkeypatch):
    close(case)
    stop(monkeypatch, statement(case).redress_until + timedelta(seconds=1))
    client.force_login(case.author)
    page = client.get(statement(case).get_absolute_url()).text
    assert f"Votre compte {CLOSED}" in page
    assert "Vous pouvez encore contester" not in page
    assert "Le délai pour contester ici est passé" in page


@pytest.mark.usefixtures("told_at_once")
def test_another_measure_leaves_nothing_to_correct_either(client, case):
    shorter = sanctioned(SanctionKind.READ_ONLY, 7 * DAY, case=case)
    client.force_login(case.author)
    address = shorter.statement.get_absolute_url()
    said = "Seul le texte que nous vous avons demandé de corriger"
    assert said in client.get(address).text
    close(case)
    assert said not in client.get(address).text


@pytest.mark.usefixtures("told_at_once")
def test_who_leaves_reads_it_by_the_link_of_the_mail(client, case):
    leave(actor=case.author, texts=Texts.KEEP)
    page = client.get(signed_url(statement(case))).text
    assert f"Votre compte {CLOSED}" in page
    assert not [one for one in ASKED if one in page]


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.usefixtures("told_at_once")
def test_its_moderators_are_told_of_no_delay(client, case, closed):
    if closed:
        close(case)
    client.force_login(UserFactory(equipe=True))
    page = client.get(statement(case).get_absolute_url()).text
    assert ("Son auteur peut corriger ce texte jusqu’au" in page) is not closed
    assert (f"Le compte de son auteur {CLOSED}" in page) is closed
    text = " ".join(client.get(case.target.question.get_absolute_url()).text.split())
    assert ("Ce texte est à modifier avant le" in text) is not closed
    assert ("le compte de son auteur est fermé, il ne peut plus être corrigé" in text) is closed


@pytest.mark.usefixtures("trusted")
@pytest.mark.usefixtures("told_at_once")
def test_once_its_time_is_over_no_page_says_until_when_as_if_it_were_to_come(
    client, case, monkeypatch
):
    stop(monkeypatch, timezone.now() + timedelta(days=NUMBERS.edit_days + 1))
    client.force_login(case.author)
    pages = {
        MINE: "À modifier, délai passé le",
        statement(case).get_absolute_url(): "vous pouvez encore le corriger",
        case.target.question.get_absolute_url(): "il peut encore l’être",
    }
    for address, said in pages.items():
        page = " ".join(client.get(address).text.split())
        assert said in page, address
        assert "corriger ce texte jusqu’au" not in page
        assert "modifier avant le" not in page


@pytest.mark.usefixtures("told_at_once")
def test_once_the_account_is_closed_nobody_is_asked_to_correct_another(client):
    author, team = UserFactory(), UserFactory(equipe=True)
    case, other = (CaseFactory(content=AnswerFactory(author=author)) for _ in "ab")
    text = "Je ne vends rien."
    filed = appeal(actor=author, statement=hide(other, team).statement, text=text)
    asks = 'value="modifier"'
    pages = (case.get_absolute_url(), filed.get_absolute_url())
    client.force_login(UserFactory(equipe=True))
    assert all(asks in client.get(page).text for page in pages)
    close(CaseFactory(content__author=author))
    assert not [page for page in pages if asks in client.get(page).text]
    with pytest.raises(InvalidDecisionError, match="pas possible"):
        ask(Case.objects.get(pk=case.pk))


def test_the_mail_that_leaves_after_the_closing_says_it(case):
    close(case)
    said = mail_to(case.author)
    body = " ".join(said.body.split())
    assert "n’est pas visible : voici pourquoi" in said.subject
    assert "Depuis, votre compte a été fermé : ce texte ne peut plus être corrigé." in body
    assert "Corriger mon texte" not in body


@pytest.mark.usefixtures("told_at_once")
def test_once_the_closing_is_lifted_it_may_be_corrected_again(client, case):
    measure = close(case)
    client.force_login(case.author)
    assert CLOSED in client.get(MINE).text
    case.refresh_from_db()
    team = UserFactory(equipe=True)
    lift_sanction(actor=team, sanction=measure.measure, why="Erreur de personne, vérifiée.")
    assert "À modifier avant le" in client.get(MINE).text
