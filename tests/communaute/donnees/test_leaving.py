"""Closing one’s account: closed to others at once, taken back in a click, erased on its day."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur, CoproprieteMember
from communaute.comptes.errors import ClosingRefused
from communaute.comptes.models import User
from communaute.comptes.second_factor.services import add_application, forget_all
from communaute.comptes.services import add_member
from communaute.donnees.account_closing import address_to_take_back, leave, take_back
from communaute.donnees.enums import Texts
from communaute.donnees.models import Departure
from communaute.donnees.numbers import NUMBERS
from communaute.questions.models import Answer, Question, Revision
from socle.scheduler.runner import run
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory, CoproprieteFactory
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory
from tests.mails import sent_mails

pytestmark = pytest.mark.django_db
URL = "/mon-compte/fermer/"
STEP = ["donnees.close_accounts"]


@pytest.fixture
def person():
    return UserFactory(email="moi@exemple.test", display_name="Zoé M.")


def fresh(person):
    return User.objects.get(pk=person.pk)


def test_the_account_is_closed_to_others_at_once_and_erased_on_its_day(client, person):
    mandate = AmbassadeurFactory(user=person)
    QuestionFactory(author=person)
    page = person.get_absolute_url()
    row = leave(actor=person, texts="garder")
    assert not fresh(person).is_active
    assert client.get(page).status_code == 410
    assert not Ambassadeur.objects.public().filter(pk=mandate.pk).exists()
    before = row.asked_at + timedelta(days=NUMBERS.closing_days) - timedelta(seconds=1)
    assert run(before, only=STEP).counts == {}
    assert run(row.due_at, only=STEP).counts == {"accounts_closed": 1}
    assert not User.objects.filter(pk=person.pk).exists()
    assert Question.objects.get().author is None
    begun, closed = sent_mails()
    assert (begun.to, closed.to) == ([person.email], [person.email])
    assert address_to_take_back(row) in begun.body
    assert closed.subject == "Votre compte est fermé"
    assert " : vous l’avez demandé. Ce que" in closed.body


def test_asked_twice_it_is_told_once(person):
    assert leave(actor=person, texts="garder") == leave(actor=person, texts="effacer")
    assert Departure.objects.get().texts == "garder"
    assert len(sent_mails()) == 1


def test_the_link_of_the_mail_takes_it_back_once_and_is_worth_nothing_for_the_next(client, person):
    address = address_to_take_back(leave(actor=person, texts="garder"))
    assert "Garder mon compte" in client.get(address).text
    assert not fresh(person).is_active
    assert client.post(address).status_code == 200
    assert fresh(person).is_active
    assert client.post(address).status_code == client.get(address).status_code == 404
    assert client.get(f"{URL}annuler/1-2:faux/").status_code == 404
    assert sent_mails()[-1].subject == "Vous gardez votre compte"
    leave(actor=person, texts="garder", now=timezone.now() + timedelta(hours=1))
    assert client.post(address).status_code == 404
    assert not fresh(person).is_active


def test_signing_in_by_a_code_takes_it_back(client, person):
    leave(actor=person, texts="garder")
    sent_mails()
    client.post("/comptes/connexion/code/", {"email": person.email})
    code = re.search(r"\d{3}-\d{3}", sent_mails()[-1].body)[0]
    assert not fresh(person).is_active
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert fresh(person).is_active
    assert "La fermeture de votre compte est annulée" in client.get("/mon-compte/").text
    assert not Departure.objects.exists()


def choose_another_password(client, person):
    leave(actor=person, texts="garder")
    sent_mails()
    client.post(reverse("account_reset_password"), {"email": person.email})
    code = re.search(r"\d{3}-\d{3}", sent_mails()[-1].body)[0]
    choosing = client.post(reverse("account_confirm_password_reset_code"), {"code": code}).url
    new = "trois mots sans rapport"
    client.post(choosing, {"password1": new, "password2": new})
    assert fresh(person).check_password(new)


def test_a_second_factor_still_keeps_it_closed_and_what_is_done_to_it_is_told(client, person):
    add_application(actor=person, secret="JBSWY3DPEHPK3PXP")
    choose_another_password(client, person)
    assert not fresh(person).is_active
    assert sent_mails()[-1].subject == "Vous avez un nouveau mot de passe"
    forget_all(user=person)
    assert sent_mails()[-1].subject == "Votre compte n’est plus protégé par une seconde preuve"


def test_who_forgot_their_password_takes_it_back_by_choosing_another(client, person):
    choose_another_password(client, person)
    assert fresh(person).is_active
    assert "La fermeture de votre compte est annulée" in client.get("/mon-compte/").text


def test_a_link_cut_by_a_mailbox_does_not_say_that_the_account_is_erased(client, person):
    address = address_to_take_back(leave(actor=person, texts="garder"))
    page = client.get(f"{address[:-5]}/").text
    assert "si votre compte n’est pas encore effacé, vous le gardez" in page
    assert "déjà" not in BeautifulSoup(page, "html.parser").find("main").text


def test_signing_up_again_meanwhile_says_how_to_sign_in_but_not_where_the_team_closed(
    client, person
):
    sent = {"email": person.email, "display_name": "Paulette"}
    leave(actor=person, texts="garder")
    client.post(reverse("account_signup"), sent)
    (how,) = [mail for mail in sent_mails() if "déjà un compte" in mail.subject]
    assert how.to == [person.email]
    assert "demandez simplement un code" in how.body
    Departure.objects.all().delete()
    told = len(sent_mails())
    client.post(reverse("account_signup"), sent)
    assert len(sent_mails()) == told


def test_signing_in_by_a_password_takes_it_back_not_what_the_team_closed(client):
    person = UserFactory(password="un secret bien long")
    right = {"login": person.email, "password": "un secret bien long"}
    leave(actor=person, texts="garder")
    client.post("/comptes/connexion/", right | {"password": "faux faux faux"})
    assert not fresh(person).is_active
    client.post("/comptes/connexion/", right)
    assert fresh(person).is_active
    client.logout()
    User.objects.update(is_active=False)
    sent = len(sent_mails())
    client.post("/comptes/connexion/", right)
    assert not fresh(person).is_active
    client.post("/comptes/connexion/code/", {"email": person.email})
    assert not any(re.search(r"\d{3}-\d{3}", mail.body) for mail in sent_mails()[sent:])


def test_opened_again_by_the_team_it_is_no_longer_closing(client, person):
    leave(actor=person, texts=Texts.KEEP)
    client.force_login(UserFactory(is_superuser=True))
    typed = {"email": person.email, "display_name": "Paulette", "is_active": "on"}
    client.post(f"/gestion/users/edit/{person.pk}/", typed)
    person.refresh_from_db()
    assert person.is_active
    assert not Departure.objects.exists()


def test_texts_are_erased_with_the_account_when_asked(client, person):
    mine = QuestionFactory(author=person, title="Mon titre", body="Mon texte à moi")
    theirs = AnswerFactory(question=mine, body="La réponse d’une autre")
    answer = AnswerFactory(author=person, body="Ma réponse à moi")
    Revision.objects.create(editor=person, answer=answer, body="Avant", edited_at=timezone.now())
    row = leave(actor=person, texts="effacer")
    assert "Mon texte" in Question.objects.get(pk=mine.pk).body
    run(row.due_at, only=STEP)
    mine.refresh_from_db()
    assert (mine.author, mine.body, mine.body_html) == (None, "", "")
    assert "Mon titre" not in mine.title
    assert Answer.objects.get(pk=answer.pk).body == ""
    assert not Revision.objects.exists()
    page = client.get(mine.get_absolute_url(), follow=True).text
    assert theirs.body in page
    assert "Mon texte" not in page


def test_texts_to_read_again_are_told_to_the_team(client, person, settings):
    client.force_login(person)
    data = {"textes": "relire", "sure": "on"}
    assert client.post(URL, data).status_code == 422
    assert not Departure.objects.exists()
    client.post(URL, data | {"relire": "La réponse de Paul me nomme"})
    told = next(mail for mail in sent_mails() if mail.to == [settings.CONTACT_EMAIL])
    assert "La réponse de Paul me nomme" in told.body


def test_the_last_lead_is_refused_at_once_and_kept_if_it_happens_meanwhile(person):
    organisation = OrganisationFactory()
    add_member(organisation=organisation, user=person, role="responsable")
    add_member(organisation=organisation, user=UserFactory())
    with pytest.raises(ClosingRefused, match="dernière personne responsable"):
        leave(actor=person, texts="garder")
    assert fresh(person).is_active
    organisation.memberships.exclude(user=person).delete()
    row = leave(actor=person, texts="garder")
    add_member(organisation=organisation, user=UserFactory())
    assert run(row.due_at, only=STEP).counts == {"closings_refused": 1}
    assert fresh(person).is_active
    assert "dernière personne responsable" in sent_mails()[-1].body


def test_what_comes_back_of_an_ambassador_is_said_and_requests_are_promised_to_nobody(
    client, person
):
    mandate = AmbassadeurFactory(user=person)
    address = mandate.copropriete.get_absolute_url()
    client.force_login(person)
    page = client.get(URL).text
    assert "nous cherchons qui d’autre répond aux demandes que vous aviez reçues" in page
    assert "Nous cherchons qui d’autre répond aux demandes que vous aviez reçues." in page
    assert "votre page revient, avec les demandes et les visites qui n’ont pas encore" in page
    assert "La page n’est plus lisible tant que personne ne parle pour lui" in page
    leave(actor=person, texts="garder")
    assert Client().get(address).status_code == 404
    take_back(person=person)
    assert Client().get(address).status_code == 200


def test_a_closing_taken_back_asks_nobody_to_read_the_texts_again(person):
    leave(actor=person, texts=Texts.REVIEW, review="Mes deux réponses.")
    take_back(person=person)
    assert [mail.subject for mail in sent_mails() if mail.to != [person.email]] == []


def test_who_works_alone_reads_that_requests_will_wait(client, person):
    organisation = OrganisationFactory(name="Agence du Vercors")
    add_member(organisation=organisation, user=person)
    client.force_login(person)
    said = "Personne d’autre ne travaille pour « Agence du Vercors »"
    assert said in client.get(URL).text
    add_member(organisation=organisation, user=UserFactory())
    assert said not in client.get(URL).text


def test_what_is_of_others_is_not_read_and_the_long_lists_are_folded(client, person):
    """A building that nobody else follows, one that somebody does; no mandate nor organisation."""
    names = ("Les Acacias", "Les Tilleuls")
    alone, shared = (CoproprieteFactory(name=name, connected_year=None) for name in names)
    for building, user in ((alone, person), (shared, person), (shared, UserFactory())):
        CoproprieteMember.objects.create(copropriete=building, user=user)
    client.force_login(person)
    page = BeautifulSoup(client.get(URL).content, "html.parser").main
    folded = page.select("details")
    assert len(folded) == 3 and not any(one.has_attr("open") for one in folded)
    for one in folded:
        one.decompose()
    read = page.get_text()
    assert "la seule personne à suivre Les Acacias" in read
    assert "Les Tilleuls" not in read
    assert "Ambassadeur" not in read
    assert "organisme" not in read
