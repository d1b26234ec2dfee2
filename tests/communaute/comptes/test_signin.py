"""Getting in: by code, by password; what a stranger cannot learn; what is not lost on the way."""

import re
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from communaute.comptes.models import User
from communaute.comptes.services import create_account
from tests.mails import sent_mails
from tests.sessions import sign_in_long_ago

from .factories import UserFactory

pytestmark = pytest.mark.django_db

CODE = re.compile(r"\b\d{3}-\d{3}\b")
QUESTION = "/communaute/questions/poser/?espace=grenoble"
LOGIN = "/comptes/connexion/"
IS_OVER = "Le code que vous aviez ne vaut plus"


def code_of_last_mail():
    return CODE.search(sent_mails()[-1].body)[0]


def text_of(response):
    page = BeautifulSoup(response.content, "html.parser")
    return " ".join(page.find("main").get_text(" ").split())


def ask_code(client, email, **extra):
    return client.post(reverse("account_request_login_code"), {"email": email, **extra})


def confirm(client, code, **extra):
    return client.post(reverse("account_confirm_login_code"), {"code": code, **extra})


def signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("typed", ["{0}-{1}", "{0}{1}", "{0} {1}", " {0}-{1} "])
def test_sign_in_by_code_with_or_without_dash_whatever_the_case_of_the_address(client, typed):
    user = UserFactory(email="monique@exemple.test")
    response = ask_code(client, "Monique@Exemple.test")
    assert response.url == reverse("account_confirm_login_code")
    response = confirm(client, typed.format(*code_of_last_mail().split("-")))
    assert response.url == reverse("comptes:home")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_first_account_of_a_service_signs_in_by_one_code(client):
    call_command("createsuperuser", interactive=False, email="Equipe@exemple.test")
    ask_code(client, "equipe@exemple.test")
    assert confirm(client, code_of_last_mail()).url == reverse("comptes:home")
    assert User.objects.get().emailaddress_set.get().verified


def test_next_never_leads_outside(client):
    ask_code(client, UserFactory().email, next="https://ailleurs.test/")
    response = confirm(client, code_of_last_mail(), next="https://ailleurs.test/")
    assert response.url == reverse("comptes:home")


def keep_text(client):
    session = client.session
    session["question_en_cours"] = {"body": "Notre chaudière a trente ans."}
    session.save()


def test_next_and_what_was_typed_survive_signing_in_by_code(client):
    user = UserFactory(display_name="Léo D.")
    keep_text(client)
    page = client.get(reverse("account_login"), {"next": QUESTION})
    assert f'value="{QUESTION}"' in page.text
    response = ask_code(client, user.email, next=QUESTION)
    assert f'value="{QUESTION}"' in client.get(response.url).text
    before = client.session.session_key
    assert confirm(client, code_of_last_mail(), next=QUESTION).url == QUESTION
    assert client.session["question_en_cours"]["body"] == "Notre chaudière a trente ans."
    assert client.session.session_key != before
    # A name that ends with a dot is greeted with one.
    page = text_of(client.get(reverse("comptes:home")))
    assert "Bonjour Léo D., vous êtes dans votre compte." in page


def test_next_and_what_was_typed_survive_signing_in_by_password(client):
    create_account(email="m@exemple.test", display_name="Monique", password="demo-chauffage")
    keep_text(client)
    typed = {"login": "m@exemple.test", "password": "demo-chauffage", "next": QUESTION}
    assert client.post(reverse("account_login"), typed).url == QUESTION
    assert sent_mails() == []
    assert signed_in(client)
    assert client.session["question_en_cours"]


def test_sign_up_makes_a_confirmed_account_without_password_and_loses_nothing(client):
    keep_text(client)
    typed = {"email": "Neuf@Exemple.test", "display_name": " Monique  D. ", "next": QUESTION}
    response = client.post(reverse("account_signup"), typed)
    assert response.url.partition("?")[0] == reverse("account_email_verification_sent")
    user = User.objects.get()
    assert (user.email, user.display_name) == ("neuf@exemple.test", "Monique D.")
    assert not user.has_usable_password()
    assert not signed_in(client)
    response = client.post(response.url, {"code": code_of_last_mail()})
    assert response.url == QUESTION
    assert user.emailaddress_set.get().verified
    assert signed_in(client)
    assert client.session["question_en_cours"]
    # One word of welcome, not two.
    said = [str(one) for one in client.get(reverse("comptes:home")).context["messages"]]
    assert said == ["Bonjour Monique D., vous êtes dans votre compte."]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "pas une adresse"),
        ("email", "a\x00@exemple.test"),
        ("email", f"{'x' * 247}@mail.fr"),
        ("display_name", ""),
        ("display_name", "x" * 61),
        ("display_name", "\u200b\u200b\u200b"),
    ],
)
def test_bad_sign_up_says_why_beside_the_field_and_keeps_the_rest(client, field, value):
    data = {"email": "neuf@exemple.test", "display_name": "Monique D."} | {field: value}
    response = client.post(reverse("account_signup"), data)
    assert response.status_code == 422
    assert User.objects.count() == 0
    page = BeautifulSoup(response.content, "html.parser")
    assert page.find("input", {"name": field})["aria-invalid"] == "true"
    other = "display_name" if field == "email" else "email"
    assert page.find("input", {"name": other})["value"] == data[other]


