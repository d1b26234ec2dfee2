"""Closed accounts are told apart within a thread, and linked from none to another."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision as GuideVersion

from cms.models import GuidePage
from communaute.comptes.closing import close_account
from communaute.comptes.errors import InvalidDisplayName
from communaute.comptes.services import change_display_name
from communaute.notifications.models import Notification
from communaute.notifications.outbox import drain
from communaute.questions.mentions.closing import without_names
from communaute.questions.models import Answer, Comment, Draft, Mention, Question, Revision
from communaute.questions.reading.lists import guide_from
from communaute.questions.text_pipeline.text import as_quote
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.acts import comment, reply, soup
from tests.communaute.questions.factories import AnswerFactory, DraftFactory, QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]


@pytest.fixture
def lea():
    return UserFactory(display_name="Léa B.")


@pytest.fixture
def paul():
    return UserFactory(display_name="Paul C.")


def test_two_who_left_are_told_apart_in_their_thread(client, lea, paul):
    """Each text of one who left has their label, which stays when others leave."""
    question = QuestionFactory(author=lea)
    for author in (lea, paul, paul, None):
        AnswerFactory(question=question, author=author)
    said = comment(question.answers.earliest("pk"), lea, "Deux ans déjà.")
    close_account(actor=lea)
    close_account(actor=paul)
    texts = (Question.objects.get(), Comment.objects.get(pk=said.pk))
    assert {text.author_name for text in texts} == {"Ancien membre 1"}
    page = client.get(question.get_absolute_url())
    names = [" ".join(one.get_text().split()) for one in soup(page).select(".cu-author__name")]
    # A text that was without author before keeps the bare word.
    assert sorted(names) == [
        "Ancien membre",
        *["Ancien membre 1"] * names.count("Ancien membre 1"),
        *["Ancien membre 2"] * 2,
    ]
    assert names.count("Ancien membre 1") >= 2
    assert '"name": "Ancien membre 1"' in page.text.replace("\xa0", " ")
    assert "Ancien membre 1" in client.get(reverse("questions:home")).text.replace("\xa0", " ")


def test_the_number_of_one_thread_says_nothing_of_another(lea, paul):
    """Whoever left first in a thread is its first; who wrote in both is not known by a number."""
    both, other = QuestionFactory(author=lea), QuestionFactory(author=UserFactory())
    AnswerFactory(question=both, author=paul)
    AnswerFactory(question=other, author=paul)
    close_account(actor=lea)
    close_account(actor=paul)
    assert Answer.objects.get(question=both).author_name == "Ancien membre 2"
    assert Answer.objects.get(question=other).author_name == "Ancien membre 1"


def test_a_quote_and_a_mention_have_the_label_of_their_thread(lea, paul):
    first, second = QuestionFactory(author=paul), QuestionFactory(author=lea)
    quote = as_quote("Léa B.", "Six semaines de travaux.")
    for question in (first, second):
        AnswerFactory(question=question, author=paul)
        AnswerFactory(question=question, author=lea)
    quoting = AnswerFactory(question=first, body=f"{quote}Merci @Léa B. de le dire.")
    Mention.objects.create(user=lea, answer=quoting, name="Léa B.")
    close_account(actor=paul)
    close_account(actor=lea)
    quoting.refresh_from_db()
    assert quoting.body.startswith("> **Ancien membre 2** :")
    assert "Merci @ancien membre 2 de le dire." in quoting.body
    assert "Ancien membre 2" in quoting.body_html
    assert {one.author_name for one in first.answers.exclude(pk=quoting.pk)} == {
        "Ancien membre 1",
        "Ancien membre 2",
    }


def test_who_was_only_named_leaves_their_number_to_nobody_else(lea, paul):
    """Named in a thread where nothing of theirs is left: the next to leave is another one."""
    question = QuestionFactory(author=paul, body="Merci @Léa B. de votre aide pour ce dossier.")
    Mention.objects.create(user=lea, question=question, name="Léa B.")
    close_account(actor=lea)
    close_account(actor=paul)
    question.refresh_from_db()
    assert "@ancien membre 1" in question.body
    assert question.author_name == "Ancien membre 2"


def test_the_bare_name_of_a_former_member_is_nobodys(lea):
    for name in ("Ancien membre 2", "un ancien  MEMBRE", "Ancienne membre"):
        with pytest.raises(InvalidDisplayName):
            change_display_name(actor=lea, display_name=name)
    assert change_display_name(actor=lea, display_name="Fabien Ancien").display_name


# --- The guide made of a discussion ---------------------------------------------------------------


NAME = "Zoé d’Ar'c"


def kept(page):
    """All that is kept of a guide, versions included, as text."""
    rows = GuideVersion.objects.for_instance(page)
    bodies = [json.loads(one.content["body"]) for one in rows]
    raw = list(GuidePage.objects.get(pk=page.pk).body.raw_data)
    return [json.dumps(one, ensure_ascii=False) for one in (raw, *bodies)]


def test_the_name_leaves_the_guide_and_its_versions_for_that_of_the_thread(guides):
    gone, stays = UserFactory(display_name=NAME), UserFactory(display_name="Zoé")
    question = QuestionFactory(author=stays)
    AnswerFactory(question=question, author=gone, body_html="<p>Six semaines.</p>")
    page = guide_from(actor=UserFactory(is_superuser=True), question=question)
    GuidePage.objects.filter(pk=page.pk).update(slug="travaux", live=True)
    page.refresh_from_db()
    page.save_revision(clean=False)
    other = guide_from(actor=UserFactory(is_superuser=True), question=elsewhere(NAME))
    assert all("Ar&#x27;c" in one for one in kept(page))

    close_account(actor=gone)

    found = kept(page)
    assert len(found) == 3
    assert not any("Ar" in one for one in found)
    assert all("Ancien membre 1 répond" in one for one in found)
    # Who has the first name alone is somebody else; so is a namesake in a guide of another thread.
    assert all("question de Zoé</a>" in one for one in found)
    assert all("Ar&#x27;c" in one for one in kept(other))


def test_a_name_that_is_a_common_word_leaves_the_text_as_it_is(guides):
    gone = UserFactory(display_name="De")
    question = QuestionFactory(author=UserFactory(display_name="Jean R."))
    text = "<p>De l’eau chaude, de la chaleur. De, puis, de.</p>"
    AnswerFactory(question=question, author=gone, body_html=text)
    AnswerFactory(question=question, author=UserFactory(display_name="Zoé, R."))
    page = guide_from(actor=UserFactory(is_superuser=True), question=question)
    close_account(actor=gone)
    for one in kept(page):
        assert "De l’eau chaude, de la chaleur. De, puis, de." in one
        assert "les réponses de Ancien membre 1, Zoé, R.</p>" in one
        assert "question de Jean R.</a>" in one


def elsewhere(name):
    question = QuestionFactory()
    AnswerFactory(question=question, author=UserFactory(display_name=name))
    return question


# --- The name is nowhere --------------------------------------------------------------------------


ZENOBIE = "Zenobie Q."


@pytest.fixture
def person():
    return UserFactory(display_name=ZENOBIE)


@pytest.fixture
def question(person):
    """Where she answered."""
    question = QuestionFactory(author=UserFactory(display_name="Jean R."))
    AnswerFactory(question=question, author=person)
    Answer.objects.update(created_at=timezone.now() - timedelta(hours=1))
    return question


def places_of(text):
    """Columns of the database where a text is found."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        if model._base_manager.filter(**{f"{field.attname}__icontains": text}).exists()
    }


