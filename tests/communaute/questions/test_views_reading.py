import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from communaute.questions.models import ANSWERS_PER_PAGE, Question
from communaute.questions.text_pipeline.text import render
from socle.public_pages import add_to_public_pages, touch_public_pages
from socle.search import indexing
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory

from .factories import AnswerFactory, QuestionFactory, SpaceFactory

pytestmark = pytest.mark.django_db

HOME = "/communaute/"


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def titles(response):
    return [question.title for question in response.context["listed"].page]


def test_home_shows_questions_and_spaces(client, national):
    question = QuestionFactory()

    response = client.get(HOME)

    assert response.status_code == 200
    page = soup(response)
    assert len(page.select("h1")) == 1
    assert page.find("a", href=question.get_absolute_url())
    assert page.find("a", href=national.get_absolute_url())
    assert page.find("a", href=question.space.get_absolute_url())


def test_reading_sets_no_cookie(client, db):
    question = QuestionFactory()

    for address in (HOME, question.get_absolute_url(), question.space.get_absolute_url()):
        response = client.get(address)
        assert not response.cookies
        assert b"csrfmiddlewaretoken" not in response.content


def test_hidden_questions_are_in_no_list(client, equipe):
    hidden = QuestionFactory(hidden=True)
    client.force_login(equipe)

    assert titles(client.get(HOME)) == []
    assert titles(client.get(hidden.space.get_absolute_url())) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "etude"}, ["Quelle étude demander ?"]),
        ({"q": "ÉTUDES chaufferie"}, ["Quelle étude demander ?"]),
        ({"q": "introuvable"}, []),
        ({"q": "???"}, []),
        ({"etape": "vote"}, ["Quelle majorité au vote ?"]),
        ({"sans_reponse": "1"}, ["Quelle étude demander ?"]),
        ({"espace": "lyon"}, ["Quelle majorité au vote ?"]),
        ({"q": "vote", "etape": "audit"}, []),
    ],
)
def test_filters(client, space, query, found):
    QuestionFactory(
        title="Quelle étude demander ?",
        body_html="<p>Notre chaufferie est vieille.</p>",
        space=space,
    )
    vote = QuestionFactory(
        title="Quelle majorité au vote ?",
        stage="vote",
        space=SpaceFactory(slug="lyon"),
    )
    AnswerFactory(question=vote)
    indexing.rebuild(["questions"])

    assert titles(client.get(HOME, query)) == found


@pytest.mark.parametrize(
    "query",
    [
        {"page": "abc"},
        {"page": "-3"},
        {"page": "999999999999999999999"},
        {"apres": "AAAA"},
        {"apres": "_" * 22},
        {"avant": "é" * 70},
        {"tri": "nimporte"},
        {"etape": "nimporte"},
        {"espace": "inconnu"},
        {"q": "x" * 201},
        {"q": "a\x00b"},
        {"sans_reponse": "peut-être"},
    ],
)
def test_nonsense_filters_are_left_out(client, db, query):
    question = QuestionFactory()
    if query.get("sans_reponse") is None:
        AnswerFactory(question=question)

    response = client.get(HOME, query)

    assert response.status_code == 200
    assert titles(response) == [question.title]


def test_empty_search_offers_to_clear_it(client, db):
    page = client.get(HOME, {"q": "introuvable"}).content.decode()

    assert "Aucune question ne correspond" in page


def test_empty_space_invites_to_ask_there(client, space):
    page = soup(client.get(space.get_absolute_url()))

    assert page.select_one(f".cu-empty a[href='/communaute/questions/poser/?espace={space.slug}']")


def test_space_says_which_agency_answers(client, space):
    OrganisationFactory(name="ALEC de Grenoble", covers=["38"])
    OrganisationFactory(name="ALEC de Nantes", covers=["44"])

    page = client.get(space.get_absolute_url()).content.decode()

    assert "ALEC de Grenoble" in page
    assert "ALEC de Nantes" not in page


def test_unknown_space_is_not_found(client, db):
    assert client.get("/communaute/espaces/inconnu/").status_code == 404


def test_question_page(client, db):
    question = QuestionFactory(stage="vote", lots=58, energy="fioul")
    first, second = AnswerFactory.create_batch(2, question=question)

    page = soup(client.get(question.get_absolute_url()))

    assert page.h1.get_text(strip=True) == question.title
    chips = [chip.get_text() for chip in page.select(".cu-chips li")]
    assert chips == ["Vote en assemblée générale", "58 lots", "Fioul"]
    assert [a["id"] for a in page.select(".cu-answer")] == [
        f"reponse-{first.pk}",
        f"reponse-{second.pk}",
    ]
    assert page.find("a", href=f"/communaute/questions/{question.pk}/repondre/")
    assert page.find("link", rel="canonical")["href"].endswith(question.get_absolute_url())


