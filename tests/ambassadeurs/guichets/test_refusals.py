"""Every refusal of the rooms of demandes is a `Refused`: uncaught, it answers 403, never 500."""

import pytest
from django.utils import timezone

from ambassadeurs.guichets.exploitant import views
from ambassadeurs.guichets.handling import services as handling
from ambassadeurs.mises_en_relation import errors
from ambassadeurs.mises_en_relation.models import Demande
from ambassadeurs.mises_en_relation.views import threads
from ambassadeurs.visites import errors as visits
from socle.errors import Refused
from tests.ambassadeurs.mises_en_relation.factories import DemandeFactory
from tests.communaute.comptes.factories import MembershipFactory


def test_every_error_of_these_rooms_is_a_refusal():
    found = [
        one
        for module in (errors, visits, handling)
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Exception)
    ]
    assert len(found) > 12
    assert [one for one in found if not issubclass(one, Refused)] == []


@pytest.mark.django_db
def test_a_consent_withdrawn_while_the_operator_writes_is_a_403(client, monkeypatch):
    demande = DemandeFactory(exploitant=True)
    client.force_login(MembershipFactory(organisation=demande.organisation).user)
    find = views._demande

    def found_then_withdrawn(*args):
        one = find(*args)
        Demande.objects.filter(pk=one.pk).update(consent_withdrawn_at=timezone.now())
        return one

    monkeypatch.setattr(views, "_demande", found_then_withdrawn)
    client.raise_request_exception = False
    where = f"/exploitant/demandes/{demande.public_id}/suivi/"
    answer = client.post(where, {"status": "recontacte", "note": "Plans attendus."})
    assert answer.status_code == 403
    assert "n’est pas adressée à votre organisme" in answer.content.decode()
    assert not demande.events.exists()


@pytest.mark.django_db
def test_a_consent_withdrawn_while_the_operator_answers_is_a_403_that_keeps_the_text(
    client, monkeypatch
):
    demande = DemandeFactory(exploitant=True, sent={"address": "33 boulevard Clemenceau"})
    client.force_login(MembershipFactory(organisation=demande.organisation).user)
    find = threads._thread

    def found_then_withdrawn(*args):
        one = find(*args)
        Demande.objects.filter(pk=one.pk).update(consent_withdrawn_at=timezone.now())
        return one

    monkeypatch.setattr(threads, "_thread", found_then_withdrawn)
    client.raise_request_exception = False
    answer = client.post(demande.get_absolute_url(), {"body": "Voici notre proposition."})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Cet échange n’est pas le vôtre" in page
    assert "Voici notre proposition." in page
    # What was sent is theirs to read no longer.
    assert "Clemenceau" not in page
    assert not demande.messages.filter(from_requester=False).exists()