@pytest.mark.parametrize(
    ("url_name", "data", "said"),
    [
        ("account_login", {"login": "a@exemple.test", "password": "faux"}, "ne convient pas"),
        ("account_login", {}, "Tapez votre mot de passe."),
        ("account_request_login_code", {"email": ""}, "Tapez votre adresse électronique."),
        ("account_reset_password", {"email": "a"}, "adresse"),
    ],
)
def test_what_is_not_valid_is_said_in_a_sentence_and_answers_422(client, url_name, data, said):
    response = client.post(reverse(url_name), data)
    assert response.status_code == 422
    assert said in text_of(response)


def test_an_empty_code_is_asked_for_in_a_sentence(client):
    ask_code(client, UserFactory().email)
    response = confirm(client, "")
    assert response.status_code == 422
    assert "Tapez les six chiffres du code reçu par courriel." in text_of(response)


def test_a_wrong_code_says_so_and_the_fifth_ends_it(client):
    ask_code(client, UserFactory().email)
    for _ in range(4):
        response = confirm(client, "000-000" if code_of_last_mail() != "000-000" else "111-111")
        assert response.status_code == 422
        assert "Ce code ne convient pas" in text_of(response)
    page = read(client, confirm(client, "abc", next=QUESTION).url)
    assert page.select_one("[name=next]")["value"] == QUESTION
    # Nothing waits: the message is not the one of passwords.
    assert "Trop de codes qui ne convenaient pas : demandez-en un nouveau." in page.text
    assert "Attendez quelques minutes" not in page.text
    assert confirm(client, code_of_last_mail()).url == reverse("account_request_login_code")
    assert not signed_in(client)


def press(client, page, label):
    """Send the form of this button as the page wrote it."""
    button = page.find("button", string=label)
    fields = button.find_parent("form").select("input[name]")
    typed = {field["name"]: field["value"] for field in fields}
    return client.post(button.find_parent("form")["action"], typed)


def read(client, url):
    return BeautifulSoup(client.get(url).content, "html.parser").main


@pytest.mark.parametrize("is_known", [True, False])
def test_a_new_code_replaces_the_first_and_has_its_own_quarter_of_an_hour(
    client, monkeypatch, is_known
):
    import time

    email, now = "monique@exemple.test", time.time()
    if is_known:
        UserFactory(email=email)
        typing = ask_code(client, email, next=QUESTION).url
    else:
        typed = {"email": email, "display_name": "Monique D.", "next": QUESTION}
        typing = client.post(reverse("account_signup"), typed).url
    first = code_of_last_mail()
    monkeypatch.setattr("time.time", lambda: now + 14 * 60)
    typing = press(client, read(client, typing), "Envoyer un nouveau code").url
    assert len(sent_mails()) == 2
    assert first != code_of_last_mail()
    monkeypatch.setattr("time.time", lambda: now + 20 * 60)
    assert email in text_of(client.get(typing))
    assert confirm(client, code_of_last_mail(), next=QUESTION).url == QUESTION
    assert signed_in(client)


def test_changing_the_address_keeps_where_one_was_going(client):
    page = read(client, ask_code(client, "faute@exemple.test", next=QUESTION).url)
    restart = press(client, page, "Changer d’adresse").url
    assert read(client, restart).select_one("[name=next]")["value"] == QUESTION


def test_two_tabs_that_sign_in_as_two_people_by_code(client):
    """Whoever comes second reads whose code is awaited; it opens that account alone, and changing
    the address starts again."""
    first, second = UserFactory(), UserFactory()
    ask_code(client, first.email)
    code_of_first = code_of_last_mail()
    shown = text_of(client.get(ask_code(client, second.email).url))
    assert first.email in shown
    assert second.email not in shown
    assert len(sent_mails()) == 1
    client.post(reverse("account_logout"))
    ask_code(client, second.email)
    if code_of_first != code_of_last_mail():
        assert confirm(client, code_of_first).status_code == 422
        assert not signed_in(client)
    confirm(client, code_of_last_mail())
    assert client.session["_auth_user_id"] == str(second.pk)


def test_two_tabs_that_sign_in_as_two_people_by_password(client):
    """The form left open in the first tab opens no other account once the second is in."""
    for name in ("premiere", "seconde"):
        create_account(email=f"{name}@exemple.test", display_name="Démo", password="demo-chauffage")
    sent = {"login": "seconde@exemple.test", "password": "demo-chauffage"}
    client.post(reverse("account_login"), sent)
    here = client.session["_auth_user_id"]
    client.post(reverse("account_login"), sent | {"login": "premiere@exemple.test"})
    assert client.session["_auth_user_id"] == here