def test_accepted_answer_comes_first_once(client, db):
    question = QuestionFactory()
    first, second = AnswerFactory.create_batch(2, question=question)
    Question.objects.filter(pk=question.pk).update(accepted_answer=second)

    page = soup(client.get(question.get_absolute_url()))

    assert [a["id"] for a in page.select(".cu-answer")] == [
        f"reponse-{second.pk}",
        f"reponse-{first.pk}",
    ]
    assert "Réponse retenue" in page.select_one(".cu-answer--accepted").get_text()


def test_badges_stand_beside_authors(client, db):
    question = QuestionFactory()
    answer = AnswerFactory(question=question, author=UserFactory(agence=True))

    page = soup(client.get(question.get_absolute_url()))

    badge = page.select_one(f"#reponse-{answer.pk} .cu-badge-role--agence")
    assert badge.get_text().startswith("Agence · ")


def test_mail_addresses_are_never_shown(client, user):
    question = QuestionFactory(author=user)
    AnswerFactory(question=question, author=UserFactory(email="secret@example.org"))

    for address in (HOME, question.get_absolute_url(), f"{HOME}questions/atom.xml"):
        page = client.get(address).content.decode()
        assert "monique@example.org" not in page
        assert "secret@example.org" not in page


def test_deleted_author_is_a_former_member(client, db):
    question = QuestionFactory(author=None)
    AnswerFactory(question=question, author=None)

    assert "Ancien membre" in client.get(question.get_absolute_url()).content.decode()


@pytest.mark.parametrize("slug", ["autre-chose", "x"])
def test_wrong_slug_goes_to_the_right_one(client, db, slug):
    question = QuestionFactory()

    response = client.get(f"/communaute/questions/{question.pk}-{slug}/?reponse=2")

    assert response.status_code == 301
    assert response["Location"] == f"{question.get_absolute_url()}?reponse=2"


@pytest.mark.parametrize("pk", [0, 424242, 2**63, 10**30])
def test_unknown_question_is_not_found(client, db, pk):
    assert client.get(f"/communaute/questions/{pk}-x/").status_code == 404


def test_hidden_question_is_for_its_author_and_agency(client, user, agence, agence_ailleurs):
    address = QuestionFactory(author=user, hidden=True).get_absolute_url()

    assert client.get(address).status_code == 404
    for person, status in ((user, 200), (agence, 200), (agence_ailleurs, 404)):
        client.force_login(person)
        response = client.get(address)
        assert response.status_code == status
        if status == 200:
            page = response.content.decode()
            assert "Ce texte est masqué par la modération" in page
            assert "noindex" in page
            assert "canonical" not in page
            assert "application/ld+json" not in page


def test_hidden_answer_is_for_its_author_and_agency(client, agence, agence_ailleurs):
    answer = AnswerFactory(hidden=True, body_html="<p>Texte caché.</p>")
    address = answer.question.get_absolute_url()

    assert "Texte caché" not in client.get(address).content.decode()
    for person, shown in ((answer.author, True), (agence, True), (agence_ailleurs, False)):
        client.force_login(person)
        assert ("Texte caché" in client.get(address).content.decode()) is shown


def test_hidden_accepted_answer_is_not_put_forward(client, db):
    answer = AnswerFactory(hidden=True)
    Question.objects.filter(pk=answer.question_id).update(accepted_answer=answer)

    assert "Réponse retenue" not in client.get(answer.question.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("number", "on_page_2"), [(20, None), (21, 1)])
def test_long_thread_is_paged_and_a_link_finds_its_answer(client, db, number, on_page_2):
    question = QuestionFactory()
    last = AnswerFactory.create_batch(number, question=question)[-1]
    question.refresh_from_db()
    last.question = question

    response = client.get(last.get_absolute_url().partition("#")[0])

    assert soup(response).find(id=f"reponse-{last.pk}")
    assert response.context["page_obj"].has_previous is bool(on_page_2)
    assert len(response.context["answers"]) == (on_page_2 or ANSWERS_PER_PAGE)


@pytest.mark.parametrize(
    "query", [{"page": "abc"}, {"reponse": "abc"}, {"reponse": "9" * 30}, {"apres": "é\x00"}]
)
def test_nonsense_place_is_the_beginning(client, db, query):
    question = QuestionFactory()
    AnswerFactory.create_batch(21, question=question)

    response = client.get(question.get_absolute_url(), query)

    assert response.status_code == 200
    assert not response.context["page_obj"].has_previous


