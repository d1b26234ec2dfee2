"""What the statement of an immediate hiding says: the rule, and until when somebody decides."""

import pytest
from django.urls import reverse

from communaute.moderation.enums import DecisionKind, NoticeCategory
from communaute.moderation.models import Appeal, Case, Decision
from communaute.moderation.services import decide_case
from tests.clock import stop
from tests.communaute.moderation.factories import hide, reported
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

from .test_meanwhile import NOW, SECOND, person, send, three

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stopped(monkeypatch):
    stop(monkeypatch, NOW)


def test_reported_for_another_reason_it_is_said_off_topic_by_nobody():
    question = QuestionFactory()
    for one in three():
        send(question, one, NoticeCategory.OTHER)
    statement = Decision.objects.get().statement
    assert "une personne dira si une règle n’est pas respectée" in statement.rule
    assert (statement.ground, statement.rule_code, statement.why) == ("cgu", "", "")
    assert statement.category == NoticeCategory.OTHER


@pytest.mark.parametrize(
    ("category", "due", "said"),
    [
        (NoticeCategory.DANGER, None, "au plus tard le lundi 23 novembre 2026 à 11 h"),
        (NoticeCategory.ILLEGAL, None, "au plus tard le mardi 24 novembre 2026 à 10 h"),
        (NoticeCategory.OTHER, None, "au plus tard le jeudi 26 novembre 2026 à 10 h"),
        (NoticeCategory.OTHER, -SECOND, "décider, dès que possible"),
    ],
)
def test_its_statement_says_until_when_this_case_is_decided(agence, category, due, said):
    question = QuestionFactory()
    if due is not None:
        send(question, person(), category)
        Case.objects.update(due_at=NOW + due)
    send(question, agence, category)
    facts = Decision.objects.get().statement.facts.replace("\xa0", " ")
    assert said in facts
    assert "de nouveau en ligne le jeudi 26 novembre 2026 à 10 h" in facts


@pytest.mark.usefixtures("trusted")
def test_its_author_reads_one_report_as_it_is_and_that_nobody_else_sees_the_answer(client):
    answer = AnswerFactory()
    reported(answer, person(8), category=NoticeCategory.DANGER, explanation="Quelqu’un est menacé.")
    client.force_login(answer.author)
    page = client.get(answer.question.get_absolute_url()).text
    assert "Il a été signalé. Une personne va le lire et décider" in page
    assert "Aucune réponse visible de tous" in page
    assert "Pas encore de réponse</h2>" not in page


@pytest.mark.usefixtures("told_at_once")
def test_what_no_longer_holds_a_text_is_said_so_and_not_to_contest(client, agence):
    question = QuestionFactory()
    for one in three():
        send(question, one)
    case = Case.objects.get()
    by_program = Decision.objects.get().statement
    by_person = hide(case, agence).statement
    client.force_login(question.author)
    mine = "/moderation/mes-decisions/"
    page = client.get(mine).text
    assert page.count("Toujours en vigueur") == page.count("Ne s’applique plus à ce texte") == 1
    page = client.get(by_program.get_absolute_url()).text
    assert "cette décision ne s’applique plus à ce texte" in page
    case.refresh_from_db()
    decide_case(actor=agence, case=case, version=case.version, kind=DecisionKind.RESTORE)
    page = client.get(by_person.get_absolute_url()).text
    assert "Envoyer mon recours" not in page
    assert "n’est pas à contester" in page
    assert "Toujours en vigueur" not in client.get(mine).text
    contest = reverse("moderation:appeal", args=[by_person.puid])
    refused = client.post(contest, {"text": "Je ne vends rien."})
    assert refused.status_code == 409
    assert "ne vaut plus" in refused.text
    assert "Je ne vends rien." in refused.text
    assert not Appeal.objects.exists()
