"""A measure holds for a person, whatever the account: the same mailbox is the same person."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from communaute.comptes.closing import close_account
from communaute.moderation.audit_log.verification import is_intact
from communaute.moderation.ban_evasion import services as clock
from communaute.moderation.ban_evasion.models import KeptMark, Return
from communaute.moderation.ban_evasion.services import arrival, mailbox_of, mark_of, note_return
from communaute.moderation.enums import ContentStatus, SanctionKind
from communaute.moderation.models import Sanction
from communaute.moderation.numbers import EVASION_NUMBERS
from communaute.moderation.prescreening.services import screen
from communaute.moderation.sanction_rules import may_write, why_not_message, why_not_write
from communaute.moderation.sanctions.services import lift_sanction
from communaute.questions.services import answer_question
from socle.errors import Refused
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory
from tests.communaute.moderation.sanctions.scenes import sanctioned
from tests.communaute.questions.factories import QuestionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def at(monkeypatch):
    def move(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    move(NOW)
    return move


def measured(email, kind=SanctionKind.SUSPENSION, hours=72):
    """Somebody with a measure."""
    person = UserFactory(email=email)
    sanctioned(kind, hours, case=CaseFactory(content__author=person))
    return person


def back(email, now=NOW):
    """The same mailbox, under another account that signs in."""
    account = UserFactory(email=email)
    note_return(account=account, now=now)
    return account


def test_one_mailbox_or_two_people():
    same = [
        ("jean.dupont@gmail.com", "JeanDupont+chauffage@googlemail.com"),
        ("jean.dupont@gmail.com", "j.e.a.n.dupont@gmail.com"),
        ("jeanne@outlook.fr", "jeanne+2@outlook.fr"),
        ("Jeanne@laposte.net", "jeanne@laposte.net"),
    ]
    two = [
        ("jean.dupont@laposte.net", "jeandupont@laposte.net"),
        ("jeanne@laposte.net", "jeanne+2@laposte.net"),
        ("jean.dupont@outlook.fr", "jeandupont@outlook.fr"),
        ("jeanne@gmail.com", "jeanne@outlook.fr"),
        ("+a@gmail.com", "+b@gmail.com"),
    ]
    for key_of in (mailbox_of, mark_of):
        pairs = [(one, other) for one, other in same + two if key_of(one) == key_of(other)]
        assert pairs == same


def test_a_measure_holds_for_the_other_account_of_the_mailbox_and_says_why():
    measured("jean.dupont@gmail.com")
    account = back("jeandupont+2@googlemail.com")
    assert not may_write(account)
    assert why_not_message(account)
    why = why_not_write(account).replace("\xa0", " ")
    assert why.startswith("Cette adresse est celle d’un compte")
    assert "26 novembre 2026" in why
    assert "son lien sert à la lire et à la contester" in why


def test_the_other_accounts_that_are_signed_in_are_held_at_once():
    same = UserFactory(email="jeandupont+2@gmail.com")
    near = UserFactory(email="jeanne.dupont@gmail.com")
    measured("jean.dupont@gmail.com")
    assert [one.account for one in Return.objects.all()] == [same]
    assert not may_write(same)
    assert may_write(near)
    acts = [line.act for line in Sanction.objects.get().decision.case.log.all()]
    assert acts == ["sanctionner", "contournement"]
    assert is_intact()


def test_what_they_write_is_refused():
    measured("jeanne@outlook.fr", SanctionKind.READ_ONLY)
    account = back("jeanne+2@outlook.fr")
    with pytest.raises(Refused, match="Cette adresse est celle d’un compte"):
        answer_question(
            actor=account,
            question=QuestionFactory(),
            body="Une réponse assez longue pour être publiée.",
            submission_key=uuid.uuid4(),
        )


@pytest.mark.usefixtures("trusted")
def test_texts_read_first_are_read_first_there_too():
    measured("jeanne@gmail.com", SanctionKind.PRE_MODERATION)
    account = back("jeanne+2@gmail.com")
    verdict = screen(actor=account, body="Une réponse assez longue pour être publiée.")
    assert verdict.status == ContentStatus.PENDING
    assert "mesure" in [reason.value for reason, _ in verdict.reasons]


def test_it_is_noted_once_in_the_log_and_says_nothing_of_the_address():
    person = measured("jeanne@gmail.com")
    account = back("jeanne+2@gmail.com")
    request = RequestFactory().post("/")
    request.user = account
    arrival(request)
    log = Sanction.objects.get().decision.case.log.filter(act="contournement")
    assert [line.actor for line in log] == [None]
    assert "@" not in log.get().detail
    assert Return.objects.count() == 1
    assert may_write(UserFactory(email="jeanne@laposte.net"))
    assert not may_write(person)
    assert is_intact()


def test_words_alone_and_measures_that_are_over_follow_nobody(at):
    measured("jeanne@gmail.com", SanctionKind.WARNING, 24)
    assert may_write(back("jeanne+1@gmail.com"))
    measured("jean@gmail.com", hours=72)
    end = NOW + timedelta(hours=72)
    at(end)
    assert not Return.objects.filter(account=back("jean+1@gmail.com", end)).exists()


@pytest.mark.parametrize(("moment", "free"), [(-SECOND, False), (timedelta(0), True)])
def test_it_ends_with_the_measure_to_the_second(at, moment, free):
    measured("jean@gmail.com", hours=72)
    account = back("jean+1@gmail.com")
    at(NOW + timedelta(hours=72) + moment)
    account.forget()
    assert may_write(account) is free


def test_lifted_it_holds_nowhere():
    measured("jean@gmail.com")
    account = back("jean+1@gmail.com")
    lift_sanction(
        actor=UserFactory(equipe=True),
        sanction=Sanction.objects.get(),
        why="Une erreur de notre part.",
    )
    account.forget()
    assert may_write(account)


def test_closing_the_account_and_signing_up_again_changes_nothing():
    close_account(actor=measured("jean.dupont@gmail.com"), now=NOW)
    assert Sanction.objects.get().person is None
    mark = KeptMark.objects.get()
    assert "jean" not in mark.mark
    account = back("jean.dupont@gmail.com")
    assert not may_write(account)
    # And again, from the account that came back.
    close_account(actor=account, now=NOW)
    assert KeptMark.objects.count() == 1
    assert not may_write(back("jeandupont+3@gmail.com"))


def test_an_account_without_measure_leaves_no_mark():
    close_account(actor=UserFactory(email="jean@gmail.com"))
    assert not KeptMark.objects.exists()


def test_a_mark_is_erased_at_the_end_of_the_measure():
    close_account(actor=measured("jean@gmail.com", hours=72), now=NOW)
    end = NOW + timedelta(hours=72)
    assert clock.marks_over(end - SECOND) == []
    (pk,) = clock.marks_over(end)
    assert clock.STEP.do(pk, end - SECOND) == {}
    assert clock.STEP.do(pk, end) == {"marks_forgotten": 1}
    assert not KeptMark.objects.exists()


def test_it_is_erased_after_a_year_whatever_the_measure(settings):
    assert EVASION_NUMBERS.kept_days == 365
    settings.NUMBERS = {"ban_evasion": {"kept_days": 2}}
    close_account(actor=measured("jean@gmail.com", hours=72), now=NOW)
    end = NOW + timedelta(days=2)
    assert clock.marks_over(end - SECOND) == []
    assert clock.marks_over(end) != []


def test_the_page_that_closes_an_account_tells_it(client):
    client.force_login(UserFactory())
    assert "une empreinte de votre adresse" in client.get("/mon-compte/fermer/").text


def test_signing_in_reads_little(django_assert_max_num_queries):
    for number in range(5):
        measured(f"personne{number}@gmail.com")
    account = UserFactory(email="jeanne@gmail.com")
    with django_assert_max_num_queries(7):
        note_return(account=account, now=NOW)


def test_the_page_of_decisions_says_the_measure_and_where_it_is_read(client):
    person = measured("jean.dupont@gmail.com", SanctionKind.READ_ONLY)
    measured("jean.dupont+3@gmail.com", SanctionKind.PRE_MODERATION)
    account = back("jeandupont+2@googlemail.com")
    client.force_login(account)
    page = client.get("/moderation/mes-decisions/").text
    assert "Aucune décision" not in page
    assert "En ce moment, sur mon compte" in page
    for said in ("Lecture seule", "Textes relus avant publication"):
        assert f"<li>{said} <span" in page
    assert "jusqu’au jeudi 26 novembre 2026 à 10" in page
    assert page.count("Cette adresse est celle d’un compte") == 2
    assert "son lien sert à la lire et à la contester" in page
    statement = Sanction.objects.get(person=person).decision.statement
    assert statement.get_absolute_url() not in page
