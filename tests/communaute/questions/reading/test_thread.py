"""Reading a thread: marks, news, summary, sharing, the lists of a theme, a guide made of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from cms.models import GuidePage
from communaute.questions.errors import QuestionNotAllowed
from communaute.questions.models import Answer, Question, ReadMark, Summary
from communaute.questions.reading.lists import (
    can_summarise,
    etag_of,
    first_unread,
    guide_from,
    mark_read,
    write_summary,
)
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.acts import soup
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory, SpaceFactory
from tests.communaute.questions.test_views_reading import HOME
from tests.versions import version_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]


def at(question, page):
    return f"/communaute/questions/{question.pk}/{page}/"


@pytest.fixture
def question(db):
    """Three answers, an hour apart, the last a minute ago."""
    asked = QuestionFactory()
    now = timezone.now()
    for hours, one in zip((2, 1, 0), AnswerFactory.create_batch(3, question=asked), strict=True):
        Answer.objects.filter(pk=one.pk).update(created_at=now - timedelta(hours=hours, minutes=1))
    Question.objects.filter(pk=asked.pk).update(last_activity_at=now - timedelta(minutes=1))
    return Question.objects.get(pk=asked.pk)


def test_a_get_marks_nothing_a_post_does_and_the_mark_never_goes_back(client, membre, question):
    client.force_login(membre)
    client.get(question.get_absolute_url())
    assert not ReadMark.objects.exists()
    until = question.last_activity_at - timedelta(minutes=30)
    client.post(at(question, "lu"), {"jusqua": until.isoformat()})
    mark = ReadMark.objects.get()
    assert mark.read_at == until
    mark_read(actor=membre, question=question, until=until - timedelta(days=1))
    mark.refresh_from_db()
    assert mark.read_at == until
    client.post(at(question, "lu"), {"jusqua": "demain, peut-être"})
    mark.refresh_from_db()
    assert mark.read_at > question.last_activity_at
    client.post(at(question, "lu"), {"jusqua": "0001-01-01T00:00"})
    tomorrow = timezone.now() + timedelta(days=1)
    mark_read(actor=membre, question=question, until=tomorrow)
    mark.refresh_from_db()
    assert mark.read_at < tomorrow


def test_what_came_since_is_told_and_one_goes_to_the_first_unread(client, membre, question):
    client.force_login(membre)
    page = client.get(question.get_absolute_url()).text
    assert "première non lue" not in page
    assert "Marquer comme lu" in page
    second = question.answers.order_by("created_at")[1]
    mark_read(actor=membre, question=question, until=second.created_at)
    assert "Aller à la première non lue" in client.get(question.get_absolute_url()).text
    assert "Nouvelles réponses" in client.get(HOME).text
    last = question.answers.order_by("created_at").last()
    assert first_unread(membre, question) == last
    assert first_unread(last.author, question) is None
    assert f"#reponse-{last.pk}" in client.get(at(question, "premiere-non-lue"))["Location"]
    mark_read(actor=membre, question=question)
    assert "Nouvelles réponses" not in client.get(HOME).text
    assert "avant=fin" in client.get(at(question, "premiere-non-lue"))["Location"]


def test_news_are_counted_once_something_changed(client, question, django_assert_num_queries):
    address = at(question, "nouveautes")
    since = {"depuis": question.last_activity_at.isoformat()}
    etag = etag_of(question)
    same = client.get(address, since, headers={"If-None-Match": etag})
    assert (same.status_code, same["ETag"]) == (304, etag)
    new = AnswerFactory(question=question)
    Question.objects.filter(pk=question.pk).update(last_activity_at=new.created_at)
    AnswerFactory(question=question, hidden=True)
    changed = client.get(address, since, headers={"If-None-Match": etag})
    assert changed.json()["new"] == 1
    assert changed.json()["url"].endswith(f"#reponse-{new.pk}")
    assert changed["ETag"] != etag
    assert client.get(address, {"depuis": "hier"}).status_code == 422
    for moment in ("0001-01-01T00:00", "9999-12-31T23:59:59-10:00"):
        assert client.get(address, {"depuis": moment}).status_code == 422
    assert client.get(at(QuestionFactory(hidden=True), "nouveautes"), since).status_code == 404
    told = soup(client.get(question.get_absolute_url())).select_one("[data-news]")
    assert (told["aria-live"], told.text) == ("polite", "")


def test_a_long_thread_is_summed_up_by_those_who_keep_it(client, agence, agence_ailleurs, membre):
    short, question = QuestionFactory(answers_count=9), QuestionFactory(answers_count=10)
    people = (agence, membre, agence_ailleurs, AnonymousUser())
    assert [can_summarise(one, question) for one in people] == [True, False, False, False]
    assert not can_summarise(agence, short)
    with pytest.raises(QuestionNotAllowed):
        write_summary(actor=agence, question=short, body="Trop tôt.")
    client.force_login(agence)
    assert client.post(at(question, "resume"), {"body": "x" * 2001}).status_code == 422
    for body in ("**Trois** semaines.", "**Trois** semaines.", "Quatre semaines."):
        client.post(at(question, "resume"), {"body": body})
    assert Summary.objects.count() == 2
    shown = soup(client.get(question.get_absolute_url())).select_one(".cu-summary")
    assert "Quatre semaines." in shown.text
    assert agence.memberships.get().organisation.name in shown.text
    assert "<strong>Trois</strong>" in client.get(at(question, "resume")).text
    client.post(at(question, "resume"), {"body": ""})
    assert soup(client.get(question.get_absolute_url())).select_one(".cu-summary") is None


def test_a_summary_written_meanwhile_is_not_replaced_unread(client, agence, equipe):
    question = QuestionFactory(answers_count=10)
    client.force_login(agence)
    read = version_in(client.get(at(question, "resume")))
    write_summary(actor=equipe, question=question, body="Celui de l’équipe.")
    mine = {"body": "Celui de l’agence.", "version": read}
    refused = client.post(at(question, "resume"), mine)
    assert refused.status_code == 409
    assert "vient d’écrire le résumé" in refused.text
    assert "Celui de l’agence." in refused.text
    assert question.summaries.first().body == "Celui de l’équipe."
    again = mine | {"version": version_in(refused)}
    assert client.post(at(question, "resume"), again).status_code == 302
    assert question.summaries.first().body == "Celui de l’agence."


def test_a_page_is_shared_with_its_space_its_image_and_without_javascript(client, question):
    page = soup(client.get(question.get_absolute_url()))
    assert page.select_one(".cu-share a")["href"].startswith("mailto:?subject=Combien%20co")
    assert all(button.has_attr("hidden") for button in page.select(".cu-share button"))
    assert page.find("meta", property="og:title")["content"] == question.title
    assert page.find("meta", property="og:image")["content"].startswith("http")
    assert page.select_one(f".cu-where a[href='{question.space.get_absolute_url()}']")
    client.force_login(UserFactory(equipe=True))
    hidden = QuestionFactory(hidden=True)
    page = soup(client.get(hidden.get_absolute_url()))
    assert page.find("meta", property="og:title") is None
    assert page.select_one(".cu-share") is None


def test_a_theme_gathers_its_questions_wherever_they_are(client):
    here, elsewhere = QuestionFactory(), QuestionFactory(space=SpaceFactory())
    hidden, other = QuestionFactory(hidden=True), QuestionFactory()
    for one in (here, elsewhere, hidden):
        one.tags.set(["Prix de la chaleur"])
    other.tags.set(["Travaux à l’été"])
    assert client.get(other.get_absolute_url()).status_code == 200
    slug = here.tags.get().slug
    page = soup(client.get(here.get_absolute_url()))
    assert page.select_one(f"aside a[href='/communaute/themes/{slug}/']")
    page = client.get(f"/communaute/themes/{slug}/")
    assert set(page.context["listed"].page) == {here, elsewhere}
    assert client.get("/communaute/themes/inconnu/").status_code == 404
    feed = client.get(f"/communaute/themes/{slug}/atom.xml").content.decode()
    assert here.title in feed
    assert hidden.title not in feed
    assert other.title not in feed
    space = client.get(f"{here.space.get_absolute_url()}atom.xml").content.decode()
    assert here.title in space
    assert elsewhere.title not in space
    waiting = client.get("/communaute/questions/sans-reponse.atom.xml").content.decode()
    assert other.title in waiting


def test_a_thread_becomes_the_draft_of_a_guide_once_with_its_credits(
    client, guides, membre, question
):
    editor = UserFactory(is_superuser=True)
    # The editors alone see its button.
    for person, shown in ((membre, False), (UserFactory(editeur=True), True)):
        client.force_login(person)
        page = soup(client.get(question.get_absolute_url()))
        assert bool(page.find("form", action=at(question, "guide"))) is shown
    best = question.answers.order_by("created_at").last()
    Question.objects.filter(pk=question.pk).update(accepted_answer=best)
    client.force_login(editor)
    responses = [client.post(at(question, "guide")) for _ in range(2)]
    page = GuidePage.objects.get()
    assert [one["Location"] for one in responses] == [f"/gestion/pages/{page.pk}/edit/"] * 2
    assert (page.live, page.title, page.owner) == (False, question.title, editor)
    # What one asked is not what a guide says first: the editor writes it before it is published.
    assert page.summary == ""
    text = [str(block.value) for block in page.body]
    assert best.author.public_name in text[1]
    assert f"question de {question.author.public_name}" in text[-1]
    assert question.get_absolute_url() in text[-1]
    assert all(one.author.public_name in text[-1] for one in question.answers.all())
    with pytest.raises(QuestionNotAllowed):
        guide_from(actor=UserFactory(editeur=True), question=question)
    with pytest.raises(QuestionNotAllowed):
        guide_from(actor=editor, question=QuestionFactory())