@pytest.mark.parametrize(("days", "warned"), [(179, False), (181, True)])
def test_old_thread_says_so(client, db, days, warned):
    moment = timezone.now() - timedelta(days=days)
    question = QuestionFactory(last_activity_at=moment)

    page = client.get(question.get_absolute_url()).content.decode()

    assert ("a plus de six mois" in page) is warned


def test_structured_data_for_search_engines(client, db):
    text = "Un **texte** avec </script> dedans, bien long."
    question = QuestionFactory(body=text, body_html=render(text))
    answer = AnswerFactory(question=question)
    AnswerFactory(question=question, hidden=True)

    page = soup(client.get(question.get_absolute_url()))

    data = json.loads(page.find("script", type="application/ld+json").string)["mainEntity"]
    assert data["text"] == "Un texte avec </script> dedans, bien long."
    assert data["answerCount"] == 1
    assert [a["text"] for a in data["suggestedAnswer"]] == [answer.body]
    assert "acceptedAnswer" not in data


def test_only_who_may_accept_sees_the_button(client, membre, agence):
    question = QuestionFactory(absent=True)
    user = question.author
    answer = AnswerFactory(question=question)
    action = f"/communaute/reponses/{answer.pk}/retenir/"

    for person, shown in ((agence, True), (membre, False), (user, True)):
        client.force_login(person)
        page = soup(client.get(question.get_absolute_url()))
        assert bool(page.find("form", action=action)) is shown


def test_feed_has_published_questions_only(client, db):
    shown, hidden = QuestionFactory(), QuestionFactory(hidden=True)

    response = client.get("/communaute/questions/atom.xml")

    text = response.content.decode()
    assert "application/atom+xml" in response["Content-Type"]
    assert shown.title in text
    assert hidden.title not in text


@pytest.mark.parametrize("rows", [1, 40])
@pytest.mark.parametrize("trait", [{}, {"agence": True}, {"equipe": True}])
def test_list_budget(client, rows, trait, django_assert_max_num_queries):
    space = SpaceFactory()
    for _ in range(rows):
        # Enough are answered for the usual time to be said.
        AnswerFactory(question=QuestionFactory(space=space))
    client.force_login(UserFactory(**trait))
    client.get(HOME)  # the first page of a session stores its token
    client.get(space.get_absolute_url())

    for address in (HOME, space.get_absolute_url()):
        with django_assert_max_num_queries(8):
            client.get(address)


@pytest.mark.parametrize("answers", [0, 1, 19])
@pytest.mark.parametrize("trait", [{}, {"agence": True}, {"equipe": True}])
def test_question_budget(client, answers, trait, django_assert_max_num_queries):
    question = QuestionFactory()
    for _ in range(answers):
        AnswerFactory(question=question, author=UserFactory(exploitant=True))
    question.tags.set(["Travaux"])
    QuestionFactory().tags.set(["Travaux"])
    OrganisationFactory(covers=["38"])
    client.force_login(UserFactory(**trait))
    client.get(question.get_absolute_url())

    with django_assert_max_num_queries(14):
        client.get(question.get_absolute_url())


def test_anonymous_warm_page_costs_one_query(client, db, django_assert_max_num_queries):
    question = QuestionFactory()
    client.get(question.get_absolute_url())

    with django_assert_max_num_queries(1):
        client.get(question.get_absolute_url())


def _two_of_a_theme():
    asked = [QuestionFactory(), QuestionFactory(title="Combien dure le chantier ?")]
    for question in asked:
        question.tags.add("travaux")
    return asked


def test_what_stands_beside_is_made_once_for_all_who_are_signed_in(
    client, django_capture_on_commit_callbacks
):
    question, other = _two_of_a_theme()
    client.force_login(UserFactory())
    assert other.title in client.get(question.get_absolute_url()).content.decode()
    Question.objects.filter(pk=other.pk).update(title="Combien de temps ?")
    client.force_login(UserFactory())
    assert other.title in client.get(question.get_absolute_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        touch_public_pages()
    assert other.title not in client.get(question.get_absolute_url()).content.decode()


def test_what_stands_beside_is_never_late_for_who_reads_signed_out(
    client, django_capture_on_commit_callbacks
):
    question, other = _two_of_a_theme()
    assert (
        "Pas encore de réponse</span>" in client.get(question.get_absolute_url()).content.decode()
    )
    with django_capture_on_commit_callbacks(execute=True):
        AnswerFactory(question=other)
        Question.objects.filter(pk=other.pk).update(answers_count=1)
        add_to_public_pages()
    assert "1 réponse</span>" in client.get(question.get_absolute_url()).content.decode()
