"""A text corrected as moderation asked: what its author, its reporter and its readers are told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.moderation.enums import DecisionKind, SanctionKind
from communaute.moderation.models import Case
from communaute.moderation.services import decide_case
from communaute.questions.models import Answer
from communaute.revising.services import edit_answer
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.measures.scenes import DAY, sanctioned
from tests.communaute.moderation.factories import CaseFactory, hide
from tests.communaute.questions.factories import AnswerFactory
from tests.mails import sent_mails

pytestmark = pytest.mark.django_db
MINE = "/moderation/mes-decisions/"
BODY = "Chez nous, 1 200 € par lot, aides déduites, en 2024."
SENTENCE = "Seul le texte que nous vous avons demandé de corriger se modifie encore"


@pytest.fixture
def case():
    """An answer that its author, a newcomer, was asked to correct."""
    found = CaseFactory(content=AnswerFactory(author=UserFactory()))
    hide(found, UserFactory(equipe=True), kind=DecisionKind.ASK_EDIT)
    return found


def correct(case, body=BODY):
    answer = Answer.objects.get(pk=case.object_id)
    author = answer.author
    author.forget()
    edit_answer(actor=author, answer=answer, body=body, version=answer.version, seconds=60)


def publish(case):
    waiting = Case.objects.to_decide().get(object_id=case.object_id)
    team = UserFactory(equipe=True)
    return decide_case(actor=team, case=waiting, version=waiting.version, kind=DecisionKind.APPROVE)


def mails(person):
    return [one for one in sent_mails() if one.to == [person.email]]


def later(monkeypatch, minutes=6):
    stop(monkeypatch, timezone.now() + timedelta(minutes=minutes))


# ------------------------------------------------------------------ its reporter


def test_its_reporter_reads_that_it_was_corrected_and_no_mail_said_it(client, case, monkeypatch):
    later(monkeypatch)
    correct(case)
    later(monkeypatch, 12)
    publish(case)
    page = client.get(case.notices.get().get_absolute_url()).text
    assert "L’auteur a corrigé le texte, et nous l’avons relu" in page
    assert "remis en ligne" not in page
    assert "Vous êtes prévenu" not in page


# ------------------------------------------------------------------ its author, once it is read


def test_published_its_author_gets_one_mail(case, monkeypatch):
    later(monkeypatch)
    # Held by the rules of the service too: it waits twice.
    correct(case, f"{BODY} Appelez-moi au 06 12 34 56 78.")
    mails(case.author)
    publish(case)
    subjects = [one.subject for one in mails(case.author) if "en ligne" in one.subject]
    assert len(subjects) == 1
    assert "est de nouveau en ligne" in subjects[0]


@pytest.mark.parametrize("read_only", [False, True])
def test_what_one_may_not_write_is_not_offered_to_edit(client, case, read_only):
    correct(case)
    publish(case)
    if read_only:
        sanctioned(SanctionKind.READ_ONLY, 7 * DAY, case=CaseFactory(content__author=case.author))
    answer = Answer.objects.get(pk=case.object_id)
    client.force_login(answer.author)
    address = f"/communaute/reponses/{answer.pk}/modifier/"
    page = client.get(answer.question.get_absolute_url()).text
    assert (address in page) is not read_only
    page = client.get(address)
    assert page.status_code == (403 if read_only else 200)
    assert ("<textarea" in page.text) is not read_only
    assert ("Votre compte est en lecture seule" in page.text) is read_only
