import json
from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.questions.models import Question
from communaute.questions.text_pipeline.text import render
from socle.public_pages import add_to_public_pages, touch_public_pages
from socle.search import indexer
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.communaute.questions.acts import soup
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory, SpaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]

HOME = "/communaute/"


def titles(response):
    return [question.title for question in response.context["listed"].page]


def test_home_shows_questions_and_spaces_and_no_list_or_feed_what_is_hidden(
    client, national, equipe
):
    shown, hidden = QuestionFactory(), QuestionFactory(hidden=True)

    page = soup(client.get(HOME))

    assert len(page.select("h1")) == 1
    for one in (shown, national, shown.space):
        assert page.find("a", href=one.get_absolute_url())
    client.force_login(equipe)
    assert titles(client.get(HOME)) == [shown.title]
    assert titles(client.get(hidden.space.get_absolute_url())) == []
    feed = client.get("/communaute/questions/atom.xml")
    assert "application/atom+xml" in feed["Content-Type"]
    assert shown.title in feed.text
    assert hidden.title not in feed.text


def test_filters(client, space):
    study = QuestionFactory(
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
    indexer.rebuild(["questions"])
    wanted = {
        "q=etude": [study.title],
        "q=ÉTUDES chaufferie": [study.title],
        "q=introuvable": [],
        "q=???": [],
        "etape=vote": [vote.title],
        "sans_reponse=1": [study.title],
        "espace=lyon": [vote.title],
        "q=vote&etape=audit": [],
    }

    assert {query: titles(client.get(f"{HOME}?{query}")) for query in wanted} == wanted
    assert "Aucune question ne correspond" in client.get(f"{HOME}?q=introuvable").text


def test_nonsense_filters_are_left_out(client):
    question = QuestionFactory()
    queries = (
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
    )

    client.force_login(UserFactory())  # a visitor may be served a kept page
    found = {str(query): titles(client.get(HOME, query)) for query in queries}

    assert found == {query: [question.title] for query in found}


def test_empty_space_invites_to_ask_there_and_an_unknown_one_is_not_found(client, space):
    page = soup(client.get(space.get_absolute_url()))

    assert page.select_one(f".cu-empty a[href='/communaute/questions/poser/?espace={space.slug}']")
    assert client.get("/communaute/espaces/inconnu/").status_code == 404


def test_question_page(client):
    text = "Un **texte** avec </script> dedans, bien long."
    question = QuestionFactory(
        stage="vote", lots=58, energy="fioul", body=text, body_html=render(text)
    )
    first = AnswerFactory(question=question, author=UserFactory(agence=True))
    second = AnswerFactory(question=question, author=None)
    AnswerFactory(question=question, hidden=True)

    page = soup(client.get(question.get_absolute_url()))

    assert page.h1.get_text(strip=True) == question.title
    chips = [chip.get_text() for chip in page.select(".cu-chips li")]
    assert chips == ["Vote en assemblée générale", "58 lots", "Fioul"]
    shown = [one["id"] for one in page.select(".cu-answer")]
    assert shown == [f"reponse-{first.pk}", f"reponse-{second.pk}"]
    badge = page.select_one(f"#reponse-{first.pk} .cu-badge-role--agence")
    assert badge.get_text().startswith("Agence · ")
    assert "Ancien membre" in page.find(id=f"reponse-{second.pk}").get_text()
    assert page.find("a", href=f"/communaute/questions/{question.pk}/repondre/")
    assert page.find("link", rel="canonical")["href"].endswith(question.get_absolute_url())
    # What search engines read.
    data = json.loads(page.find("script", type="application/ld+json").string)["mainEntity"]
    assert data["text"] == "Un texte avec </script> dedans, bien long."
    assert data["answerCount"] == 2
    assert [a["text"] for a in data["suggestedAnswer"]] == [first.body, second.body]
    assert "acceptedAnswer" not in data


def test_reading_sets_no_cookie_and_shows_no_mail_address(client, user):
    question = QuestionFactory(author=user)
    AnswerFactory(question=question, author=UserFactory(email="secret@example.org"))

    for address in (
        HOME,
        question.get_absolute_url(),
        question.space.get_absolute_url(),
        f"{HOME}questions/atom.xml",
    ):
        response = client.get(address)
        assert not response.cookies
        for unsaid in ("csrfmiddlewaretoken", "monique@example.org", "secret@example.org"):
            assert unsaid not in response.text


def test_wrong_slug_goes_to_the_right_one_and_an_unknown_number_to_none(client):
    question = QuestionFactory()

    response = client.get(f"/communaute/questions/{question.pk}-autre-chose/?reponse=2")

    assert response.status_code == 301
    assert response["Location"] == f"{question.get_absolute_url()}?reponse=2"
    numbers = (0, 424242, 2**63, 10**30)
    found = {pk: client.get(f"/communaute/questions/{pk}-x/").status_code for pk in numbers}
    assert found == dict.fromkeys(numbers, 404)


def test_what_is_hidden_is_for_its_author_and_agency(client, user, agence, agence_ailleurs):
    address = QuestionFactory(author=user, hidden=True).get_absolute_url()
    answer = AnswerFactory(author=user, hidden=True, body_html="<p>Texte caché.</p>")
    Question.objects.update(accepted_answer=answer)
    thread = answer.question.get_absolute_url()

    assert client.get(address).status_code == 404
    page = client.get(thread).text
    assert "Texte caché" not in page
    assert "Réponse retenue" not in page
    for person, status in ((user, 200), (agence, 200), (agence_ailleurs, 404)):
        client.force_login(person)
        response = client.get(address)
        assert response.status_code == status
        assert ("Texte caché" in client.get(thread).text) is (status == 200)
        if status == 200:
            assert "Ce texte est masqué par la modération" in response.text
            assert "noindex" in response.text
            assert "canonical" not in response.text
            assert "application/ld+json" not in response.text


def test_nonsense_place_is_the_beginning(client):
    question = QuestionFactory()
    AnswerFactory.create_batch(21, question=question, author=question.author)
    queries = ({"page": "abc"}, {"reponse": "abc"}, {"reponse": "9" * 30}, {"apres": "é\x00"})

    pages = {str(one): client.get(question.get_absolute_url(), one) for one in queries}

    found = {query: page.context["page_obj"].has_previous for query, page in pages.items()}
    assert found == dict.fromkeys(pages, False)


def test_old_thread_says_so(client):
    wanted = {179: False, 181: True}
    found = {}
    for days in wanted:
        question = QuestionFactory(last_activity_at=timezone.now() - timedelta(days=days))
        found[days] = "a plus de six mois" in client.get(question.get_absolute_url()).text

    assert found == wanted


def test_only_who_may_accept_sees_the_button(client, membre, agence):
    question = QuestionFactory(absent=True)
    user = question.author
    answer = AnswerFactory(question=question)
    action = f"/communaute/reponses/{answer.pk}/retenir/"

    for person, shown in ((agence, True), (membre, False), (user, True)):
        client.force_login(person)
        page = soup(client.get(question.get_absolute_url()))
        assert bool(page.find("form", action=action)) is shown


@pytest.mark.parametrize(
    ("traits", "budget"), [(None, 3), ({}, 8), ({"agence": True}, 8), ({"equipe": True}, 8)]
)
def test_list_budget(client, traits, budget, django_assert_max_num_queries):
    space, author = SpaceFactory(), UserFactory()
    # Enough are answered for the usual time to be said.
    for question in QuestionFactory.create_batch(21, space=space, author=UserFactory()):
        AnswerFactory(question=question, author=author)
    if traits is not None:
        client.force_login(UserFactory(**traits))
    client.get(HOME)  # the first page of a session stores its token
    client.get(space.get_absolute_url())

    for address in (HOME, space.get_absolute_url()):
        with django_assert_max_num_queries(budget):
            client.get(f"{address}?x=1")


@pytest.mark.parametrize("trait", [{}, {"agence": True}, {"equipe": True}])
def test_question_budget(client, trait, django_assert_max_num_queries):
    question = QuestionFactory()
    for _ in range(5):
        AnswerFactory(question=question, author=UserFactory(exploitant=True))
    question.tags.set(["Travaux"])
    QuestionFactory().tags.set(["Travaux"])
    OrganisationFactory(covers=["38"])
    client.force_login(UserFactory(**trait))
    client.get(question.get_absolute_url())

    with django_assert_max_num_queries(14):
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
