"""Naming people of a thread: linked, told once, limited; nobody else is."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.utils import timezone

from communaute.comptes.closing import close_account
from communaute.notifications.models import Mail, Notification
from communaute.questions.kinds import is_still_named
from communaute.questions.mentions.services import link
from communaute.questions.models import Answer, Mention
from communaute.questions.revisions.services import edit_text
from communaute.questions.revisions.withdrawals import put_back, withdraw
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.acts import SAID, comment, reply
from tests.communaute.questions.factories import AnswerFactory, CommentFactory, QuestionFactory
from tests.mails import says_now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]
NAMED = "Comme @Monique D. le dit, comptez 1 200 € par lot."


@pytest.fixture
def question():
    return QuestionFactory(author=UserFactory(display_name="Jean R."))


@pytest.fixture
def monique(question):
    """Who answered before."""
    person = UserFactory(display_name="Monique D.")
    AnswerFactory(question=question, author=person)
    return person


def links(content):
    content.refresh_from_db()
    found = BeautifulSoup(content.body_html, "html.parser").select("a.cu-mention")
    return [(one.get_text(), one["href"]) for one in found]


def told(person):
    lines = Notification.objects.visible_to(person).filter(kind="mentions.named")
    return list(lines.values_list("title", flat=True))


def test_a_name_typed_exactly_leads_to_the_page_of_the_person_who_is_told(question, monique):
    author = UserFactory(agence=True)
    answer = reply(question, author, NAMED)

    assert links(answer) == [("@Monique D.", monique.get_absolute_url())]
    assert Mention.objects.get().user == monique
    [title] = told(monique)
    assert "vous nomme dans" in title
    mail = Mail.objects.get(user=monique, kind="mentions.named")
    assert (mail.state, mail.url) == ("held", answer.get_absolute_url())
    assert is_still_named(monique, mail.context)
    # The asker heard of the answer as the asker; the one who is named, of this answer only once.
    assert Notification.objects.filter(user=monique, key=f"questions-reponse-{answer.pk}").count()
    withdraw(actor=author, content=answer)
    assert told(monique) == []
    put_back(actor=author, content=answer)
    assert len(told(monique)) == 1
    assert Mail.objects.get(user=monique, kind="mentions.named").state == "held"
    # Comments name people too.
    said = comment(question, body="Merci @monique d. !")
    assert links(said) == [("@monique d.", monique.get_absolute_url())]
    assert len(told(monique)) == 2


def test_the_mail_says_that_a_long_text_goes_on(question, monique):
    short, long = NAMED, f"{NAMED} {'Chez nous, cela a duré trois hivers. ' * 50}"
    for body, ends in ((short, "par lot."), (long, "\n> …")):
        reply(question, UserFactory(agence=True), body)
        mail = Mail.objects.filter(user=monique, kind="mentions.named").latest("pk")
        assert says_now(mail, "text").endswith(ends)


def test_what_is_no_mention_stays_a_text(question, monique):
    """Neither is somebody of another thread, whose texts are hidden, or whose account is closed."""
    UserFactory(display_name="Paul Z.")
    AnswerFactory(question=question, author__display_name="Rose T.", hidden=True)
    AnswerFactory(question=question, author__display_name="Ali B.", author__is_active=False)
    texts = (
        "Écrivez à monique@Monique D. si vous voulez.",
        "Voir https://exemple.test/@Monique D. pour le détail.",
        "> @Monique D. disait 1 200 € par lot.\n\nEt moi aussi, je le dis.",
        "C’est `@Monique D.` qui le disait ici.",
        "Monique D. l’a déjà dit plus haut, je crois.",
        "C’est @Monique Dupont qui le disait ici.",
        "C’est @Paul Z. qui le disait, et il n’est pas de la discussion.",
        "Je ne suis pas de l’avis de @Rose T., pour ma part.",
        "Je ne suis pas de l’avis de @Ali B., pour ma part.",
    )
    assert {text: links(reply(question, body=text)) for text in texts} == {
        text: [] for text in texts
    }
    assert not Mention.objects.exists()
    assert told(monique) == []


def test_names_are_found_whatever_their_case_the_longest_first_and_stay_text():
    paul, martin = UserFactory(display_name="Paul"), UserFactory(display_name="Paul <b> & Co")
    people = [(one.display_name, one) for one in (paul, martin)]
    html, named = link("<p>@paul, @Paul &lt;b&gt; &amp; co et @Paule.</p>", people)
    soup = BeautifulSoup(html, "html.parser")
    assert [one.get_text() for one in soup.select("a")] == ["@paul", "@Paul <b> & co"]
    assert soup.b is None
    assert soup.get_text() == "@paul, @Paul <b> & co et @Paule."
    assert {person for _, person in named} == {paul, martin}


def test_two_people_of_the_same_name_are_both_told_and_no_page_is_chosen(question, monique):
    other = UserFactory(display_name="Monique D.")
    AnswerFactory(question=question, author=other)
    answer = reply(question, UserFactory(agence=True), NAMED)
    assert links(answer) == []
    assert len(told(monique)) == len(told(other)) == 1


@pytest.mark.parametrize(
    ("traits", "number", "accepted"),
    [
        ({"confirmed_email": False}, 2, True),
        ({"confirmed_email": False}, 3, False),
        ({"agence": True}, 5, True),
        ({"agence": True}, 6, False),
    ],
)
def test_how_many_people_one_text_names(client, question, traits, number, accepted):
    people = [UserFactory(display_name=f"Voisin {one}") for one in "ABCDEF"]
    for person in people:
        CommentFactory(question=question, answer=None, author=person)
    text = "Merci à " + " ".join(f"@{one.display_name}" for one in people[:number])
    actor = UserFactory(**traits)
    if accepted:
        assert len(links(reply(question, actor, f"{text}, et encore @Voisin A."))) == number + 1
        assert Mention.objects.count() == number
        return
    client.force_login(actor)
    sent = {"body": text, "submission_key": str(uuid.uuid4())}
    page = client.post(f"/communaute/questions/{question.pk}/repondre/", sent)
    assert page.status_code == 422
    assert f"Nommez {number - 1}\u00a0personnes au plus" in page.text
    assert text in page.text
    assert not Answer.objects.filter(author=actor).exists()
    assert not Mention.objects.exists()


def test_an_edit_names_and_no_longer_names(question, monique):
    author = UserFactory(agence=True)
    answer = reply(question, author)
    edit_text(actor=author, content=answer, body=NAMED, version=1)
    assert links(answer)
    assert len(told(monique)) == 1
    mail = Mail.objects.get(user=monique, kind="mentions.named")
    edit_text(actor=author, content=answer, body=f"{SAID} Je confirme.", version=2)
    assert links(answer) == []
    # What waited for the morning does not leave.
    assert not is_still_named(monique, mail.context)


def test_rendered_again_it_keeps_its_links_even_under_another_name(question, monique):
    answer = reply(question, body=NAMED)
    type(monique).objects.filter(pk=monique.pk).update(display_name="Monique Durand")
    Answer.objects.filter(pk=answer.pk).update(renderer_version=1, body_html="")
    call_command("render_again")
    monique.refresh_from_db()
    assert links(answer) == [("@Monique D.", monique.get_absolute_url())]


def test_a_closed_account_leaves_the_texts_that_named_it(question, monique):
    answer = reply(question, body="Comme @Monique D. et @Jean R. le disent, comptez 1 200 €.")
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
