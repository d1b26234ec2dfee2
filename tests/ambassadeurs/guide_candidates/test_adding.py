"""A good answer becomes a paragraph of a guide that exists, its author credited."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from ambassadeurs.guide_candidates.views import put_in_guide
from cms.dashboard.drafts import NotAdded
from cms.models import GuidePage
from cms.starter import EDITORS, TEAM, WRITERS
from cms.stream_builder import h, p
from communaute.questions.mentions.closing import erase_in_guides
from communaute.questions.models import Answer, Question
from tests.cms.factories import make_guide, make_site
from tests.cms.test_admin import person, sign_in
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db):
    make_site()
    return person(EDITORS)


@pytest.fixture
def answer():
    return AnswerFactory(body_html="<p>Nous avons attendu <b>trois semaines</b>.</p>")


def at(answer):
    return f"/communaute/questions/{answer.question_id}/guides/"


def draft_of(guide):
    page = GuidePage.objects.get(pk=guide.pk)
    return page, [str(block.value) for block in page.get_latest_revision_as_object().body]


@pytest.mark.usefixtures("trusted")
def test_an_editor_puts_an_answer_at_the_end_of_a_draft_and_nothing_is_published(
    client, editor, answer
):
    guide = make_guide(slug="delais", title="Les délais", body=[h("Attendre"), p("Un texte.")])
    sign_in(client, editor)
    Question.objects.filter(pk=answer.question_id).update(answers_count=1)
    asked = BeautifulSoup(client.get(answer.question.get_absolute_url()).content, "html.parser")
    assert asked.find("a", href=at(answer))
    form = BeautifulSoup(client.get(at(answer)).content, "html.parser").find(
        "form", action=at(answer)
    )
    assert answer.author_name in form.text
    assert "Les délais" in form.text
    sent = client.post(at(answer), {"answer": answer.pk, "guide": guide.pk})
    assert sent.url == f"/gestion/pages/{guide.pk}/edit/"
    page, texts = draft_of(guide)
    assert (page.live, page.has_unpublished_changes) == (True, True)
    assert page.latest_revision.user == editor
    assert "Un texte." in texts[1]
    assert f"{answer.author_name} répond" in texts[2]
    assert "trois semaines" in texts[2]
    assert answer.get_absolute_url() in texts[3]
    assert f"question de {answer.question.author_name}" in texts[3]
    assert f"les réponses de {answer.author_name}" in texts[3]
    assert "trois semaines" not in client.get(guide.url).text


def test_twice_is_refused_with_where_it_is(client, editor, answer):
    guide = make_guide(title="Les délais", body=[h("Attendre"), p("Un texte.")])
    put_in_guide(actor=editor, answer_pk=answer.pk, guide_pk=guide.pk)
    sign_in(client, editor)
    refused = client.post(at(answer), {"answer": answer.pk, "guide": guide.pk})
    assert refused.status_code == 409
    told = "déjà dans « Les délais », dans son brouillon, dans la partie « Attendre »"
    assert told in refused.text
    page, texts = draft_of(guide)
    assert len(texts) == 4
    # Published, then taken out of the draft only.
    page.latest_revision.publish()
    page = GuidePage.objects.get(pk=guide.pk)
    page.body = [p("Autre chose.")]
    page.save_revision(user=editor)
    with pytest.raises(NotAdded, match="en ligne"):
        put_in_guide(actor=editor, answer_pk=answer.pk, guide_pk=guide.pk)
    # Another answer of the same question is not the same.
    other = AnswerFactory(question=answer.question, body_html="<p>Deux mois.</p>")
    put_in_guide(actor=editor, answer_pk=other.pk, guide_pk=guide.pk)


def test_the_draft_made_of_its_question_has_it_already(client, editor, answer):
    Question.objects.filter(pk=answer.question_id).update(answers_count=1)
    sign_in(client, editor)
    client.post(f"/communaute/questions/{answer.question_id}/guide/")
    made = GuidePage.objects.get(made_of=answer.question_id)
    with pytest.raises(NotAdded, match="déjà"):
        put_in_guide(actor=editor, answer_pk=answer.pk, guide_pk=made.pk)


def test_what_others_drafted_stays(editor, answer):
    guide = make_guide(title="Les délais", body=[p("En ligne.")])
    guide.body = [p("Le brouillon d’un autre.")]
    guide.save_revision(user=person(EDITORS))
    put_in_guide(actor=editor, answer_pk=answer.pk, guide_pk=guide.pk)
    _, texts = draft_of(guide)
    assert "Le brouillon d’un autre." in texts[0]
    assert "trois semaines" in texts[1]


def test_a_guide_that_is_locked_reviewed_or_scheduled_says_so(client, editor, answer):
    locked = make_guide(title="Verrouillé")
    GuidePage.objects.filter(pk=locked.pk).update(
        locked=True, locked_by=person(EDITORS), locked_at=timezone.now()
    )
    reviewed = make_guide(title="Relu")
    reviewed.save_revision()
    reviewed.get_workflow().start(reviewed, person(WRITERS))
    sign_in(client, editor)
    for guide, told in ((locked, "est verrouillé"), (reviewed, "est en relecture")):
        refused = client.post(at(answer), {"answer": answer.pk, "guide": guide.pk})
        assert refused.status_code == 409
        assert told in refused.text
        assert "trois semaines" not in " ".join(draft_of(guide)[1])


def test_who_may_not_change_a_guide_adds_nothing(client, editor, answer):
    guide = make_guide()
    team = person(TEAM)
    sign_in(client, team)
    assert client.get(at(answer)).status_code == 403
    assert client.post(at(answer), {"answer": answer.pk, "guide": guide.pk}).status_code == 403
    with pytest.raises(NotAdded, match="droit"):
        put_in_guide(actor=team, answer_pk=answer.pk, guide_pk=guide.pk)


@pytest.mark.parametrize("of", ["answer", "question"])
def test_what_is_hidden_goes_in_no_guide(client, editor, answer, of):
    guide = make_guide()
    if of == "answer":
        hidden = AnswerFactory(question=answer.question, hidden=True)
    else:
        hidden = AnswerFactory(question=QuestionFactory(hidden=True))
    sign_in(client, editor)
    status = client.post(at(hidden), {"answer": hidden.pk, "guide": guide.pk}).status_code
    assert status == (422 if of == "answer" else 404)
    with pytest.raises(NotAdded, match="visible de tous"):
        put_in_guide(actor=editor, answer_pk=hidden.pk, guide_pk=guide.pk)
    foreign = client.post(at(answer), {"answer": AnswerFactory().pk, "guide": guide.pk})
    assert foreign.status_code == 422


def test_who_closes_their_account_is_named_no_more(editor, answer):
    guide = make_guide()
    put_in_guide(actor=editor, answer_pk=answer.pk, guide_pk=guide.pk)
    erase_in_guides({answer.question_id: 1}, {answer.author_name})
    assert answer.author_name not in " ".join(draft_of(guide)[1])
    assert Answer.objects.filter(pk=answer.pk).exists()


@pytest.mark.parametrize("field", ["answer", "guide"])
def test_a_number_too_great_for_the_database_is_a_choice_that_is_not_offered(
    client, editor, answer, field
):
    guide = make_guide(slug="delais", title="Les délais", body=[h("Attendre"), p("Un texte.")])
    sign_in(client, editor)
    sent = {"answer": answer.pk, "guide": guide.pk, field: "9" * 30}
    response = client.post(at(answer), sent)
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