def test_a_code_lives_a_quarter_of_an_hour(client, monkeypatch):
    import time

    ask_code(client, UserFactory().email, next=QUESTION)
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 15 * 60 + 30)
    response = confirm(client, code_of_last_mail(), next=QUESTION)
    assert not signed_in(client)
    page = read(client, response.url)
    assert IS_OVER in page.get_text()
    assert page.select_one("[name=next]")["value"] == QUESTION


def test_a_sign_up_whose_code_is_over_is_told_so_and_ends_by_a_code_to_sign_in(client, monkeypatch):
    import time

    data = {"email": "neuf@exemple.test", "display_name": "Monique D.", "next": QUESTION}
    typing = client.post(reverse("account_signup"), data).url
    going_to = read(client, typing).select_one("[name=next]")["value"]
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 15 * 60 + 30)
    response = client.post(typing, {"code": code_of_last_mail(), "next": going_to})
    page = read(client, response.url)
    assert IS_OVER in page.get_text()
    assert page.select_one("[name=next]")["value"] == QUESTION
    ask_code(client, data["email"], next=QUESTION)
    assert confirm(client, code_of_last_mail(), next=QUESTION).url == QUESTION
    assert signed_in(client)


# --- What a stranger cannot learn ---------------------------------------------------------


def test_an_unknown_address_gets_a_mail_that_helps(client):
    ask_code(client, "inconnue@exemple.test")
    message = sent_mails()[-1]
    assert message.to == ["inconnue@exemple.test"]
    assert "Aucun compte" in message.subject
    assert reverse("account_signup") in message.body
    assert User.objects.count() == 0


def test_signing_up_again_writes_to_the_owner_and_changes_nothing(client):
    user = UserFactory(display_name="Monique D.")
    client.post(
        reverse("account_signup"), {"email": user.email.upper(), "display_name": "Un autre"}
    )
    assert "Vous avez déjà un compte" in sent_mails()[-1].subject
    assert User.objects.get().display_name == "Monique D."


def test_a_closed_account_cannot_enter(client):
    user = UserFactory(is_active=False, password="demo-chauffage")
    client.post(reverse("account_login"), {"login": user.email, "password": "demo-chauffage"})
    ask_code(client, user.email)
    assert not signed_in(client)


# --- Limits ---------------------------------------------------------------------------------


def test_too_many_sign_ups_meet_a_friendly_page():
    def sign_up(number):
        data = {"email": f"p{number}@exemple.test", "display_name": "Monique"}
        return Client().post(reverse("account_signup"), data)

    for number in range(20):
        assert sign_up(number).status_code == 302
    response = sign_up(20)
    assert response.status_code == 429
    assert "Un peu de patience" in text_of(response)


def test_one_address_then_a_code_or_a_password(client):
    """The address is typed once, stays out of the page's URL, and `next` is not lost."""
    user = UserFactory(password="trois-mots-sans-rapport")
    page = BeautifulSoup(client.get(f"{LOGIN}?next={QUESTION}").content, "html.parser").main
    assert len(page.select("[type=email]")) == 1
    assert page.select("[type=password]") == []
    by_password = page.select_one("button[formaction]")
    assert by_password["formaction"] == LOGIN
    chosen = {by_password["name"]: by_password["value"]}
    response = client.post(LOGIN, {"email": user.email, "next": QUESTION} | chosen)
    form = BeautifulSoup(response.content, "html.parser").main
    assert form.select_one("[name=login]")["value"] == user.email
    assert form.select_one("[name=next]")["value"] == QUESTION
    assert form.select(".fr-error-text, #erreurs") == []
    typed = {"login": user.email, "password": "trois-mots-sans-rapport", "next": QUESTION}
    assert client.post(LOGIN, typed).url == QUESTION
    assert signed_in(client)


def test_a_wrong_password_keeps_the_address_and_leads_to_a_code(client):
    typed = {"login": "moi@exemple.test", "password": "rien de tel", "next": QUESTION}
    response = client.post(LOGIN, typed)
    assert response.status_code == 422
    form = BeautifulSoup(response.content, "html.parser").main
    assert form.select_one("[name=login]")["value"] == "moi@exemple.test"
    assert not form.select_one("[name=password]").get("value")
    way = form.find("a", string=re.compile("Recevoir plutôt un code"))
    assert unquote(way["href"]) == f"{LOGIN}?next={QUESTION}"


def test_whoever_forgot_their_password_still_confirms_who_they_are(client):
    """Asked again before what is sensitive: a new password is one link away, signed in too."""
    sign_in_long_ago(client, UserFactory(password="trois-mots-sans-rapport"))
    page = client.get("/mon-compte/fermer/", follow=True)
    forgot = BeautifulSoup(page.content, "html.parser").main.find("a", string=re.compile("oublié"))
    reset = client.get(forgot["href"])
    assert reset.status_code == 200
    assert "demandez un code de connexion" not in text_of(reset)
