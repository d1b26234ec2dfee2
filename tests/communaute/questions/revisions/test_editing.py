"""Editing one's own text: windows, versions, two tabs, refusals."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.moderation.enums import ContentStatus, DecisionKind, SanctionKind
from communaute.moderation.queue.difference import changed_characters, difference
from communaute.moderation.sanctions.services import confirm_proposal, propose_measure
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Mail
from communaute.notifications.outbox.waiting import bring_up_to_date
from communaute.questions.errors import (
    EditRefused,
    EditsSpent,
    InvalidText,
    TextChanged,
)
from communaute.questions.models import Answer, Revision
from communaute.questions.numbers import REVISION_NUMBERS
from communaute.questions.revisions.services import edit_answer, edit_question
from communaute.questions.services import accept_answer, answer_question
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, hide
from tests.communaute.moderation.sanctions.scenes import REASONS, sanctioned
from tests.communaute.moderation.states import put_in_state
from tests.communaute.questions.acts import soup
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

BODY = "Chez nous, 1 200 € par lot, aides déduites, en 2024."


@pytest.fixture
def answer(user):
    """An answer of Monique, one hour old."""
    answer = AnswerFactory(author=user)
    return aged(answer, timedelta(hours=1))


def aged(content, age):
    moment = timezone.now() - age
    type(content).objects.filter(pk=content.pk).update(created_at=moment)
    content.refresh_from_db()
    return content


def address(content, act="modifier"):
    folder = "reponses" if isinstance(content, Answer) else "questions"
    return f"/communaute/{folder}/{content.pk}/{act}/"


def test_an_edit_renders_again_and_keeps_what_was_said(user, django_capture_on_commit_callbacks):
    question = aged(QuestionFactory(author=user, title="Combien pour un lot ?"), timedelta(hours=1))
    activity, before = question.last_activity_at, question.body

    with django_capture_on_commit_callbacks() as after:
        edit_question(
            actor=user,
            question=question,
            title="Quel  prix au lot ?",
            body=f"**{BODY}**",
            version=1,
        )

    question.refresh_from_db()
    assert (question.title, question.version) == ("Quel prix au lot ?", 2)
    assert question.body_html == f"<p><strong>{BODY}</strong></p>"
    assert question.last_activity_at == activity
    assert question.edited_at is not None
    assert after
    revision = Revision.objects.get()
    assert (revision.title, revision.body) == ("Combien pour un lot ?", before)
    assert (revision.editor, revision.edited_at) == (user, question.edited_at)


@pytest.mark.parametrize(
    ("minutes", "characters", "kept"), [(4, 100, False), (4, 101, True), (6, 1, True)]
)
def test_a_slip_put_right_at_once_leaves_no_version(user, minutes, characters, kept):
    answer = aged(AnswerFactory(author=user), timedelta(minutes=minutes))

    edit_answer(actor=user, answer=answer, body=answer.body + "x" * characters, version=1)

    answer.refresh_from_db()
    assert answer.version == 2
    assert Revision.objects.exists() is kept
    assert (answer.edited_at is not None) is kept


def test_the_same_text_changes_nothing(user, answer):
    edit_answer(actor=user, answer=answer, body=f"{answer.body}\r\n", version=1)
    answer.refresh_from_db()
    assert (answer.version, answer.edited_at) == (1, None)


@pytest.mark.parametrize(
    ("age", "trait", "accepted"),
    [
        (timedelta(hours=23, minutes=59), "", True),
        (timedelta(hours=24, minutes=1), "", False),
        (timedelta(days=29), "agence", True),
        (timedelta(days=30, minutes=1), "agence", False),
    ],
)
def test_the_window_goes_with_trust(client, db, age, trait, accepted):
    author = UserFactory(**({trait: True} if trait else {}))
    answer = aged(AnswerFactory(author=author), age)
    client.force_login(author)

    links = soup(client.get(answer.question.get_absolute_url())).select("a[href$='/modifier/']")
    assert bool(links) is accepted
    assert client.get(address(answer)).status_code == (200 if accepted else 409)
    response = client.post(address(answer), {"body": BODY, "version": 1})
    assert response.status_code == (302 if accepted else 409)
    assert Answer.objects.filter(body=BODY).exists() is accepted
    if not accepted:
        assert BODY in soup(response).get_text()


@pytest.mark.parametrize("status", [ContentStatus.HIDDEN, ContentStatus.DELETED])
def test_a_text_that_others_cannot_read_is_not_edited(client, user, answer, status):
    put_in_state(answer, status)
    client.force_login(user)

    response = client.post(address(answer), {"body": BODY, "version": 1})

    assert response.status_code == 409
    assert BODY in soup(response).get_text()
    with pytest.raises(EditRefused):
        edit_answer(actor=user, answer=answer, body=BODY, version=1)


def test_two_tabs_see_the_difference_and_lose_nothing(client, user, answer):
    client.force_login(user)
    first = soup(client.get(address(answer))).find("input", {"name": "version"})["value"]
    edit_answer(actor=user, answer=answer, body="Nous payons 900 € par lot et par an.", version=1)

    mine = "Nous payons 800 € par lot et par an."
    response = client.post(address(answer), {"body": mine, "version": first})

    page = soup(response)
    assert response.status_code == 409
    assert page.textarea.get_text().strip() == mine
    assert "900" in page.select_one("del").get_text()
    assert "800" in page.select_one("ins").get_text()
    assert "900" in Answer.objects.get(pk=answer.pk).body
    version = page.find("input", {"name": "version"})["value"]
    client.post(address(answer), {"body": mine, "version": version})
    assert Answer.objects.get(pk=answer.pk).body == mine
    with pytest.raises(TextChanged):
        edit_answer(actor=user, answer=answer, body=BODY, version=2)


def test_twenty_edits_a_day(user, answer):
    now = timezone.now()
    old = Revision(answer=answer, body="…", editor=user, edited_at=now - timedelta(hours=25))
    rows = [
        Revision(answer=answer, body="…", editor=user, edited_at=now - timedelta(hours=23))
        for _ in range(REVISION_NUMBERS.edits_a_day - 1)
    ]
    Revision.objects.bulk_create([old, *rows])

    edit_answer(actor=user, answer=answer, body=BODY, version=1)
    with pytest.raises(EditsSpent):
        edit_answer(actor=user, answer=answer, body=f"{BODY} Et même moins." * 5, version=2)


@pytest.mark.parametrize("body", ["", "court", "b" * 10_001])
def test_bad_text_is_said_and_kept(client, user, answer, body):
    client.force_login(user)
    response = client.post(address(answer), {"body": body, "version": 1})
    assert response.status_code == 422
    assert soup(response).textarea.get_text().strip() == body
    with pytest.raises(InvalidText):
        edit_answer(actor=user, answer=answer, body=body, version=1)


def test_text_survives_an_ended_session(client, user, answer):
    response = client.post(address(answer), {"body": BODY, "version": 1})
    assert response["Location"].endswith(f"?next={address(answer)}")
    client.force_login(user)
    assert soup(client.get(address(answer))).textarea.get_text().strip() == BODY


@pytest.mark.parametrize("edits", [1, 12])
def test_versions_are_read_by_everybody_at_the_same_cost(
    client, user, answer, edits, django_assert_max_num_queries
):
    for number in range(edits):
        body = f"Nous payons {number} € par lot et par an : {chr(97 + number) * 101}."
        edit_answer(actor=user, answer=answer, body=body, version=number + 1)
    question = soup(client.get(answer.question.get_absolute_url()))
    assert question.find("a", href=address(answer, "versions"))

    with django_assert_max_num_queries(9):
        page = soup(client.get(address(answer, "versions") + "?page=1"))

    titles = [title.get_text() for title in page.select("main article h2")]
    assert titles[0] == f"Version {edits + 1}"
    assert len(titles) == min(edits + 1, 10)
    last = soup(client.get(address(answer, "versions") + "?page=2"))
    assert last.select("main article h2")[-1].get_text() == "Première version"
    assert "Oui, nous l’avons fait en 2023" in last.select("main article")[-1].get_text()
    if edits > 1:
        first = page.select_one("main article")
        assert "10" in first.select_one("del").get_text()
        assert "[retiré :]" in first.select_one("del").get_text()
        assert "[ajouté :]" in first.select_one("ins").get_text()


def test_a_text_put_right_at_once_is_not_called_the_first_published(client, user, monkeypatch):
    now = stop(monkeypatch)
    answer = AnswerFactory(author=user, created_at=now)
    was = answer.body
    edit_answer(actor=user, answer=answer, body=f"{was} Voilà.", version=1)
    assert not answer.revisions.exists()
    page = soup(client.get(address(answer, "versions")))
    assert [title.get_text() for title in page.select("main article h2")] == ["Première version"]
    text = page.main.get_text(" ", strip=True).replace("\xa0", " ")
    assert "d’abord" not in text
    assert "dans les 5 minutes ne fait pas de version à part" in text


def test_versions_of_what_cannot_be_read_are_not_found(client, answer):
    client.force_login(UserFactory())
    assert client.get(address(answer, "versions")).status_code == 200
    put_in_state(answer.question, ContentStatus.HIDDEN)
    assert client.get(address(answer, "versions")).status_code == 404
    assert client.get(address(answer.question, "versions")).status_code == 404


def test_the_difference_is_word_by_word():
    pieces = [(p.kind, p.text) for p in difference("Le prix est de 900 €.", "Le prix est 800 €.")]
    assert "".join(text for kind, text in pieces if kind != "added") == "Le prix est de 900 €."
    assert "".join(text for kind, text in pieces if kind != "removed") == "Le prix est 800 €."
    assert ("same", "Le prix est ") in pieces
    assert changed_characters("abc def", "abc defg") == 4


def test_two_long_texts_are_compared_in_a_bounded_time():
    """Words seen everywhere are the worst case: ten thousand characters, all different orders."""
    one = "a b " * 2500
    other = "b a a " * 1666
    start = timezone.now()
    assert difference(one, other)
    assert timezone.now() - start < timedelta(seconds=5)


def test_mails_that_wait_quote_a_text_as_it_was_edited_since(user):
    question = QuestionFactory(title="Combien pour un lot ?")
    stored = answer_question(actor=user, question=question, body=BODY, submission_key=uuid.uuid4())
    mail = Mail.objects.get(user=question.author, kind="questions.first_answer")
    edit_answer(
        actor=user, answer=stored, body="**1 250 €** par lot, après vérification.", version=1
    )
    edit_question(
        actor=question.author,
        question=question,
        title="Combien d’euros pour un lot ?",
        body=question.body,
        version=1,
    )

    bring_up_to_date(mail, kind_of(mail.kind))

    assert mail.context["quote"] == "1 250 € par lot, après vérification."
    assert (mail.context["question"], mail.context["is_cut"]) == (
        "Combien d’euros pour un lot ?",
        False,
    )
    # What quotes nothing gets no quote.
    accept_answer(actor=question.author, answer=stored)
    accepted = Mail.objects.get(kind="questions.answer_accepted")
    bring_up_to_date(accepted, kind_of(accepted.kind))
    assert "quote" not in accepted.context
    assert accepted.context["question"] == "Combien d’euros pour un lot ?"


@pytest.mark.parametrize("kind", [SanctionKind.READ_ONLY, SanctionKind.SUSPENSION])
@pytest.mark.parametrize("measure_first", [True, False])
def test_a_text_to_correct_is_corrected_despite_a_measure(client, user, kind, measure_first):
    answer = AnswerFactory(author=user)
    team, case = UserFactory(equipe=True), CaseFactory(content=answer)

    def ask():
        return hide(case, team, kind=DecisionKind.ASK_EDIT).statement.plain

    def take():
        return sanctioned(kind, hours=7 * 24, case=case, actor=team).statement.plain

    said = [act() for act in ((take, ask) if measure_first else (ask, take))]
    assert ("malgré la mesure" in said[1]) is measure_first
    client.force_login(user)
    page = client.get(address(answer))
    assert page.status_code == 200
    assert "Vous pouvez corriger ce texte malgré la mesure" in page.text
    typed = {"body": BODY, "version": answer.version}
    assert client.post(address(answer), typed).status_code == 302
    answer.refresh_from_db()
    # A person reads it before others do; until then it is edited no more.
    assert (answer.body, answer.status) == (BODY, ContentStatus.PENDING)
    typed = {"body": f"{BODY} Et encore.", "version": answer.version}
    assert client.post(address(answer), typed).status_code == 403


def test_a_closed_account_corrects_nothing(client, user):
    answer = AnswerFactory(author=user)
    team, case = UserFactory(equipe=True), CaseFactory(content=answer)
    hide(case, team, kind=DecisionKind.ASK_EDIT)
    case.refresh_from_db()
    proposal = propose_measure(
        actor=team,
        case=case,
        version=case.version,
        sanction=SanctionKind.CLOSING,
        hours=None,
        reasons=REASONS,
    )
    confirm_proposal(actor=UserFactory(equipe=True), proposal=proposal)
    client.force_login(user)
    typed = {"body": BODY, "version": answer.version}
    assert client.post(address(answer), typed).status_code == 403
