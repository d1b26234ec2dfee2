"""The guide made of a discussion names nobody whose account is closed."""

import json

import pytest
from wagtail.models import Page, Revision

from cms.models import GuideIndexPage, GuidePage, HomePage
from communaute.comptes.closing import close_account
from communaute.questions.reading.lists import guide_from
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db
NAME = "Zoé d’Ar'c"


@pytest.fixture
def index(db):
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Accueil", slug="accueil-g"))
    return home.add_child(instance=GuideIndexPage(title="Guides", slug="guides"))


def kept(page):
    """All that is kept of a guide, versions included, as text."""
    rows = Revision.objects.for_instance(page)
    bodies = [json.loads(one.content["body"]) for one in rows]
    raw = list(GuidePage.objects.get(pk=page.pk).body.raw_data)
    return [json.dumps(one, ensure_ascii=False) for one in (raw, *bodies)]


def test_the_name_leaves_the_guide_and_its_versions_for_that_of_the_thread(index):
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


def test_a_name_that_is_a_common_word_leaves_the_text_as_it_is(index):
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
