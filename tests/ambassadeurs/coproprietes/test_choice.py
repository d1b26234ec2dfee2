"""« Referiez-vous ce choix ? » and what went wrong: told, read again, counted from five."""

import pytest
from django.core.cache import cache

from ambassadeurs.annuaire.selection import NetworkPeople
from ambassadeurs.coproprietes.enums import Again
from ambassadeurs.coproprietes.models import RetourExperience
from ambassadeurs.coproprietes.retours.review import changes_of, publish
from ambassadeurs.coproprietes.retours.services import propose, take_back
from communaute.moderation.registry import by_key
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import UserFactory

from .factories import AmbassadeurFactory, RetourFactory

pytestmark = pytest.mark.django_db
REGRETS = "Deux colonnes sont restées tièdes pendant six semaines."


def page_of(retour):
    copropriete = retour.copropriete
    return f"/ambassadeurs/{copropriete.pk}-{copropriete.slug}/retour/"


def test_it_is_asked_kept_and_shown_on_the_story(client):
    retour = RetourFactory()
    client.force_login(retour.author)
    page = client.get(page_of(retour))
    for asked in ("Referiez-vous ce choix", "Qu’est-ce qui s’est mal passé"):
        assert asked in page.text
    sent = {"why": retour.why, "regrets": REGRETS, "again": "non", "save": "1"}
    assert client.post(page_of(retour), sent).status_code == 302
    retour.refresh_from_db()
    assert (retour.again, retour.regrets) == (Again.NO, REGRETS)
    propose(actor=retour.author, retour=retour)
    reviewer = UserFactory(agence=True)
    client.force_login(reviewer)
    review = client.get(f"{page_of(retour)}relire/").text
    assert REGRETS in review
    assert "Non, nous ne le referions pas" in review
    publish(actor=reviewer, retour=retour)
    client.logout()
    shown = client.get(retour.copropriete.get_absolute_url()).text
    assert "Referiez-vous ce choix" in shown
    assert "Non, nous ne le referions pas" in shown
    assert REGRETS in shown
    text = by_key("retour").text(RetourExperience.objects.get())
    assert "Non, nous ne le referions pas" in text


def test_nothing_said_shows_nothing_and_another_word_is_refused(client):
    retour = RetourFactory()
    client.force_login(retour.author)
    refused = client.post(page_of(retour), {"why": "Le prix.", "again": "peut-être", "save": "1"})
    assert refused.status_code == 422
    RetourFactory(published=True, mandate=AmbassadeurFactory())
    shown = RetourExperience.objects.filter(state="publie").get()
    assert "Referiez-vous" not in client.get(shown.copropriete.get_absolute_url()).text


def test_a_revision_changes_it_in_words_and_brings_it_along():
    online = RetourFactory(published=True, again=Again.YES)
    revision = take_back(actor=online.author, retour=online)
    assert (revision.again, changes_of(revision)) == (Again.YES, [])
    RetourExperience.objects.filter(pk=revision.pk).update(again=Again.DIFFERENTLY)
    revision.refresh_from_db()
    [change] = changes_of(revision)
    assert (change.label, change.earlier) == ("Referiez-vous ce choix", "Oui, nous le referions")
    propose(actor=online.author, retour=revision)
    publish(actor=UserFactory(agence=True), retour=revision)
    online.refresh_from_db()
    assert online.again == Again.DIFFERENTLY


def test_a_network_counts_them_from_five_those_who_are_public_only(client):
    reseau = ReseauFactory()

    def tell(again, **retour):
        mandate = AmbassadeurFactory(copropriete__reseau=reseau)
        return RetourFactory(mandate=mandate, again=again, **retour)

    for again in (Again.YES, Again.YES, Again.DIFFERENTLY, Again.NO):
        tell(again, published=True)
    tell(Again.NO, proposed=True)
    tell("", published=True)
    RetourFactory(published=True, again=Again.NO)
    assert NetworkPeople([reseau], 6).told.choice is None
    address = reseau.get_absolute_url()
    assert "Referaient-elles ce choix" not in client.get(address).text
    tell(Again.YES, published=True)
    choice = NetworkPeople([reseau], 6).told.choice
    assert (choice.count, choice.yes, choice.differently, choice.no) == (5, 3, 1, 1)
    cache.clear()
    client.force_login(UserFactory())
    assert "Referaient-elles ce choix" in client.get(address).text
