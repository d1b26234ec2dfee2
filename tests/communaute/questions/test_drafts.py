"""Nothing typed is lost: kept while one types, found again elsewhere, never silently replaced."""

import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from communaute.comptes.closing import close_account
from communaute.comptes.models import User
from communaute.moderation.enums import ContentStatus
from communaute.questions.asking.drafts import drop_published, keep_draft
from communaute.questions.errors import DraftsFull, DraftTooLong
from communaute.questions.models import Answer, Draft, Question
from communaute.questions.numbers import NUMBERS
from tests.clock import tick
from tests.communaute.comptes.factories import UserFactory

from .factories import DraftFactory, QuestionFactory

pytestmark = pytest.mark.django_db

ASK = "/communaute/questions/poser/"
KEEP = "/communaute/brouillons/garder/"
TEXT = {"title": "Qui entretient la sous-station ?", "body": "Le syndic hésite."}


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def hidden(page, name):
    return page.select_one(f"#poser [name={name}]").get("value", "")


def keep(actor, key=None, text=None, **place):
    return keep_draft(actor=actor, form_key=key or uuid.uuid4(), data=text or TEXT, **place)


def test_a_draft_is_kept_while_one_types_and_found_on_another_device(client, user, ask_data):
    client.force_login(user)
    sent = ask_data | {"lots": "pas encore", "energy": ""}
    first = client.post(KEEP, sent).json()

    again = client.post(
        KEEP, sent | {"draft": first["draft"], "draft_version": 1, "title": "Qui paie ?"}
    ).json()

    assert again == {"draft": first["draft"], "version": 2, "apart": False}
    elsewhere = soup(client.get(ASK))
    assert elsewhere.select_one("#poser [name=title]")["value"] == "Qui paie ?"
    assert elsewhere.select_one("#poser [name=lots]")["value"] == "pas encore"
    assert "Reprendre votre question" in elsewhere.get_text()
    assert hidden(elsewhere, "draft") == str(first["draft"])
    assert hidden(elsewhere, "submission_key") != ask_data["submission_key"]
    for page in ("/communaute/", "/mon-compte/", "/communaute/brouillons/"):
        assert "Qui paie ?" in client.get(page).content.decode(), page


def test_nobody_else_reads_it(client, user):
    draft = keep(user).draft
    client.force_login(UserFactory())

    page = soup(client.get(f"{ASK}?brouillon={draft.pk}"))

    assert not page.select_one("#poser [name=title]").get("value")
    for address in ("/communaute/", "/mon-compte/", "/communaute/brouillons/"):
        assert TEXT["title"] not in client.get(address).content.decode()


def test_publishing_forgets_the_draft_even_when_a_late_beacon_arrives(client, user, ask_data):
    client.force_login(user)
    draft = client.post(KEEP, ask_data).json()["draft"]

    client.post(ASK, ask_data | {"draft": draft, "draft_version": 1})
    late = client.post(KEEP, ask_data).json()

    assert Question.objects.get().title == ask_data["title"]
    assert late == {"draft": None, "version": None, "apart": False}
    assert not Draft.objects.exists()


def test_publishing_from_another_device_forgets_what_was_resumed_only(user):
    draft = keep(user).draft

    drop_published(actor=user, form_key=uuid.uuid4(), draft=draft.pk, version=2)
    assert Draft.objects.exists(), "another tab wrote since"
    drop_published(actor=UserFactory(), form_key=uuid.uuid4(), draft=draft.pk, version=1)
    assert Draft.objects.exists(), "somebody else’s"
    drop_published(actor=user, form_key=uuid.uuid4(), draft=draft.pk, version=1)

    assert not Draft.objects.exists()


