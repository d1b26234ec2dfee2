"""« Mes données »: all that is held, and the agreements."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from ambassadeurs.coproprietes.mandats.services import withdraw_ambassadeur
from ambassadeurs.reseaux.subscriptions.services import set_following
from cms.models import Consent
from communaute.comptes.personal_data_registry import find, lines_of
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Preference
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.reseaux.factories import GRENOBLE_DEGREES, ReseauFactory
from tests.ambassadeurs.visites.factories import BookingFactory
from tests.cms.terms_acceptance.test_agreeing import make_version
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import QuestionFactory

pytestmark = pytest.mark.django_db
URL = "/mon-compte/donnees/"


@pytest.fixture
def person():
    return UserFactory(email="moi@exemple.test", display_name="Zoé M.")


def main_of(response):
    return BeautifulSoup(response.content, "html.parser").main


def test_all_is_shown_with_counts_and_nothing_of_others(client, person):
    for number in range(5):
        QuestionFactory(author=person, title=f"Ma question {number}")
    QuestionFactory(title="La question d’une autre")
    client.force_login(person)
    main = main_of(client.get(URL))
    text = main.get_text(" ", strip=True)
    assert "moi@exemple.test" in text
    assert "Vos questions (5)" in text
    assert "Ma question 4" in text
    assert "Ma question 0" not in text
    assert "La question d’une autre" not in text
    more = main.find("a", href=f"{URL}questions-question/")
    every = main_of(client.get(more["href"])).get_text()
    assert "Ma question 0" in every
    assert "La question d’une autre" not in every


def test_what_is_said_of_a_newcomer_is_true(client, person):
    person.set_password("mot de passe de Zoé")
    person.save()
    client.force_login(person)
    text = main_of(client.get(URL)).get_text(" ", strip=True)
    assert "Créer un compte, c’est accepter nos conditions d’utilisation" in text
    assert "une empreinte" in text
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    text = main_of(client.get(URL)).get_text(" ", strip=True)
    assert "Votre compte n’a pas de mot de passe." in text
    assert "une empreinte" not in text


def test_long_lists_have_pages(client, person):
    QuestionFactory.create_batch(21, author=person)
    client.force_login(person)
    assert len(main_of(client.get(f"{URL}questions-question/")).select("dl")) == 20
    assert len(main_of(client.get(f"{URL}questions-question/?page=2")).select("dl")) == 1


@pytest.mark.parametrize("key", ["inconnu", "site_search-missedsearch", "questions-tagsynonym"])
def test_what_holds_nothing_of_accounts_has_no_page(client, person, key):
    client.force_login(person)
    assert client.get(f"{URL}{key}/").status_code == 404


def test_the_number_of_queries_does_not_depend_on_what_is_held(
    client, person, django_assert_max_num_queries
):
    QuestionFactory.create_batch(3, author=person)
    client.force_login(person)
    client.get(URL)
    with django_assert_max_num_queries(14) as first:
        client.get(URL)
    QuestionFactory.create_batch(30, author=person)
    with django_assert_max_num_queries(len(first)):
        client.get(URL)


def test_agreements_choices_and_what_others_read_are_told_in_words(client, person):
    version = make_version()
    Consent.objects.create(user=person, version=version, accepted=True, answered_at=timezone.now())
    Preference.objects.create(user=person, kind="questions.first_answer", site=True, mail="daily")
    Preference.objects.create(user=person, kind="questions.new_comment", site=True, mail="none")
    set_following(actor=person, reseau=ReseauFactory(), follows=True, place=GRENOBLE_DEGREES)
    BookingFactory(user=person)
    client.force_login(person)
    page = main_of(client.get(URL))
    section = page.select_one("[aria-labelledby=accords]")
    assert str(version) in section.get_text()
    assert "Donné le" in section.get_text()
    assert section.find("a", href="/mon-compte/regles/")
    text = page.get_text(" ", strip=True)
    for said in (
        kind_of("questions.first_answer").label,
        "Par courriel courriel à",
        "Par courriel jamais",
        "Position (x, Lambert-93)",
        "sauf la position de celle pour laquelle vous suivez un réseau",
        "L’hôte et vous ; la personne inscrite avec vous ; l’agence locale",
    ):
        assert said in text
    assert "questions." not in text


def test_a_mandate_stopped_is_not_an_agreement_to_withdraw(client, person):
    mandate = AmbassadeurFactory(user=person, consent_at=timezone.now())
    client.force_login(person)
    agreed = lambda: main_of(client.get(URL)).select_one("[aria-labelledby=accords]")  # noqa: E731
    assert agreed().find("a", href="/ambassadeurs/mon-mandat/")
    withdraw_ambassadeur(actor=person, ambassadeur=mandate)
    assert "retiré le" in agreed().get_text()
    assert not agreed().find("a", href="/ambassadeurs/mon-mandat/")


def test_what_was_sent_with_a_demande_is_told_in_words(client, person):
    DemandeFactory(requester=person, sent={"commune": "38185", "energy": "gaz", "distance": 93})
    client.force_login(person)
    text = main_of(client.get(f"{URL}demandes-demande/")).get_text(" ", strip=True)
    assert "Commune : Grenoble" in text
    assert "Énergie de chauffage : Gaz" in text
    assert "Distance au réseau, en ligne droite : 93 m" in text


def test_the_former_address_leads_here(client):
    assert client.get("/mon-compte/mes-donnees/").url == URL


def test_a_text_is_read_without_its_marks_and_copied_as_typed(client, person):
    question = QuestionFactory(author=person, body="Demandez :\n\n- **une visite** ;\n- un devis.")
    client.force_login(person)
    for page in (URL, f"{URL}questions-question/"):
        text = main_of(client.get(page)).get_text()
        assert "une visite" in text
        assert "**" not in text
    one = find("questions-question")
    assert next(lines_of(one, [question], person))["Texte"] == question.body
