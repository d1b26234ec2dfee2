"""What the author is shown before publication, and what the wait looks like, without JavaScript."""

import uuid
from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse

from cms.starter import TEAM, create_team_group
from communaute.moderation.enums import ContentStatus
from communaute.moderation.prescreening.models import Review, WordList
from communaute.questions.models import Answer, Comment, Question
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory, SpaceFactory

pytestmark = pytest.mark.django_db
BODY = "Notre chaudière a trente ans. Appelez-moi au 06 12 34 56 78, ou écrivez à moi@exemple.fr."


@pytest.fixture
def writer(client):
    person = UserFactory(display_name="Nina P.")
    client.force_login(person)
    return person


@pytest.fixture
def data():
    return {
        "title": "Combien coûte le raccordement ?",
        "body": BODY,
        "space": SpaceFactory(slug="grenoble").slug,
        "submission_key": str(uuid.uuid4()),
    }


@pytest.mark.usefixtures("trusted")
def test_private_data_is_shown_marked_before_anything_is_stored(client, writer, data):
    page = client.post(reverse("questions:ask"), data)
    assert page.status_code == 422
    assert not Question.objects.exists()
    assert "<mark>06 12 34 56 78</mark>" in page.text
    assert "<mark>moi@exemple.fr</mark>" in page.text
    assert BODY in page.text
    assert 'name="coordonnees" value="retirer"' in page.text


@pytest.mark.usefixtures("trusted")
def test_one_button_takes_it_out_and_publishes(client, writer, data):
    page = client.post(reverse("questions:ask"), data | {"coordonnees": "retirer"})
    question = Question.objects.get()
    assert page.status_code == 302
    assert question.status == ContentStatus.PUBLISHED
    assert "[téléphone retiré]" in question.body
    assert "[adresse électronique retirée]" in question.body
    assert "06 12" not in question.body


@pytest.mark.usefixtures("trusted")
def test_kept_it_is_read_before_it_is_public(client, writer, data):
    page = client.post(reverse("questions:ask"), data | {"coordonnees": "relire"}, follow=True)
    question = Question.objects.get()
    assert question.status == ContentStatus.PENDING
    assert "06 12 34 56 78" in question.body
    assert "en attente de relecture, en moins de 24\u00a0heures" in page.text
    assert "En attente de relecture" in page.text


@pytest.mark.usefixtures("trusted")
def test_an_unknown_choice_is_no_choice(client, writer, data):
    assert client.post(reverse("questions:ask"), data | {"coordonnees": "x"}).status_code == 422
    assert not Question.objects.exists()


@pytest.mark.usefixtures("trusted")
def test_a_visitor_takes_it_out_before_signing_in(client, data):
    assert client.post(reverse("questions:ask"), data).status_code == 422
    client.post(reverse("questions:ask"), data | {"coordonnees": "retirer"})
    client.force_login(UserFactory(display_name="Nina P."))
    page = client.get(reverse("questions:ask"))
    assert "[téléphone retiré]" in page.text
    assert "06 12 34 56 78" not in page.text


@pytest.mark.usefixtures("trusted")
def test_contacts_that_organisations_publish_are_no_private_data(client, writer, data):
    OrganisationFactory(phone="04 76 00 19 09", email="infos@alec.test")
    body = "L’agence répond au 04.76.00.19.09 ou à infos@alec.test, et même service@ademe.fr."
    assert client.post(reverse("questions:ask"), data | {"body": body}).status_code == 302
    assert Question.objects.get().status == ContentStatus.PUBLISHED


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("kind", ["answer", "comment"])
def test_answers_and_comments_are_looked_at_too(client, writer, kind):
    question = QuestionFactory()
    url = reverse({"answer": "questions:answer", "comment": "questions:question_comments"}[kind],
                  args=[question.pk])  # fmt: skip
    model = {"answer": Answer, "comment": Comment}[kind]
    data = {"body": BODY, "submission_key": str(uuid.uuid4())}
    page = client.post(url, data)
    assert page.status_code == 422
    assert "<mark>06 12 34 56 78</mark>" in page.text
    assert not model.objects.exists()
    client.post(url, data | {"coordonnees": "retirer"})
    assert "[téléphone retiré]" in model.objects.get().body


@pytest.mark.usefixtures("trusted")
def test_an_edit_is_looked_at_too(client, writer):
    answer = AnswerFactory(author=writer)
    url = reverse("revisions:edit_answer", args=[answer.pk])
    data = {"body": BODY, "version": answer.version}
    page = client.post(url, data)
    assert page.status_code == 422
    assert "<mark>06 12 34 56 78</mark>" in page.text
    answer.refresh_from_db()
    assert "06 12" not in answer.body
    client.post(url, data | {"coordonnees": "retirer"})
    answer.refresh_from_db()
    assert "[téléphone retiré]" in answer.body


@pytest.mark.usefixtures("trusted")
def test_a_preview_shows_no_private_data_unseen(client, writer, data):
    page = client.post(reverse("questions:ask"), data | {"apercu": "1"})
    assert page.status_code == 422
    assert "<mark>06 12 34 56 78</mark>" in page.text


def test_the_page_of_what_waits_is_its_authors_and_its_moderators(client, writer, data):
    data["body"] = "Notre chaudière au gaz a vingt-cinq ans et le réseau passe dans la rue."
    told = client.post(reverse("questions:ask"), data, follow=True)
    question = Question.objects.get()
    assert question.status == ContentStatus.PENDING
    assert "Votre texte est en attente de relecture, en moins de 24\u00a0heures" in told.text
    Review.objects.update(held_at=F("held_at") - timedelta(hours=25))
    late = client.get(question.get_absolute_url()).text
    assert "plus longtemps que nous ne l’avions dit" in late
    assert "moins de 24" not in late
    page = client.get(question.get_absolute_url())
    assert "En attente de relecture" in page.text
    assert "Ce texte est masqué" not in page.text
    assert reverse("revisions:edit_question", args=[question.pk]) in page.text
    client.force_login(UserFactory(agence=True))
    assert client.get(question.get_absolute_url()).status_code == 200
    for stranger in (
        UserFactory(),
        UserFactory(exploitant=True),
        UserFactory(agence_ailleurs=True),
    ):
        client.force_login(stranger)
        assert client.get(question.get_absolute_url()).status_code == 404
    client.logout()
    assert client.get(question.get_absolute_url()).status_code == 404


def test_lists_of_words_are_kept_by_the_national_team_only(client):
    create_team_group()
    from django.contrib.auth.models import Group

    team = UserFactory(equipe=True)
    team.groups.add(Group.objects.get(name=TEAM))
    client.force_login(team)
    url = "/gestion/snippets/prescreening/wordlist/add/"
    assert client.get(url).status_code == 200
    client.post(url, {"name": "Jeux d’argent", "words": "casino*", "is_active": "on"})
    assert WordList.objects.get().words == "casino*"
    for other in (UserFactory(editeur=True), UserFactory(agence=True), UserFactory()):
        client.force_login(other)
        assert client.get(url).status_code in {302, 403}