def test_two_tabs_on_one_draft_the_second_is_told_and_both_are_kept(user):
    draft = keep(user).draft
    mine, other = uuid.uuid4(), uuid.uuid4()
    first = keep(user, mine, TEXT | {"body": "Tablette"}, draft=draft.pk, version=1)

    second = keep(user, other, TEXT | {"body": "Téléphone"}, draft=draft.pk, version=1)

    assert (first.apart, second.apart) == (False, True)
    assert {d.data["body"] for d in Draft.objects.of(user)} == {"Tablette", "Téléphone"}
    more = keep(user, other, TEXT | {"body": "Téléphone…"}, draft=second.draft.pk, version=1)
    assert not more.apart
    assert Draft.objects.of(user).count() == 2
    # The tab that wrote last goes on although an answer of the server was lost on the way.
    assert not keep(user, mine, TEXT | {"body": "Tablette."}, draft=draft.pk, version=1).apart


def test_same_words_from_two_tabs_stay_one_draft(user):
    draft = keep(user).draft
    keep(user, draft=draft.pk, version=1, text=TEXT | {"body": "Autre"})

    kept = keep(user, draft=draft.pk, version=1, text=TEXT | {"body": "Autre"})

    assert (kept.draft.pk, kept.apart) == (draft.pk, False)


def test_an_emptied_text_is_no_draft(user):
    key = uuid.uuid4()
    keep(user, key)

    assert keep(user, key, {"title": "  ", "space": "national"}) is None
    assert not Draft.objects.exists()


def test_limits_of_drafts(user):
    DraftFactory.create_batch(NUMBERS.drafts_max - 1, user=user)
    keep(user, key := uuid.uuid4())

    with pytest.raises(DraftsFull, match=str(NUMBERS.drafts_max)):
        keep(user)
    keep(user, key, TEXT | {"body": "Ceux qui sont là se gardent toujours."})
    empty = len(str(TEXT | {"body": ""}))
    keep(user, key, TEXT | {"body": "é" * (NUMBERS.draft_characters_max - empty)})
    with pytest.raises(DraftTooLong):
        keep(user, key, TEXT | {"body": "é" * (NUMBERS.draft_characters_max - empty + 1)})


def test_what_the_page_sends_is_checked(client, user, ask_data):
    assert client.post(KEEP, ask_data).status_code == 403
    client.force_login(user)
    assert client.post(KEEP, ask_data | {"submission_key": "x"}).status_code == 422
    hidden_question = QuestionFactory(hidden=True)
    sent = ask_data | {"reponse_a": hidden_question.pk}
    assert client.post(KEEP, sent).status_code == 422
    broken = client.post(KEEP, ask_data | {"draft": "9" * 40, "draft_version": "deux"})
    assert broken.status_code == 200
    DraftFactory.create_batch(NUMBERS.drafts_max, user=user)
    full = client.post(KEEP, ask_data | {"submission_key": str(uuid.uuid4())})
    assert full.status_code == 409
    assert "c’est le maximum" in full.json()["message"]


@pytest.mark.parametrize("title", ["", "Qui paie ?"])
def test_without_javascript_a_button_keeps_it_even_when_it_is_not_finished(client, user, title):
    client.force_login(user)
    page = soup(client.get(ASK))
    sent = {"title": title, "body": "court", "submission_key": hidden(page, "submission_key")}

    response = client.post(ASK, sent | {"garder": "1"}, follow=True)

    assert response.redirect_chain == [("/communaute/brouillons/", 302)]
    assert "Votre texte est gardé" in response.content.decode()
    assert not Question.objects.exists()
    assert Draft.objects.get().data["body"] == "court"


