"""Naming people of a thread: linked, told once, limited; nobody else is."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.utils import timezone

from communaute.comptes.closing import close_account
from communaute.notifications.models import Mail, Notification
from communaute.questions.comments import add_comment
from communaute.questions.errors import TooManyNamed
from communaute.questions.kinds import is_still_named
from communaute.questions.mentions.services import link
from communaute.questions.models import Answer, Mention
from communaute.questions.revisions.services import edit_answer
from communaute.questions.revisions.withdrawing import put_back, withdraw
from communaute.questions.services import answer_question
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import AnswerFactory, CommentFactory, QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    return QuestionFactory(author=UserFactory(display_name="Jean R."))


@pytest.fixture
def monique(question):
    """Who answered before."""
    person = UserFactory(display_name="Monique D.")
    AnswerFactory(question=question, author=person)
    return person


def reply(question, body, actor=None):
    return answer_question(
        actor=actor or UserFactory(agence=True),
        question=question,
        body=body,
        submission_key=uuid.uuid4(),
    )


def links(content):
    content.refresh_from_db()
    found = BeautifulSoup(content.body_html, "html.parser").select("a.cu-mention")
    return [(one.get_text(), one["href"]) for one in found]


def told(person):
    lines = Notification.objects.visible_to(person).filter(kind="mentions.named")
    return list(lines.values_list("title", flat=True))


def test_a_name_typed_exactly_leads_to_the_page_of_the_person_who_is_told(question, monique):
    answer = reply(question, "Comme @Monique D. le dit, comptez 1 200 € par lot.")

    assert links(answer) == [("@Monique D.", monique.get_absolute_url())]
    assert Mention.objects.get().user == monique
    [title] = told(monique)
    assert "vous nomme dans" in title
    mail = Mail.objects.get(user=monique, kind="mentions.named")
    assert (mail.state, mail.url) == ("held", answer.get_absolute_url())
    assert is_still_named(monique, mail.context)
    # The asker heard of the answer as the asker; the one who is named, of this answer only once.
    assert Notification.objects.filter(user=monique, key=f"questions-reponse-{answer.pk}").count()


@pytest.mark.parametrize(
    "text",
    [
        "Écrivez à monique@Monique D. si vous voulez.",
        "Voir https://exemple.test/@Monique D. pour le détail.",
        "> @Monique D. disait 1 200 € par lot.\n\nEt moi aussi, je le dis.",
        "C’est `@Monique D.` qui le disait ici.",
        "Monique D. l’a déjà dit plus haut, je crois.",
        "C’est @Monique Dupont qui le disait ici.",
        "C’est @Paul Z. qui le disait, et il n’est pas de la discussion.",
    ],
)
def test_what_is_no_mention_stays_a_text(question, monique, text):
    UserFactory(display_name="Paul Z.")
    answer = reply(question, text)
    assert links(answer) == []
    assert not Mention.objects.exists()
    assert told(monique) == []


def test_names_are_found_whatever_their_case_the_longest_first_and_stay_text():
    paul, martin = UserFactory(display_name="Paul"), UserFactory(display_name="Paul <b> & Co")
    people = {one.display_name: one for one in (paul, martin)}
    html, named = link("<p>@paul, @Paul &lt;b&gt; &amp; co et @Paule.</p>", people)
    soup = BeautifulSoup(html, "html.parser")
    assert [one.get_text() for one in soup.select("a")] == ["@paul", "@Paul <b> & co"]
    assert soup.b is None
    assert soup.get_text() == "@paul, @Paul <b> & co et @Paule."
    assert set(named.values()) == {paul, martin}


def test_a_closed_account_is_neither_linked_nor_told(question, monique):
    type(monique).objects.filter(pk=monique.pk).update(is_active=False)
    answer = reply(question, "Comme @Monique D. le dit, comptez 1 200 € par lot.")
    assert links(answer) == []
    assert not Mention.objects.exists()
    assert not Mail.objects.filter(user=monique).exists()


def test_somebody_whose_texts_are_hidden_is_of_the_thread_no_more(question):
    person = UserFactory(display_name="Paul Z.")
    AnswerFactory(question=question, author=person, hidden=True)
    assert links(reply(question, "Je ne suis pas de l’avis de @Paul Z., pour ma part.")) == []


@pytest.mark.parametrize(
    ("traits", "number", "accepted"),
    [
        ({"confirmed_email": False}, 2, True),
        ({"confirmed_email": False}, 3, False),
        ({"agence": True}, 5, True),
        ({"agence": True}, 6, False),
    ],
)
def test_how_many_people_one_text_names(question, traits, number, accepted):
    people = [UserFactory(display_name=f"Voisin {one}") for one in "ABCDEF"]
    for person in people:
        CommentFactory(question=question, answer=None, author=person)
    text = "Merci à " + " ".join(f"@{one.display_name}" for one in people[:number])
    actor = UserFactory(**traits)
    if accepted:
        assert len(links(reply(question, f"{text}, et encore @Voisin A.", actor))) == number + 1
        assert Mention.objects.count() == number
        return
    with pytest.raises(TooManyNamed, match=rf"Nommez {number - 1}\spersonnes au plus"):
        reply(question, text, actor)
    assert not Answer.objects.filter(author=actor).exists()
    assert not Mention.objects.exists()


def test_too_many_is_said_beside_the_text(client, question):
    people = [UserFactory(display_name=f"Voisin {one}") for one in "ABCDEF"]
    for person in people:
        CommentFactory(question=question, answer=None, author=person)
    client.force_login(UserFactory(agence=True))
    body = "Merci à " + " ".join(f"@{one.display_name}" for one in people)
    page = client.post(
        f"/communaute/questions/{question.pk}/repondre/",
        {"body": body, "submission_key": str(uuid.uuid4())},
    )
    assert page.status_code == 422
    assert "Nommez 5\u00a0personnes au plus" in page.text
    assert "@Voisin F" in page.text


def test_comments_name_people_too(question, monique):
    comment = add_comment(
        actor=UserFactory(agence=True),
        about=question,
        body="Merci @monique d. !",
        submission_key=uuid.uuid4(),
    )
    assert links(comment) == [("@monique d.", monique.get_absolute_url())]
    assert len(told(monique)) == 1


def test_an_edit_names_and_no_longer_names(question, monique):
    author = UserFactory(agence=True)
    answer = reply(question, "Comptez 1 200 € par lot, aides déduites.", author)
    edit_answer(
        actor=author,
        answer=answer,
        body="Comme @Monique D. : comptez 1 200 € par lot, aides déduites.",
        version=1,
    )
    assert links(answer)
    assert len(told(monique)) == 1
    mail = Mail.objects.get(user=monique, kind="mentions.named")
    edit_answer(
        actor=author,
        answer=answer,
        body="Comptez 1 200 € par lot, aides déduites, je confirme.",
        version=2,
    )
    assert links(answer) == []
    # What waited for the morning does not leave.
    assert not is_still_named(monique, mail.context)


def test_hidden_and_shown_again(question, monique):
    author = UserFactory(agence=True)
    answer = reply(question, "Comme @Monique D. le dit, comptez 1 200 € par lot.", author)
    withdraw(actor=author, content=answer)
    assert told(monique) == []
    put_back(actor=author, content=answer)
    assert len(told(monique)) == 1
    assert Mail.objects.get(user=monique, kind="mentions.named").state == "held"


def test_rendered_again_it_keeps_its_links_even_under_another_name(question, monique):
    answer = reply(question, "Comme @Monique D. le dit, comptez 1 200 € par lot.")
    type(monique).objects.filter(pk=monique.pk).update(display_name="Monique Durand")
    Answer.objects.filter(pk=answer.pk).update(renderer_version=1, body_html="")
    call_command("render_again")
    monique.refresh_from_db()
    assert links(answer) == [("@Monique D.", monique.get_absolute_url())]


def test_a_closed_account_leaves_the_texts_that_named_it(question, monique):
    answer = reply(question, "Comme @Monique D. et @Jean R. le disent, comptez 1 200 €.")
    close_account(actor=monique, now=timezone.now())
    answer.refresh_from_db()
    assert "Monique" not in answer.body
    assert "@ancien membre 1 et @Jean R." in answer.body
    assert links(answer) == [("@Jean R.", question.author.get_absolute_url())]
    assert answer.version == 2


def test_names_of_the_thread_are_proposed(client, question, monique):
    agency = UserFactory(display_name="Élodie M.", agence=True)
    CommentFactory(question=question, answer=None, author=agency)
    CommentFactory(question=question, answer=None, hidden=True)
    UserFactory(display_name="Monique Z.")
    address = f"/communaute/questions/{question.pk}/personnes/"

    def names(typed):
        return [one["name"] for one in client.get(address, {"q": typed}).json()["results"]]

    assert names("") == ["Jean R.", "Monique D.", "Élodie M."]
    assert names("elo") == ["Élodie M."]
    assert names("d.") == ["Monique D."]
    assert names("zzz") == []
    assert client.get(address, {"q": "x" * 61}).status_code == 422
    [found] = client.get(address, {"q": "Élo"}).json()["results"]
    assert found["badge"].startswith("Agence")
    # Never oneself.
    client.force_login(monique)
    assert names("mo") == []
    hidden = QuestionFactory(hidden=True)
    assert client.get(f"/communaute/questions/{hidden.pk}/personnes/").status_code == 404
