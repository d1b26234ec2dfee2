"""Lists of questions: their pages, their tabs, their filters."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Model
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communaute.moderation.enums import ContentStatus
from communaute.moderation.registry import by_key
from communaute.questions.models import Question
from communaute.questions.reading.lists import QuestionSitemap, SpaceSitemap
from communaute.questions.templatetags.questions_tags import (
    LATEST_SHOWN,
    latest_questions,
    near_questions,
    space_questions,
)
from socle.public_pages import touch_public_pages
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.acts import soup
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory, SpaceFactory
from tests.communaute.questions.test_views_reading import HOME, titles

pytestmark = pytest.mark.django_db


def link_to(response, label):
    """Where a link of the foot of a list leads, or None when it leads nowhere."""
    link = soup(response).select_one("nav[aria-label=Pages]").find("a", string=label)
    return f"{response.request['PATH_INFO']}{link['href']}" if link.has_attr("href") else None


def test_filters_in_use_are_chips_that_take_them_off(client, space):
    QuestionFactory(space=space)
    page = soup(
        client.get("/communaute/?q=chaudière&etape=vote&sans_reponse=1&espace=" + space.slug)
    )
    chips = {
        link.find(string=True, recursive=False): link["href"]
        for link in page.select(".cu-filter-chips a")
    }
    assert chips == {
        "«\u00a0chaudière\u00a0»": f"/communaute/?etape=vote&sans_reponse=1&espace={space.slug}",
        "Vote en assemblée générale": (
            f"/communaute/?q=chaudi%C3%A8re&sans_reponse=1&espace={space.slug}"
        ),
    }
    assert not page.select_one("details.cu-fold").has_attr("open")
    assert soup(client.get("/communaute/")).select_one(".cu-filter-chips") is None


def test_the_lists_are_tabs_of_one_line_which_keep_the_words_looked_for(client, space):
    answered = AnswerFactory(question__space=space, question__useful_count=1).question
    waiting = QuestionFactory(space=space)
    # What one adds to one's own question is no answer.
    AnswerFactory(question=waiting, author=waiting.author)
    helpful = QuestionFactory(space=space, useful_count=2, answers_count=1)
    page = client.get("/communaute/?q=raccordement&apres=abc")
    tabs = soup(page).select(".cu-tabs a")
    assert [tab.text for tab in tabs] == ["Dernières", "Sans réponse", "Les plus utiles"]
    assert [tab.get("aria-current") for tab in tabs] == ["page", None, None]
    assert all("q=raccordement" in tab["href"] and "apres" not in tab["href"] for tab in tabs)
    here = space.get_absolute_url()
    without = client.get(f"{here}?sans_reponse=1")
    assert titles(without) == [waiting.title]
    assert "Pas encore de réponse" in without.text
    useful = client.get(f"{here}?tri=utiles")
    assert titles(useful) == [helpful.title, answered.title, waiting.title]
    assert "3 questions" in useful.text
    client.force_login(UserFactory())
    assert soup(client.get(HOME)).select(".cu-tabs a")[-1]["href"] == "/communaute/mes-questions/"


def test_twenty_per_page_in_a_stable_order(client):
    moment = timezone.now()
    rows = {"space": SpaceFactory(), "author": UserFactory()}
    QuestionFactory.create_batch(41, last_activity_at=moment, **rows)

    client.force_login(UserFactory())  # a visitor may be served a kept page
    first = client.get(HOME)
    second = client.get(link_to(first, "Page suivante"))
    third = client.get(link_to(second, "Page suivante"))

    pages = [titles(page) for page in (first, second, third)]
    assert [len(page) for page in pages] == [20, 20, 1]
    assert len({title for page in pages for title in page}) == 41
    assert link_to(third, "Page suivante") is None
    assert titles(client.get(link_to(third, "Page précédente"))) == pages[1]
    assert titles(client.get(link_to(second, "Page précédente"))) == pages[0]
    assert titles(client.get(link_to(second, "Première page"))) == pages[0]
    # The last page is full: it ends with the last question.
    assert titles(client.get(link_to(first, "Dernière page"))) == [*pages[1][1:], *pages[2]]
    # Addresses of another time still answer.
    assert titles(client.get(HOME, {"page": 2})) == pages[0]


def test_a_list_shows_the_dates_it_is_sorted_by(client):
    def moment(days):
        return timezone.now() - timedelta(days=days)

    answered = QuestionFactory(title="Ancienne", last_activity_at=moment(1), answers_count=1)
    Question.objects.filter(pk=answered.pk).update(created_at=moment(9))
    asked = QuestionFactory(title="Récente", last_activity_at=moment(2))
    Question.objects.filter(pk=asked.pk).update(created_at=moment(2))

    lines = [
        " ".join(line.text.split()) for line in soup(client.get(HOME)).select(".cu-question-line")
    ]

    assert "Ancienne" in lines[0]
    assert "dernière réponse il y a 1 jour" in lines[0]
    assert "il y a 2 jours" in lines[1]
    assert "dernière réponse" not in lines[1]


# --- Kept for all who read ------------------------------------------------------------------------


def test_a_line_follows_all_that_it_says(client, national):
    client.force_login(UserFactory())
    question = QuestionFactory(space=national, title="Un premier titre")
    read = []
    for values in (
        {"title": "Un second titre"},
        {"answers_count": 3},
        {"last_activity_at": timezone.now() - timedelta(days=400)},
        {"accepted_answer": AnswerFactory(question=question)},
    ):
        Question.objects.filter(pk=question.pk).update(**values)
        page = soup(client.get(f"{HOME}?x={len(read)}"))
        read.append(str(page.select_one(".cu-question-line")))
    assert len(set(read)) == 4
    assert "Un second titre" in read[0]
    assert "3 réponses" in read[1]
    assert "il y a 1\u202fan" in read[2] or "il y a 1\xa0an" in read[2]
    assert "Réponse retenue" in read[3]


def test_the_spaces_kept_beside_the_list_follow_the_public_version(
    client, national, django_capture_on_commit_callbacks
):
    client.force_login(UserFactory())
    client.get(HOME)
    SpaceFactory(title="Un espace tout neuf", questions_count=50)
    assert "Un espace tout neuf" not in client.get(HOME).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        touch_public_pages()
    assert "Un espace tout neuf" in client.get(HOME).content.decode()


def test_a_line_reads_no_column_that_was_not_asked(monkeypatch):
    question = QuestionFactory()
    AnswerFactory(question=question)
    (line,) = Question.objects.for_lines()

    def refuse(self, using=None, fields=None, **more):
        missing = f"{type(self).__name__}.{fields} is read by a line, and is not in LINE"
        raise AssertionError(missing)

    monkeypatch.setattr(Model, "refresh_from_db", refuse)
    html = render_to_string("questions/_question_line.html", {"question": line})
    assert question.title in html
    assert question.space.title in html


# --- One’s own ------------------------------------------------------------------------------------


QUESTIONS = "/communaute/mes-questions/"
ANSWERS = "/communaute/mes-reponses/"


@pytest.fixture
def me(client):
    user = UserFactory()
    client.force_login(user)
    return user


def test_my_questions_with_state_answers_and_link_and_no_one_else_s(client, me, equipe):
    assert "pas encore posé de question" in client.get(QUESTIONS).text
    assert "pas encore répondu" in client.get(ANSWERS).text
    assert f'href="{QUESTIONS}"' in client.get("/mon-compte/").text
    answered = QuestionFactory(author=me, title="Quel prix", answers_count=2)
    hidden = QuestionFactory(author=me, title="Ma pub", hidden=True)
    QuestionFactory(author=me, title="Effacée", status=ContentStatus.DELETED)
    QuestionFactory(title="D’un autre")
    QuestionFactory(title="Masquée d’un autre", hidden=True)
    page = client.get(QUESTIONS)
    assert set(page.context["page_obj"]) == {answered, hidden}
    for part in (
        answered.get_absolute_url(),
        "2 réponses",
        "Masqué<",
        "/moderation/mes-decisions/",
    ):
        assert part in page.text
    client.force_login(equipe)
    assert list(client.get(QUESTIONS).context["page_obj"]) == []


def test_my_answers_the_last_first(client, me):
    old = AnswerFactory(author=me, created_at=timezone.now() - timedelta(days=9))
    new = AnswerFactory(author=me, hidden=True)
    type(old.question).objects.filter(pk=old.question_id).update(accepted_answer=old)
    AnswerFactory()
    page = client.get(ANSWERS)
    assert list(page.context["page_obj"]) == [new, old]
    for part in (old.question.title, f"#reponse-{old.pk}", "Réponse retenue", "Masqué<"):
        assert part in page.text


def test_one_and_more_than_a_page_cost_the_same(client, me, django_assert_num_queries):
    first = QuestionFactory(author=me)
    AnswerFactory(author=me, question__space=first.space)
    costs = {}
    for address in (QUESTIONS, ANSWERS):
        client.get(address)
        with CaptureQueriesContext(connection) as one:
            client.get(address)
        assert len(one) <= 8
        costs[address] = len(one)
    QuestionFactory.create_batch(20, author=me, space=first.space)
    AnswerFactory.create_batch(20, author=me, question=first)
    for address, cost in costs.items():
        with django_assert_num_queries(cost):
            page = client.get(address)
        assert len(page.context["page_obj"]) == 20
        assert "Plus de 20" in page.text
        with django_assert_num_queries(cost):
            assert len(client.get(address, {"avant": "fin"}).context["page_obj"]) == 20
        assert client.get(address, {"apres": "abc"}).status_code == 200


# --- What the rooms below and all templates get ---------------------------------------------------


@pytest.mark.parametrize("key", ["question", "reponse"])
def test_contents_may_be_reported(client, key):
    answer = AnswerFactory(body="Le texte de la réponse.")
    content = answer if key == "reponse" else answer.question
    kind = by_key(key)

    assert type(content) is kind.model
    assert kind.text(content).endswith(content.body)
    assert kind.url(content) == content.get_absolute_url()
    if key == "reponse":
        assert answer.question.title in kind.context(answer)
    assert client.get(f"/moderation/signaler/{key}/{content.pk}/").status_code == 200


@pytest.fixture
def context(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    return {"request": request}


def test_the_map_and_the_tags_show_published_questions_of_their_place(
    context, django_assert_num_queries
):
    space = SpaceFactory()
    mine = QuestionFactory(space=space)
    QuestionFactory(space=space, hidden=True)
    others = QuestionFactory.create_batch(LATEST_SHOWN)

    assert latest_questions(context) == others[::-1]
    assert space_questions(space) == [mine]
    assert space_questions(None) == []
    with django_assert_num_queries(1):
        found = {item.get_absolute_url() for item in QuestionSitemap().items()}
    assert found == {item.get_absolute_url() for item in (mine, *others)}
    assert space in SpaceSitemap().items()


def test_questions_near_to_another_share_the_most_themes(django_assert_num_queries):
    base, one, two, none = QuestionFactory.create_batch(4)
    hidden = QuestionFactory(hidden=True, stage="vote")
    base.tags.set(["Travaux", "Syndic"])
    one.tags.set(["Travaux"])
    two.tags.set(["Travaux", "Syndic"])
    hidden.tags.set(["Travaux", "Syndic"])
    none.tags.set(["Eau chaude"])

    with django_assert_num_queries(1):
        assert near_questions(base) == [two, one]
    assert near_questions(none) == []
    published = Question.objects.published()
    assert list(published.related(tags=["Travaux", "Syndic"])[:2]) == [two, base]
    # Without theme, those of the stage.
    vote = QuestionFactory(stage="vote")
    assert list(published.related(tags=[], stage="vote")) == [vote]
    assert list(published.related(tags=[])) == []
