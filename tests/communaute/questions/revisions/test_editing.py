"""Editing one's own text: windows, versions, two tabs, refusals."""

from datetime import timedelta
from time import process_time

import pytest
from django.utils import timezone

from communaute.moderation.enums import ContentStatus, DecisionKind, SanctionKind
from communaute.moderation.queue.difference import changed_characters, difference
from communaute.moderation.sanctions.services import confirm_proposal, propose_measure
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Mail
from communaute.notifications.outbox.pending import bring_up_to_date
from communaute.questions.errors import (
    EditsSpent,
)
from communaute.questions.models import Answer, Revision
from communaute.questions.numbers import REVISION_NUMBERS
from communaute.questions.revisions.perms import why_not_editable
from communaute.questions.revisions.services import edit_text
from communaute.questions.services import accept_answer
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, hide
from tests.communaute.moderation.sanctions.scenes import REASONS, sanctioned
from tests.communaute.moderation.states import put_in_state
from tests.communaute.questions.acts import aged, place, reply, soup
from tests.communaute.questions.factories import AnswerFactory, CommentFactory, QuestionFactory
from tests.versions import version_in

BODY = "Chez nous, 1 200 € par lot, aides déduites, en 2024."


@pytest.fixture
def answer(user):
    """An answer of Monique, one hour old."""
    return aged(AnswerFactory(author=user), hours=1)


@pytest.mark.usefixtures("trusted")
def test_an_edit_renders_again_and_keeps_what_was_said(user, django_capture_on_commit_callbacks):
    question = aged(QuestionFactory(author=user, title="Combien pour un lot ?"), hours=1)
    activity, before = question.last_activity_at, question.body
    typed = {"title": "Quel  prix au lot ?", "body": f"**{BODY}**"}

    with django_capture_on_commit_callbacks() as after:
        edit_text(actor=user, content=question, version=1, **typed)

    question.refresh_from_db()
    assert (question.title, question.version) == ("Quel prix au lot ?", 2)
    assert question.body_html == f"<p><strong>{BODY}</strong></p>"
    assert question.last_activity_at == activity
    assert question.edited_at is not None
    assert after
    revision = Revision.objects.get()
    assert (revision.title, revision.body) == ("Combien pour un lot ?", before)
    assert (revision.editor, revision.edited_at) == (user, question.edited_at)
    typed["body"] += "\r\n"
    edit_text(actor=user, content=question, version=2, **typed)
    question.refresh_from_db()
    assert (question.version, question.edited_at) == (2, revision.edited_at)


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("minutes", "characters", "kept"), [(4, 100, False), (4, 101, True), (6, 1, True)]
)
def test_a_slip_put_right_at_once_leaves_no_version(client, user, minutes, characters, kept):
    answer = aged(AnswerFactory(author=user), minutes=minutes)

    edit_text(actor=user, content=answer, body=answer.body + "x" * characters, version=1)

    answer.refresh_from_db()
    # The same text changes nothing.
    edit_text(actor=user, content=answer, body=f"{answer.body}\r\n", version=2)
    answer.refresh_from_db()
    assert answer.version == 2
    assert Revision.objects.exists() is kept
    assert (answer.edited_at is not None) is kept
    page = soup(client.get(place(answer, "versions")))
    titles = [title.get_text() for title in page.select("main article h2")]
    assert titles == (["Version 2", "Première version"] if kept else ["Première version"])
    if not kept:
        text = page.main.get_text(" ", strip=True).replace("\xa0", " ")
        assert "d’abord" not in text
        assert "dans les 5 minutes ne fait pas de version à part" in text


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("age", "traits", "status"),
    [
        ({"hours": 23, "minutes": 59}, {}, 302),
        ({"hours": 24, "minutes": 1}, {}, 409),
        ({"days": 29}, {"agence": True}, 302),
        ({"days": 30, "minutes": 1}, {"agence": True}, 409),
    ],
)
def test_the_window_goes_with_trust(client, db, age, traits, status):
    answer = aged(AnswerFactory(author=UserFactory(**traits)), **age)
    client.force_login(answer.author)
    may = status == 302

    links = soup(client.get(answer.question.get_absolute_url())).select("a[href$='/modifier/']")
    assert bool(links) is may
    assert client.get(place(answer, "modifier")).status_code == (200 if may else 409)
    response = client.post(place(answer, "modifier"), {"body": BODY, "version": 1})
    assert response.status_code == status
    assert Answer.objects.filter(body=BODY).exists() is may
    assert (BODY in response.text) is not may