def test_a_round_trip_leaves_the_name_nowhere(person, question):
    adviser = UserFactory(agence=True)
    quote = as_quote(ZENOBIE, "Les travaux ont duré six semaines.")
    answer = reply(question, adviser, f"{quote}Six semaines, c’est l’habitude ici.")
    before = answer.body
    Answer.objects.filter(pk=answer.pk).update(body=f"{before}\n\nMerci @{ZENOBIE} : parfois huit.")
    Revision.objects.create(answer=answer, body=before, edited_at=timezone.now())
    Mention.objects.create(user=person, answer=answer, name=ZENOBIE)
    comment(answer, person, "Huit semaines chez nous.")
    reply(question, person, "Les travaux se font l’été, hors de la saison de chauffe.")
    told = Notification.objects.filter(user=question.author)
    assert any(ZENOBIE in f"{one.title} {one.body}" for one in told)
    found = places_of(ZENOBIE)
    begun = {"body": f"{before}Moi aussi."}
    DraftFactory(user=adviser, about=question, data=begun)
    assert {
        "questions.Answer.body",
        "questions.Answer.body_html",
        "questions.Revision.body",
    } <= found

    close_account(actor=person)
    drain()

    assert places_of(ZENOBIE) == set()
    assert any("ancien membre" in f"{one.title} {one.body}" for one in told.all())
    answer.refresh_from_db()
    assert answer.body.startswith("> **Ancien membre 1** :")
    assert "Merci @ancien membre 1 : parfois huit." in answer.body
    assert "Les travaux ont duré six semaines." in answer.body_html
    assert Revision.objects.get().body.startswith("> **Ancien membre 1** :")
    assert Comment.objects.get().author is None
    assert Draft.objects.get().data["body"].startswith("> **Ancien membre 1** :")


def test_somebody_else_of_the_same_first_name_stays(person, question):
    other = as_quote("Zenobie Quentin", "Moi, c’est autre chose.")
    answer = reply(question, body=f"{other}Je réponds à @Zenobie Quentin, pas à une autre.")
    close_account(actor=person)
    answer.refresh_from_db()
    assert answer.body.startswith("> **Zenobie Quentin** :")
    assert "@Zenobie Quentin" in answer.body
    before = "> **Léa** :\n>\n> Merci @Léa, et @Léandre. Léa a raison."
    after = "> **Ancien membre 3** :\n>\n> Merci @ancien membre 3, et @Léandre. Léa a raison."
    assert without_names(before, ["Léa"], 3) == after
