"""The public page of who writes: what it shows, to whom it exists, how its name is judged."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communaute.comptes.closing import close_account
from communaute.comptes.models import User
from communaute.comptes.services import change_display_name
from communaute.moderation.enums import ContentStatus
from communaute.moderation.registry import by_key
from communaute.questions.models import Profile, UsefulVote
from communaute.questions.profiles import thanks_to
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.reseaux.factories import ensure_space
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.acts import ask, becomes, comment, reply, soup
from tests.communaute.questions.factories import (
    AnswerFactory,
    CommentFactory,
    QuestionFactory,
    SpaceFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]


@pytest.fixture
def monique():
    return UserFactory(display_name="Monique D.", email="monique@example.org")


def test_the_page_says_who_since_when_what_and_how_many_thanked(client, monique):
    first, second = AnswerFactory(author=monique), AnswerFactory(author=monique)
    hidden = AnswerFactory(author=monique, hidden=True)
    of_hidden = AnswerFactory(author=monique, question=QuestionFactory(hidden=True))
    voter = UserFactory()
    for answer in (first, second, hidden):
        UsefulVote.objects.create(answer=answer, user=voter)
    UsefulVote.objects.create(answer=first, user=None)

    page = client.get(monique.get_absolute_url())

    main = soup(page).main.get_text(" ", strip=True)
    assert page.status_code == 200
    assert soup(page).h1.get_text() == "Monique D."
    for said in ("2 réponses", "0 question", "2 personnes lui ont dit merci", "depuis"):
        assert said in main
    assert first.question.title in main
    for unsaid in (hidden.question.title, of_hidden.question.title, "monique@", "example.org"):
        assert unsaid not in main
    assert soup(page).find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert thanks_to(monique.pk) == 2
    # The level of trust is told in words.
    newcomer, mandate = UserFactory(confirmed_email=False), AmbassadeurFactory()
    ambassador = f"Ambassadeur · {mandate.copropriete}"
    for person, words in (
        (monique, ("Membre connu de la communauté, depuis",)),
        (newcomer, ("Nouveau membre, depuis",)),
        (mandate.user, ("Membre de confiance, depuis", ambassador)),
    ):
        AnswerFactory(author=person)
        page = client.get(person.get_absolute_url()).text
        assert [said for said in words if said not in page] == []


def test_an_earlier_name_leads_to_that_of_today_and_a_closed_account_has_no_page(client, monique):
    client.force_login(UserFactory())  # a visitor may be served a kept page
    answer = AnswerFactory(author=monique)
    before = monique.get_absolute_url()
    change_display_name(actor=monique, display_name="Monique Durand")
    address = monique.get_absolute_url()
    moved = client.get(before)
    assert (moved.status_code, moved["Location"]) == (301, address)
    assert moved["Cache-Control"] == "no-cache"
    assert client.get(address).status_code == 200
    User.objects.filter(pk=monique.pk).update(is_active=False)
    page = client.get(address)
    assert page.status_code == 410
    # The name stays on the texts until the account is erased.
    assert "Pendant les 7 jours" in page.text
    assert "sans son nom" not in page.text
    assert "Ce compte est fermé" in page.text
    assert "Monique" not in soup(page).main.get_text()
    thread = soup(client.get(answer.question.get_absolute_url()))
    assert "Monique" in thread.main.get_text()
    assert not thread.select(f'a[href="{address}"]')
    User.objects.filter(pk=monique.pk).update(is_active=True)
    Profile.objects.create(author=monique)
    close_account(actor=monique)
    assert client.get(address).status_code == 404
    assert not Profile.objects.exists()


def test_questions_answers_and_comments_lead_to_their_authors(client):
    answer = AnswerFactory()
    comment = CommentFactory(answer=answer)
    page = soup(client.get(answer.question.get_absolute_url()))
    found = {one["href"] for one in page.select("a.cu-author__link")}
    people = (answer.question.author, answer.author, comment.author)
    assert found == {one.get_absolute_url() for one in people}
    # Nothing of a newcomer can be read yet: neither they nor who reads before are led to a 404.
    author = AnswerFactory(question=answer.question, status=ContentStatus.PENDING).author
    for reader in (author, UserFactory(equipe=True)):
        client.force_login(reader)
        page = soup(client.get(answer.question.get_absolute_url()))
        assert author.public_name in page.main.get_text()
        assert client.get(author.get_absolute_url()).status_code == 404
        assert not page.select(f'a[href="{author.get_absolute_url()}"]')


@pytest.mark.parametrize("act", [ask, reply, comment])
def test_a_page_opens_with_the_first_text_and_once(clock, monique, act):
    for actor in (monique, monique, UserFactory()):
        about = () if act is ask else (QuestionFactory(),)
        text = f"Un texte assez long pour être publié, à {clock(minutes=6)}."
        act(*about, actor=User.objects.get(pk=actor.pk), body=text)
    assert Profile.objects.filter(author=monique).count() == 1
    assert Profile.objects.count() == 2


def test_a_name_is_reported_taken_off_and_given_back(client, monique):
    # Who wrote nothing that others read has no page.
    CommentFactory(author=monique, hidden=True)
    assert client.get(monique.get_absolute_url()).status_code == 404
    CommentFactory(author=monique)
    profile = Profile.objects.create(author=monique)
    page = soup(client.get(monique.get_absolute_url()))
    link = page.find("a", string="Signaler ce nom")
    assert client.get(link["href"]).status_code == 200
    client.force_login(monique)
    assert "Signaler ce nom" not in client.get(monique.get_absolute_url()).text
    client.logout()
    kind = by_key("membre")
    assert kind.text(profile) == "Nom affiché : Monique D."

    becomes(profile, ContentStatus.HIDDEN)
    monique.refresh_from_db()
    assert monique.display_name == ""
    assert kind.text(profile) == "Nom affiché : Monique D."
    page = client.get(monique.get_absolute_url())
    assert "Monique" not in page.text
    assert "son nom a été retiré" in page.text
    assert soup(page).find("a", string="Signaler ce nom") is None

    becomes(profile, ContentStatus.PUBLISHED)
    monique.refresh_from_db()
    profile.refresh_from_db()
    assert (monique.display_name, profile.hidden_name) == ("Monique D.", "")
    # One that is chosen meanwhile is kept.
    becomes(profile, ContentStatus.HIDDEN)
    change_display_name(actor=User.objects.get(pk=monique.pk), display_name="M. Durand")
    becomes(profile, ContentStatus.PUBLISHED)
    monique.refresh_from_db()
    assert monique.display_name == "M. Durand"


def test_the_page_costs_the_same_at_one_answer_and_at_a_page_which_is_read_by_keys(client, monique):
    address = monique.get_absolute_url()

    def cost():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    client.force_login(UserFactory())
    AnswerFactory(author=monique)
    one = cost()
    asked = {"question__space": SpaceFactory(), "question__author": UserFactory()}
    AnswerFactory.create_batch(20, author=monique, **asked)
    assert cost() == one <= 12
    page = soup(client.get(address))
    assert len(page.select(".cu-question-line")) == 20
    assert page.find("a", rel="next") or page.select_one("nav a[href*='apres=']")


def test_ambassadors_read_how_many_people_thanked_them(client):
    mandate = AmbassadeurFactory()
    space = ensure_space(mandate.copropriete.reseau)
    answer = AnswerFactory(author=mandate.user, question__space=space)
    client.force_login(mandate.user)
    assert "dit merci" not in client.get("/mon-compte/").text
    UsefulVote.objects.create(answer=answer, user=UserFactory())
    assert "1 personne vous a dit merci" in client.get("/mon-compte/").text
    UsefulVote.objects.create(answer=answer, user=UserFactory())
    assert "2 personnes vous ont dit merci" in client.get("/mon-compte/").text
    page = client.get(mandate.copropriete.get_absolute_url())
    assert "2 personnes ont dit merci" in page.text