def test_a_text_that_nobody_has_read_yet_is_edited_whatever_its_age(db):
    question = aged(QuestionFactory(), days=3)
    assert why_not_editable(question.author, question)
    question.status = ContentStatus.PENDING
    assert why_not_editable(question.author, question) == ""


@pytest.mark.parametrize("status", [ContentStatus.HIDDEN, ContentStatus.DELETED])
def test_a_text_that_others_cannot_read_is_not_edited_nor_that_of_another(
    client, user, answer, status
):
    client.force_login(UserFactory(equipe=True))
    typed = {"body": BODY, "version": 1}
    assert client.post(place(answer, "modifier"), typed).status_code == 403
    put_in_state(answer, status)
    client.force_login(user)

    response = client.post(place(answer, "modifier"), typed)

    assert response.status_code == 409
    assert BODY in soup(response).get_text()


@pytest.mark.usefixtures("trusted")
def test_two_tabs_and_an_ended_session_lose_nothing_and_see_the_difference(client, user, answer):
    address = place(answer, "modifier")
    ended = client.post(address, {"body": BODY, "version": 1})
    assert ended["Location"].endswith(f"?next={address}")
    client.force_login(user)
    assert soup(client.get(address)).textarea.get_text().strip() == BODY
    first = version_in(client.get(address))
    edit_text(actor=user, content=answer, body="Nous payons 900 € par lot et par an.", version=1)

    mine = "Nous payons 800 € par lot et par an."
    response = client.post(address, {"body": mine, "version": first})

    page = soup(response)
    assert response.status_code == 409
    assert page.textarea.get_text().strip() == mine
    assert "900" in page.select_one("del").get_text()
    assert "800" in page.select_one("ins").get_text()
    assert "900" in Answer.objects.get(pk=answer.pk).body
    client.post(address, {"body": mine, "version": version_in(response)})
    assert Answer.objects.get(pk=answer.pk).body == mine


@pytest.mark.usefixtures("trusted")
def test_twenty_edits_a_day(user, answer):
    now = timezone.now()
    ages = [25] + [23] * (REVISION_NUMBERS.edits_a_day - 1)
    Revision.objects.bulk_create(
        Revision(answer=answer, body="…", editor=user, edited_at=now - timedelta(hours=hours))
        for hours in ages
    )

    edit_text(actor=user, content=answer, body=BODY, version=1)
    with pytest.raises(EditsSpent):
        edit_text(actor=user, content=answer, body=f"{BODY} Et même moins." * 5, version=2)


@pytest.mark.parametrize("body", ["", "court", "b" * 10_001])
def test_bad_text_is_said_and_kept(client, user, answer, body):
    client.force_login(user)
    response = client.post(place(answer, "modifier"), {"body": body, "version": 1})
    assert response.status_code == 422
    assert soup(response).textarea.get_text().strip() == body


