"""A question changes spaces: who may, what follows it, what is kept and told."""

import pytest

from communaute.moderation.audit_log.verification import is_intact
from communaute.moderation.enums import Act, ContentStatus, DecisionKind
from communaute.moderation.models import Case
from communaute.moderation.services import claim_case
from communaute.notifications.models import Notification
from communaute.questions.counters import drifting_spaces
from communaute.questions.errors import InvalidText, QuestionNotAllowed
from communaute.questions.models import Question, Space, SpaceMove
from communaute.questions.revisions.moves import move_question
from communaute.territoires.models import Commune
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, hidden_case
from tests.communaute.moderation.states import put_in_state
from tests.communaute.questions.factories import (
    AnswerFactory,
    CommentFactory,
    QuestionFactory,
    SpaceFactory,
)
from tests.mails import sent_mails

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]


@pytest.fixture
def lyon(db):
    return SpaceFactory(commune=Commune.objects.get(code="69123"), title="Réseau de Lyon")


@pytest.fixture
def isere(db):
    return Space.objects.get(slug="departement-38")


def figures(space):
    return Space.objects.values_list("questions_count", "answered_count").get(pk=space.pk)


def told(user):
    return Notification.objects.filter(user=user, kind="questions.moved").count()


def test_its_author_moves_it_with_figures_territory_and_answers(client, lyon):
    answer = AnswerFactory()
    comment = CommentFactory(answer=answer, hidden=True)
    question, left = answer.question, answer.question.space
    address = question.get_absolute_url()
    client.force_login(question.author)
    response = client.post(f"/communaute/questions/{question.pk}/deplacer/", {"space": lyon.slug})
    assert response["Location"] == address
    question.refresh_from_db()
    answer.refresh_from_db()
    assert (question.space, question.departement_id, question.commune_id) == (lyon, "69", "69123")
    assert (answer.departement_id, answer.commune_id) == ("69", "69123")
    # Whoever watches over the new space sees what is hidden under the question.
    comment.refresh_from_db()
    assert (comment.departement_id, comment.commune_id) == ("69", "69123")
    assert (figures(left), figures(lyon)) == ((0, 0), (1, 1))
    assert drifting_spaces() == []
    assert client.get(address).status_code == 200
    assert question.title not in client.get(left.get_absolute_url()).text
    move = SpaceMove.objects.get()
    assert (move.from_space, move.to_space, move.by_moderator) == (left, lyon, False)
    assert told(question.author) == 0
    assert "par son auteur" in client.get(f"/communaute/questions/{question.pk}/deplacer/").text
    # Where it is already: nothing.
    move_question(actor=question.author, question=question, space=lyon)
    assert (SpaceMove.objects.count(), figures(lyon)) == (1, (1, 1))


def test_the_agency_moves_within_its_territory_says_why_and_the_author_is_told(
    client, agence, lyon, isere
):
    question = QuestionFactory()
    address = f"/communaute/questions/{question.pk}/deplacer/"
    client.force_login(agence)
    assert client.post(address, {"space": isere.slug}).status_code == 422
    refused = client.post(address, {"space": lyon.slug, "reason": "Pour Lyon."})
    assert refused.status_code == 422
    with pytest.raises(QuestionNotAllowed):
        move_question(actor=agence, question=question, space=lyon, reason="Pour Lyon.")
    with pytest.raises(InvalidText):
        move_question(actor=agence, question=question, space=isere)
    assert not SpaceMove.objects.exists()
    client.post(address, {"space": isere.slug, "reason": "Sans réseau précis."})
    question.refresh_from_db()
    assert (question.space, question.commune_id, question.departement_id) == (isere, None, "38")
    assert told(question.author) == 1
    assert "Sans réseau précis." in client.get(address).text


def test_somebody_else_does_not_move_it_nor_anybody_a_hidden_one(membre, agence_ailleurs, lyon):
    question = QuestionFactory()
    hidden = QuestionFactory(hidden=True, author=membre)
    for actor, one in ((membre, question), (agence_ailleurs, question), (membre, hidden)):
        with pytest.raises(QuestionNotAllowed):
            move_question(actor=actor, question=one, space=lyon, reason="Non.")


def test_those_of_the_new_space_are_asked_while_nobody_answered(equipe, lyon, agence, isere):
    waiting = QuestionFactory(space=lyon)
    answered = AnswerFactory(question__space=lyon).question
    for question in (waiting, answered):
        move_question(actor=equipe, question=question, space=isere, reason="C’est en Isère.")
    assert waiting.asked.filter(user=agence).exists()
    assert not answered.asked.exists()
    assert Question.objects.get(pk=waiting.pk).next_reach_at is not None


