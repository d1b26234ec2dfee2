"""Nothing typed is lost: kept while one types, found again elsewhere, never silently replaced."""

import uuid
from datetime import timedelta

import pytest
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
from tests.communaute.questions.acts import soup
from tests.communaute.questions.factories import DraftFactory, QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]

ASK = "/communaute/questions/poser/"
KEEP = "/communaute/brouillons/garder/"
TEXT = {"title": "Qui entretient la sous-station ?", "body": "Le syndic hésite."}


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
        assert "Qui paie ?" in client.get(page).text, page
    # Nobody else reads it.
    client.force_login(UserFactory())
    other = soup(client.get(f"{ASK}?brouillon={first['draft']}"))
    assert not other.select_one("#poser [name=title]").get("value")
    for page in ("/communaute/", "/mon-compte/", "/communaute/brouillons/"):
        assert "Qui paie ?" not in client.get(page).text, page


def test_publishing_forgets_what_was_resumed_only_even_when_a_late_beacon_arrives(
    client, user, ask_data
):
    draft = keep(user).draft
    form = {"form_key": uuid.uuid4(), "draft": draft.pk}
    drop_published(actor=user, version=2, **form)
    assert Draft.objects.exists(), "another tab wrote since"
    drop_published(actor=UserFactory(), version=1, **form)
    assert Draft.objects.exists(), "somebody else’s"
    drop_published(actor=user, version=1, **form)
    assert not Draft.objects.exists()

    client.force_login(user)
    draft = client.post(KEEP, ask_data).json()["draft"]
    client.post(ASK, ask_data | {"draft": draft, "draft_version": 1})
    late = client.post(KEEP, ask_data).json()

    assert Question.objects.get().title == ask_data["title"]
    assert late == {"draft": None, "version": None, "apart": False}
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
    last = TEXT | {"body": "Tablette."}
    assert not keep(user, mine, last, draft=draft.pk, version=1).apart
    # The same words from another tab stay one draft; an emptied text is none.
    same = keep(user, None, last, draft=draft.pk, version=1)
    assert (same.draft.pk, same.apart) == (draft.pk, False)
    assert keep(user, other, {"title": "  ", "space": "national"}) is None
    assert [one.data for one in Draft.objects.of(user)] == [last]


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
    # The beacon of a page has its token; without it, or with another, it is refused.
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    for more in ({}, {"csrfmiddlewaretoken": "a" * 64}):
        assert browser.post(KEEP, ask_data | more).status_code == 403
    assert not Draft.objects.exists()
    client.force_login(user)
    gone = QuestionFactory(hidden=True).pk
    DraftFactory.create_batch(NUMBERS.drafts_max - 1, user=user)
    sent = {
        "submission_key": ("x", 422),
        "reponse_a": (gone, 422),
        "draft": ("9" * 40, 200),
    }
    found = {name: client.post(KEEP, ask_data | {name: value}) for name, (value, _) in sent.items()}
    assert {name: one.status_code for name, one in found.items()} == {
        name: status for name, (_, status) in sent.items()
    }
    full = client.post(KEEP, ask_data | {"submission_key": str(uuid.uuid4())})
    assert full.status_code == 409
    assert "c’est le maximum" in full.json()["message"]


def test_without_javascript_a_button_keeps_it_even_when_it_is_not_finished(client, user):
    client.force_login(user)
    page = soup(client.get(ASK))
    sent = {"title": "", "body": "court", "submission_key": hidden(page, "submission_key")}

    response = client.post(ASK, sent | {"garder": "1"}, follow=True)

    assert response.redirect_chain == [("/communaute/brouillons/", 302)]
    assert "Votre texte est gardé" in response.text
    assert not Question.objects.exists()
    assert Draft.objects.get().data["body"] == "court"
    wrong = client.post(ASK, sent | {"garder": "1", "submission_key": "zzz"})
    assert (wrong.status_code, Draft.objects.count()) == (422, 1)
    assert "court" in wrong.text


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
    "gone", [ContentStatus.HIDDEN, ContentStatus.DELETED, ContentStatus.PENDING, "locked"]
)
def test_an_answer_to_a_question_that_is_gone_is_still_read_and_thrown_away(client, user, gone):
    state = {"locked_at": timezone.now()} if gone == "locked" else {"status": gone}
    question = QuestionFactory(title="Question qui n’est plus là", **state)
    body = " ".join(["Trois semaines de travaux."] * 12) + " Fin du texte."
    draft = DraftFactory(user=user, about=question, data={"body": body})
    client.force_login(user)

    for address in ("/communaute/", "/mon-compte/"):
        assert body[:20] not in client.get(address).text
    listed = client.get("/communaute/brouillons/").text
    assert "Fin du texte." in listed
    assert draft.get_absolute_url() not in listed
    if gone == "locked":
        assert f"{question.title} »" in listed
        return
    assert "Réponse à une question qui n’est plus en ligne" in listed
    led = client.get(draft.get_absolute_url(), follow=True)
    assert led.redirect_chain[0][0] == "/communaute/brouillons/"
    assert "on n’y répond plus" in led.text
    away = f"/communaute/brouillons/{draft.pk}/jeter/"
    for page in (listed, client.get(away).text):
        assert question.title not in page
    assert client.post(away).url == "/communaute/brouillons/"
    assert not Draft.objects.exists()


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

    assert tick(now, "questions")["questions.erase_drafts"] == 1
    assert Draft.objects.filter(pk=kept.pk).exists()
    close_account(actor=user)
    assert not User.objects.filter(pk=user.pk).exists()
    assert list(Draft.objects.all()) == [kept]
