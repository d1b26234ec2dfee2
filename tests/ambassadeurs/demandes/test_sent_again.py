"""A page of before, sent again: the same text is one, another text is given back."""

import uuid

import pytest
from bs4 import BeautifulSoup

from ambassadeurs.demandes.enums import Purpose
from ambassadeurs.demandes.errors import UsedKey
from ambassadeurs.demandes.services.messages import close
from ambassadeurs.guichets.exploitant.services import answer
from tests.communaute.comptes.factories import UserFactory

from .asking import ask, ask_operator, asker
from .test_views_threads import text_of, writing

pytestmark = pytest.mark.django_db


def test_an_old_page_sent_again_with_another_text_loses_nothing(client, demande):
    client.force_login(demande.requester)
    url = demande.get_absolute_url()
    old = writing(body="A")
    assert client.post(url, old).status_code == 302
    page = client.post(url, old | {"body": "A, plutôt le matin"})
    assert page.status_code == 409
    soup = BeautifulSoup(page.content, "html.parser")
    assert "Le vôtre n’est pas parti" in text_of(page)
    assert soup.find("textarea", attrs={"name": "body"}).text.strip() == "A, plutôt le matin"
    keys = {one["value"] for one in soup.find_all(attrs={"name": "submission_key"})}
    (fresh,) = keys - {old["submission_key"]}
    again = writing(body="A, plutôt le matin", submission_key=fresh)
    assert client.post(url, again).status_code == 302
    assert client.post(url, again).status_code == 302, "a double click"
    close(actor=demande.requester, demande=demande)
    closed = client.post(url, again | {"body": "Trop tard"})
    assert "Le vôtre n’est pas parti" not in text_of(closed)
    assert "Trop tard" in text_of(closed)
    told = demande.messages.order_by("pk").values_list("body", flat=True)
    assert list(told)[1:] == ["A", "A, plutôt le matin"]


def test_a_request_sent_again_with_another_text_is_refused():
    user, building = asker()
    key = uuid.uuid4()
    first = ask(user, building, submission_key=key)
    assert ask(user, building, submission_key=key, ambassadeur=first.ambassadeur) == first
    with pytest.raises(UsedKey):
        ask(user, building, submission_key=key, ambassadeur=first.ambassadeur, message="Autre ?")


def test_an_operator_who_sends_an_old_page_again_is_told():
    demande = ask_operator(*asker(), purpose=Purpose.DEVIS)
    actor = UserFactory()
    demande.organisation.memberships.create(user=actor)
    told = {"actor": actor, "files": (), "submission_key": uuid.uuid4()}
    answer(demande=demande, body="Voici notre offre, en pièce jointe.", **told)
    answer(demande=demande, body="Voici notre offre, en pièce jointe.", **told)
    with pytest.raises(UsedKey):
        answer(demande=demande, body="Une autre réponse, plus tard.", **told)
    assert demande.messages.filter(author=actor).count() == 1