def test_an_answer_is_kept_found_and_forgotten_too(client, user):
    question = QuestionFactory()
    address = f"/communaute/questions/{question.pk}/repondre/"
    client.force_login(user)
    client.post(address, {"body": "Trois", "garder": "1", "submission_key": str(uuid.uuid4())})

    assert "Reprendre votre réponse" in client.get(question.get_absolute_url()).content.decode()
    page = soup(client.get(address))
    form = page.select_one("form[data-draft]")
    assert form.select_one("textarea").get_text(strip=True) == "Trois"
    sent = {one["name"]: one.get("value", "") for one in form.select("input[type=hidden]")}
    client.post(address, sent | {"body": "Chez nous, trois semaines de travaux."})

    assert Answer.objects.exists()
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "gone", [ContentStatus.HIDDEN, ContentStatus.DELETED, ContentStatus.PENDING]
)
def test_an_answer_to_a_question_that_is_gone_is_still_read_and_thrown_away(client, user, gone):
    question = QuestionFactory(status=gone, title="Question qui n’est plus là")
    body = " ".join(["Trois semaines de travaux."] * 12) + " Fin du texte."
    draft = DraftFactory(user=user, about=question, data={"body": body})
    client.force_login(user)

    for address in ("/communaute/", "/mon-compte/"):
        assert body[:20] not in client.get(address).content.decode()
    listed = client.get("/communaute/brouillons/").content.decode()
    assert "Réponse à une question qui n’est plus en ligne" in listed
    assert "Fin du texte." in listed
    assert draft.get_absolute_url() not in listed
    led = client.get(draft.get_absolute_url(), follow=True)
    assert led.redirect_chain[0][0] == "/communaute/brouillons/"
    assert "on n’y répond plus" in led.content.decode()
    away = f"/communaute/brouillons/{draft.pk}/jeter/"
    for page in (listed, client.get(away).content.decode()):
        assert question.title not in page
    assert client.post(away).url == "/communaute/brouillons/"
    assert not Draft.objects.exists()


def test_an_answer_to_a_question_that_moderation_closed_is_still_read(client, user):
    question = QuestionFactory(locked_at=timezone.now(), title="Question fermée")
    body = " ".join(["Trois semaines de travaux."] * 12) + " Fin du texte."
    draft = DraftFactory(user=user, about=question, data={"body": body})
    client.force_login(user)

    listed = client.get("/communaute/brouillons/").content.decode()
    assert f"{question.title} »" in listed
    assert "Fin du texte." in listed
    assert draft.get_absolute_url() not in listed
    assert "Question fermée" not in client.get("/mon-compte/").content.decode()


def test_a_visitors_text_becomes_a_draft_when_they_sign_in(client, ask_data):
    person = UserFactory(password="un-mot-de-passe-long")
    client.post(ASK, ask_data)

    client.post("/comptes/connexion/", {"login": person.email, "password": "un-mot-de-passe-long"})

    draft = Draft.objects.get(user=person)
    assert draft.title == ask_data["title"]
    assert str(draft.form_key) == ask_data["submission_key"]
    assert "question_draft" not in client.session
    page = soup(client.get(ASK))
    assert page.select_one("#poser [name=title]")["value"] == ask_data["title"]


def test_a_question_asked_from_elsewhere_is_not_filled_with_an_old_draft(client, user):
    keep(user)
    client.force_login(user)

    page = soup(client.get(ASK, {"titre": "Une tout autre question"}))

    assert page.select_one("#poser [name=title]")["value"] == "Une tout autre question"
    assert hidden(page, "draft") == ""


def test_throwing_a_draft_away_is_asked_first(client, user):
    draft = keep(user).draft
    client.force_login(user)
    address = f"/communaute/brouillons/{draft.pk}/jeter/"

    assert "sera effacée" in client.get(address).content.decode()
    assert Draft.objects.exists()
    assert client.post(address).status_code == 302
    assert not Draft.objects.exists()
    for again in (client.get(address, follow=True), client.post(address, follow=True)):
        assert again.redirect_chain == [("/communaute/brouillons/", 302)]
        assert "Ce brouillon était déjà jeté, ou publié" in again.text


def test_drafts_are_erased_after_ninety_days_and_with_the_account(user):
    now = timezone.now()
    DraftFactory(updated_at=now - timedelta(days=NUMBERS.draft_days))
    kept = DraftFactory(updated_at=now - timedelta(days=NUMBERS.draft_days, seconds=-1))
    keep(user)

    assert tick(now)["questions.erase_drafts"] == 1
    assert Draft.objects.filter(pk=kept.pk).exists()
    close_account(actor=user)
    assert not User.objects.filter(pk=user.pk).exists()
    assert list(Draft.objects.all()) == [kept]


def test_a_beacon_of_another_site_keeps_nothing(user, ask_data):
    """The beacon of a page has its token; without it, or with another, it is refused."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    for more in ({}, {"csrfmiddlewaretoken": "a" * 64}):
        assert browser.post(KEEP, ask_data | more).status_code == 403
    assert not Draft.objects.exists()