@pytest.mark.usefixtures("trusted")
def test_versions_are_read_by_everybody_at_the_same_cost(
    client, user, answer, django_assert_max_num_queries
):
    for number in range(12):
        body = f"Nous payons {number} € par lot et par an : {chr(97 + number) * 101}."
        edit_text(actor=user, content=answer, body=body, version=number + 1)
    question = soup(client.get(answer.question.get_absolute_url()))
    address = place(answer, "versions")
    assert question.find("a", href=address)

    with django_assert_max_num_queries(9):
        page = soup(client.get(f"{address}?page=1"))

    titles = [title.get_text() for title in page.select("main article h2")]
    assert (titles[0], len(titles)) == ("Version 13", 10)
    first = page.select_one("main article")
    assert "10" in first.select_one("del").get_text()
    assert "[retiré :]" in first.select_one("del").get_text()
    assert "[ajouté :]" in first.select_one("ins").get_text()
    last = soup(client.get(f"{address}?page=2")).select("main article")[-1]
    assert last.h2.get_text() == "Première version"
    assert "Oui, nous l’avons fait en 2023" in last.get_text()


def test_versions_of_what_cannot_be_read_are_not_found(client, answer):
    comment = CommentFactory(answer=answer)
    texts = (
        answer,
        comment,
        answer.question,
        CommentFactory(answer=None, question=answer.question),
    )
    addresses = [place(text, "versions") for text in (*texts, CommentFactory(hidden=True))]
    client.force_login(UserFactory())
    found = [client.get(address).status_code for address in addresses]
    assert found == [200, 200, 200, 200, 404]
    put_in_state(answer, ContentStatus.HIDDEN)
    found = [client.get(address).status_code for address in addresses]
    assert found == [404, 404, 200, 200, 404]
    put_in_state(answer, ContentStatus.PUBLISHED)
    put_in_state(answer.question, ContentStatus.HIDDEN)
    assert [client.get(address).status_code for address in addresses] == [404] * 5


def test_the_difference_is_word_by_word_in_a_bounded_time():
    pieces = [(p.kind, p.text) for p in difference("Le prix est de 900 €.", "Le prix est 800 €.")]
    assert "".join(text for kind, text in pieces if kind != "added") == "Le prix est de 900 €."
    assert "".join(text for kind, text in pieces if kind != "removed") == "Le prix est 800 €."
    assert ("same", "Le prix est ") in pieces
    assert changed_characters("abc def", "abc defg") == 4
    # Words seen everywhere are the worst case: ten thousand characters, all different orders.
    start = process_time()
    assert difference("a b " * 2500, "b a a " * 1666)
    assert process_time() - start < 5


@pytest.mark.usefixtures("trusted")
def test_mails_that_wait_quote_a_text_as_it_was_edited_since(user):
    question = QuestionFactory(title="Combien pour un lot ?")
    asker, title = question.author, "Combien d’euros pour un lot ?"
    stored = reply(question, user)
    mail = Mail.objects.get(user=asker, kind="questions.first_answer")
    text = "**1 250 €** par lot, après vérification."
    edit_text(actor=user, content=stored, body=text, version=1)
    edit_text(actor=asker, content=question, title=title, body=question.body, version=1)

    bring_up_to_date(mail, kind_of(mail.kind))

    assert mail.context["quote"] == "1 250 € par lot, après vérification."
    assert (mail.context["question"], mail.context["is_cut"]) == (title, False)
    # What quotes nothing gets no quote.
    accept_answer(actor=asker, answer=stored)
    accepted = Mail.objects.get(kind="questions.answer_accepted")
    bring_up_to_date(accepted, kind_of(accepted.kind))
    assert "quote" not in accepted.context
    assert accepted.context["question"] == title


@pytest.mark.usefixtures("trusted")
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
    page = client.get(place(answer, "modifier"))
    assert page.status_code == 200
    assert "Vous pouvez corriger ce texte malgré la mesure" in page.text
    typed = {"body": BODY, "version": answer.version}
    assert client.post(place(answer, "modifier"), typed).status_code == 302
    answer.refresh_from_db()
    # A person reads it before others do; until then it is edited no more.
    assert (answer.body, answer.status) == (BODY, ContentStatus.PENDING)
    typed = {"body": f"{BODY} Et encore.", "version": answer.version}
    assert client.post(place(answer, "modifier"), typed).status_code == 403


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
    assert client.post(place(answer, "modifier"), typed).status_code == 403
