import time
import uuid
from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from communaute.moderation.models import Appeal
from communaute.moderation.services.contests import can_undo, undo_decision
from communaute.moderation.tokens import opens, signed_url
from communaute.questions.models import Question
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import (
    FACTS,
    answered,
    contested,
    hidden_case,
    statement_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement():
    return statement_of(hidden_case())


def contest_url(statement):
    return reverse("moderation:appeal", args=[statement.puid])


def token_of(statement):
    return signed_url(statement).split("jeton=")[1].replace("%3A", ":")


@pytest.mark.usefixtures("told_at_once")
def test_the_author_reads_why_and_may_contest(client, statement):
    client.force_login(statement.recipient)
    page = client.get(statement.get_absolute_url()).text
    assert "Nous avons masqué votre question du" in page
    for part in (FACTS, statement.rule, statement.signatory, "Contester", "Défenseur des droits"):
        assert part in page
    assert "signal" in page
    response = client.post(contest_url(statement), {"text": "Je ne vends rien."}, follow=True)
    assert "bien reçu" in response.text
    assert "Je ne vends rien." in response.text


def test_a_decision_is_read_and_contested_once_nobody_may_undo_it(client, monkeypatch):
    told = stop(monkeypatch) + timedelta(minutes=5)
    decider = UserFactory(agence=True)
    statement = statement_of(hidden_case(actor=decider))
    decision, asked = statement.decision, statement.decision.case.target.get_absolute_url()
    client.force_login(statement.recipient)
    data = "/mon-compte/donnees/"

    stop(monkeypatch, told - timedelta(minutes=1))
    assert client.get(statement.get_absolute_url()).status_code == 404
    post = client.post(contest_url(statement), {"text": "Je ne vends rien."})
    assert post.status_code == 404
    assert "Aucune décision" in client.get("/moderation/mes-decisions/").text
    page = client.get(asked).text
    assert "Ce texte est masqué par la modération." in page
    assert "Vous lirez ici pourquoi, et comment contester, 5\u00a0minutes après" in page
    assert "Les décisions sur vos textes" not in client.get(data).text
    assert "Vos notifications" not in client.get(data).text
    assert "Les courriels écrits pour vous" not in client.get(data).text
    assert can_undo(decider, decision, timezone.now())

    stop(monkeypatch, told)
    assert client.get(statement.get_absolute_url()).status_code == 200
    assert "Lire pourquoi, et comment contester" in client.get(asked).text
    assert statement.number in client.get("/moderation/mes-decisions/").text
    for title in ("Les décisions sur vos textes", "Vos notifications", "Les courriels écrits"):
        assert title in client.get(data).text
    response = client.post(contest_url(statement), {"text": "Je ne vends rien."}, follow=True)
    assert "bien reçu" in response.text


def test_undone_at_once_nothing_of_it_is_ever_in_ones_data(client, monkeypatch):
    now = stop(monkeypatch)
    decider = UserFactory(agence=True)
    statement = statement_of(hidden_case(actor=decider))
    undo_decision(actor=decider, decision=statement.decision)
    stop(monkeypatch, now + timedelta(minutes=10))
    client.force_login(statement.recipient)
    page = client.get("/mon-compte/donnees/").text
    assert "Vos notifications" not in page
    assert "Les courriels écrits pour vous" not in page


def test_the_link_of_the_mail_works_signed_out_up_to_the_appeal(client, statement):
    link = signed_url(statement)
    page = client.get(link)
    assert page.status_code == 200
    assert FACTS in page.text
    data = {"text": "Je ne vends rien.", "jeton": token_of(statement)}
    response = client.post(contest_url(statement), data, follow=True)
    assert "bien reçu" in response.text
    assert Appeal.objects.get().text == "Je ne vends rien."


def test_a_wrong_old_or_foreign_link_opens_nothing(client, statement, monkeypatch):
    other = statement_of(hidden_case())
    good = token_of(statement)
    changed = (good + "x", good[:-1] + ("a" if good[-1] != "a" else "b"), good.upper(), "x" * 200)
    for token in ("", "abc", token_of(other), *changed):
        response = client.get(statement.get_absolute_url(), {"jeton": token})
        assert response.status_code == (403 if token else 302)
        assert statement.facts not in response.text
        assert ("Ce lien n’est pas complet" in response.text) is bool(token)
        response = client.post(contest_url(statement), {"text": "Bonjour", "jeton": token})
        assert response.status_code == (403 if token else 302)
    client.force_login(UserFactory())
    assert client.post(contest_url(statement), {"text": "Bonjour."}).status_code == 404
    client.logout()
    assert not Appeal.objects.exists()
    # Sixty days more than one may contest, the last day being whole: the page says then that it is
    # over, or shows the answer.
    token, now = good, time.time()
    monkeypatch.setattr(time, "time", lambda: now + 244 * 24 * 3600 - 5)
    assert opens(token, statement.puid)
    monkeypatch.setattr(time, "time", lambda: now + 244 * 24 * 3600 + 5)
    assert not opens(token, statement.puid)
    response = client.get(statement.get_absolute_url(), {"jeton": token})
    assert response.status_code == 403
    assert "Ce lien est trop ancien" in response.text


def test_moderators_read_it_but_cannot_contest(client, statement, agence, equipe):
    for person in (agence, equipe):
        client.force_login(person)
        page = client.get(statement.get_absolute_url())
        assert page.context["form"] is None
        assert client.post(contest_url(statement), {"text": "À sa place"}).status_code == 403
    assert not Appeal.objects.exists()
    assert client.get(reverse("moderation:statement", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.usefixtures("told_at_once")
def test_the_length_of_an_appeal(client, statement):
    client.force_login(statement.recipient)
    long = "x" * 4001
    answers = {text: client.post(contest_url(statement), {"text": text}) for text in ("   ", long)}
    assert {text: answer.status_code for text, answer in answers.items()} == {"   ": 422, long: 422}
    assert long in answers[long].text
    assert not Appeal.objects.exists()
    assert client.post(contest_url(statement), {"text": long[1:]}).status_code == 302
    assert Appeal.objects.exists()


def test_too_late_is_said_with_the_date(client, statement, settings):
    # A shorter delay than the age of the statement: the same as waiting for six months.
    client.force_login(statement.recipient)
    settings.NUMBERS = {"moderation": {"appeal_days": -1, "undo_minutes": 0}}
    late = statement_of(hidden_case(content__author=statement.recipient))
    page = client.get(late.get_absolute_url())
    assert page.context["form"] is None
    assert "est passé" in page.text
    assert client.post(contest_url(late), {"text": "Trop tard ?"}).status_code == 409
    assert not Appeal.objects.exists()


@pytest.mark.usefixtures("told_at_once")
def test_my_decisions_are_mine(client, statement):
    other = statement_of(hidden_case())
    client.force_login(statement.recipient)
    page = client.get("/moderation/mes-decisions/?page=abc")
    assert statement.number in page.text
    assert other.number not in page.text
    client.force_login(UserFactory())
    assert "Aucune décision" in client.get("/moderation/mes-decisions/").text


def test_the_list_of_my_decisions_costs_the_same_at_many(client, django_assert_max_num_queries):
    author = UserFactory()
    for _ in range(6):
        hidden_case(content__author=author)
    client.force_login(author)
    client.get("/moderation/mes-decisions/")
    with django_assert_max_num_queries(8):
        client.get("/moderation/mes-decisions/")


@pytest.mark.usefixtures("told_at_once")
def test_the_national_team_answers_in_writing(client, equipe):
    filed = contested()
    client.force_login(equipe)
    assert filed.text in client.get("/moderation/recours/").text
    answer = reverse("moderation:answer_appeal", args=[filed.pk])
    refused = client.post(answer, {"version": 2, "outcome": "infirme", "reply": ""})
    assert refused.status_code == 422
    assert "obligatoire" in refused.text
    response = client.post(
        answer, {"version": 2, "outcome": "infirme", "reply": "Vous avez raison."}, follow=True
    )
    assert response.status_code == 200
    assert Question.objects.get(pk=filed.statement.decision.case.object_id).is_published
    again = client.post(answer, {"version": 2, "outcome": "confirme", "reply": "Finalement non."})
    assert again.status_code == 409
    client.force_login(filed.statement.recipient)
    page = client.get(filed.statement.get_absolute_url()).text
    assert "Recours accepté" in page
    assert "Vous avez raison." in page


def test_who_decided_may_read_the_appeal_but_not_answer(client, equipe):
    from communaute.moderation.appeals import appeal

    statement = statement_of(hidden_case(equipe))
    filed = appeal(actor=None, statement=statement, text="Je conteste.")
    client.force_login(equipe)
    page = client.get(filed.get_absolute_url())
    assert "quelqu’un d’autre doit répondre" in page.text
    answer = reverse("moderation:answer_appeal", args=[filed.pk])
    assert (
        client.post(answer, {"version": 2, "outcome": "confirme", "reply": "Non."}).status_code
        == 403
    )


@pytest.mark.usefixtures("told_at_once")
def test_an_answer_that_is_late_is_said_late_to_who_waits(client, equipe):
    filed = contested()
    client.force_login(filed.statement.recipient)
    address = filed.statement.get_absolute_url()
    assert "Elle vous répondra par écrit avant le" in client.get(address).text
    Appeal.objects.update(filed_at=F("filed_at") - timedelta(days=40))
    late = client.get(address).text
    assert "elle est en retard" in late
    assert "répondra par écrit avant" not in late


def test_an_empty_list_of_appeals_says_so(client, equipe):
    client.force_login(equipe)
    page = client.get("/moderation/recours/").text
    assert "Aucun recours n’attend votre réponse" in page
    assert "Aucun recours à examiner par vous" in page
    # It may be contested, and read by others: not « nobody contested ».
    assert "Personne n’a contesté" not in page


def test_the_case_says_that_an_answered_appeal_restored_the_text(client, equipe, agence):
    filed = contested()
    answered(filed, actor=equipe)
    client.force_login(agence)
    page = client.get(filed.statement.decision.case.get_absolute_url()).text
    assert "Recours accepté" in page
    assert "Rétablir" in page
    assert timezone.now() < filed.statement.redress_until


def test_a_delay_that_changes_changes_the_sentences_that_tell_it(client, settings):
    numbers = {"appeal_answer_days": 21, "illegal_hours": 12, "undo_minutes": 0}
    settings.NUMBERS = {"moderation": numbers}
    statement = statement_of(hidden_case())
    client.force_login(statement.recipient)
    assert "sous 21\u00a0jours" in client.get(statement.get_absolute_url()).text
    client.force_login(UserFactory(equipe=True))
    assert "sous 21\u00a0jours" in client.get("/moderation/recours/").text
    assert "peut être illégal, en 12\u00a0heures" in client.get("/moderation/").text
