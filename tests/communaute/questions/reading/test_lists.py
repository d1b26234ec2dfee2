"""Lists of questions: their pages, their tabs, their filters."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.questions.models import Question
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
    helpful = QuestionFactory(space=space, useful_count=2, answers_count=1)
    page = client.get("/communaute/?q=raccordement&apres=abc")
    tabs = soup(page).select(".cu-tabs a")
    assert [tab.text for tab in tabs] == ["Dernières", "Sans réponse", "Les plus utiles"]
    assert [tab.get("aria-current") for tab in tabs] == ["page", None, None]
    assert all("q=raccordement" in tab["href"] and "apres" not in tab["href"] for tab in tabs)
    here = space.get_absolute_url()
    assert titles(client.get(f"{here}?sans_reponse=1")) == [waiting.title]
    useful = client.get(f"{here}?tri=utiles")
    assert titles(useful) == [helpful.title, answered.title, waiting.title]
    assert "3 questions" in useful.text
    client.force_login(UserFactory())
    assert soup(client.get(HOME)).select(".cu-tabs a")[-1]["href"] == "/communaute/mes-questions/"


def test_twenty_per_page_in_a_stable_order(client, db):
    moment = timezone.now()
    QuestionFactory.create_batch(41, space=SpaceFactory(), last_activity_at=moment)

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