def test_open_cases_go_to_who_watches_over_the_new_space():
    question = QuestionFactory()
    answer, comment = (
        AnswerFactory(question=question),
        CommentFactory(answer=None, question=question),
    )
    other = AnswerFactory()
    nantes = SpaceFactory(commune=Commune.objects.get(code="44109"))
    isere, elsewhere_agency = UserFactory(agence=True), UserFactory(agence_ailleurs=True)
    cases = [CaseFactory(content=content) for content in (question, answer, comment)]
    stays = CaseFactory(content=other)
    decided = hidden_case(actor=isere, content=AnswerFactory(question=question))
    claimed = claim_case(actor=isere, case=cases[1])

    move_question(actor=question.author, question=question, space=nantes)

    assert set(Case.objects.visible_to(isere)) == {stays, decided}
    moved = Case.objects.visible_to(elsewhere_agency)
    assert set(moved) == set(cases)
    assert {(case.status, case.claimed_by, case.version) for case in moved} == {
        ("ouvert", None, 2),
        ("ouvert", None, claimed.version + 1),
    }
    for case in moved:
        last = case.log.last()
        assert (last.act, last.actor, last.detail) == (
            Act.TERRITORY,
            question.author,
            "Grenoble (38) → Nantes (44)",
        )
    assert is_intact()
    to_decide = Notification.objects.filter(user=elsewhere_agency, kind="moderation.case_to_decide")
    # One line a day for the whole queue.
    assert to_decide.count() == 1
    # Within the same territory, and again: nothing.
    back = SpaceFactory(commune=nantes.commune)
    move_question(actor=question.author, question=question, space=back)
    assert set(moved.values_list("version", flat=True)) == {2, claimed.version + 1}


def moved_from_its_case(client, person, isere, case=None, **data):
    """What posting the move gives, from the case of a question in Grenoble."""
    case = case or CaseFactory()
    client.force_login(person)
    sent = {"space": isere.slug, "reason": "Elle parle de tout le département."} | data
    return case, client.post(f"/communaute/questions/{case.object_id}/deplacer/", sent)


def test_a_case_is_decided_by_moving_its_question_if_one_says_so(client, agence, isere):
    case, response = moved_from_its_case(client, agence, isere, settles="on")
    assert response.status_code == 302
    case.refresh_from_db()
    decision = case.decisions.get()
    assert (decision.kind, decision.detail) == (DecisionKind.MOVE, isere.title)
    assert not case.is_open
    assert not hasattr(decision, "statement")
    assert case.target.space == isere
    assert told(case.author) == 1
    reporter = case.notices.get().reporter
    assert Notification.objects.filter(user=reporter, kind="moderation.notice_decided").exists()
    assert [line.act for line in case.log.all()] == [Act.MOVE]
    assert is_intact()
    # Without saying so, the case follows the question.
    case, response = moved_from_its_case(client, agence, isere)
    assert response.status_code == 302
    case.refresh_from_db()
    assert (case.is_open, case.commune_id, case.departement_id) == (True, None, "38")
    # One that a colleague holds is not decided, and nothing moves.
    held = CaseFactory(claimed_by=UserFactory(agence=True), status="en_examen")
    _, response = moved_from_its_case(client, agence, isere, held, settles="on")
    assert response.status_code == 409
    assert "examine ce dossier" in response.text
    assert held.target.space != isere


def test_the_decision_bar_leads_there_for_who_may_move(client, agence, lyon):
    case = CaseFactory()
    address = f"/communaute/questions/{case.object_id}/deplacer/?dossier=1"
    link = address.partition("?")[0]
    client.force_login(UserFactory())
    assert link not in client.get(case.target.get_absolute_url()).text
    client.force_login(agence)
    assert address in client.get(case.get_absolute_url()).text
    page = client.get(address)
    assert page.context["form"].initial["settles"] is True
    assert client.get(address.partition("?")[0]).context["form"].initial["settles"] is False
    # Its author closes no case about themselves.
    client.force_login(case.author)
    assert link in client.get(case.target.get_absolute_url()).text
    assert "settles" not in client.get(address).context["form"].fields
    hidden = hidden_case()
    client.force_login(agence)
    assert "deplacer" not in client.get(hidden.get_absolute_url()).text


@pytest.mark.parametrize("becomes", ["moved again", "hidden"])
def test_the_author_is_not_told_a_move_that_is_no_more_true(agence, isere, becomes):
    question = QuestionFactory()
    left = question.space
    move_question(actor=agence, question=question, space=isere, reason="Sans réseau.")
    if becomes == "hidden":
        put_in_state(question, ContentStatus.HIDDEN)
    else:
        move_question(actor=question.author, question=question, space=left)
    assert [one for one in sent_mails() if "est passée dans" in one.subject] == []
