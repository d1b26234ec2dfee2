from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ambassadeurs.coproprietes.mandats import due as clock
from ambassadeurs.coproprietes.mandats.services import verify_ambassadeur
from ambassadeurs.coproprietes.models import Ambassadeur
from communaute.notifications.models import Notification
from socle.uploads import private_storage
from tests.clock import NOON, stop, tick
from tests.communaute.comptes.factories import UserFactory
from tests.socle.test_uploads import PDF

from .factories import AmbassadeurFactory

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def stopped(monkeypatch):
    stop(monkeypatch)


def keys(user):
    return list(Notification.objects.filter(user=user).values_list("key", flat=True))


def test_the_end_is_announced_thirty_days_before_exactly_once():
    mandate = AmbassadeurFactory()
    moment = mandate.expires_at - timedelta(days=30)
    assert tick(moment - SECOND)["coproprietes.announce_end"] == 0
    assert tick(moment)["coproprietes.announce_end"] == 1
    assert tick(moment)["coproprietes.announce_end"] == 0
    assert len(keys(mandate.user)) == 1


def test_who_asked_already_is_not_reminded():
    mandate = AmbassadeurFactory(renewal_asked_at=NOON)
    assert tick(mandate.expires_at - timedelta(days=3))["coproprietes.announce_end"] == 0


def test_the_end_is_told_at_its_hour_exactly_once():
    mandate = AmbassadeurFactory()
    assert tick(mandate.expires_at - SECOND)["coproprietes.end_mandates"] == 0
    assert tick(mandate.expires_at)["coproprietes.end_mandates"] == 1
    assert tick(mandate.expires_at + timedelta(days=9))["coproprietes.end_mandates"] == 0
    assert [key for key in keys(mandate.user) if ":fin:" in key] != []


def test_a_late_tick_tells_the_end_and_not_that_it_comes():
    mandate = AmbassadeurFactory()
    done = tick(mandate.expires_at + timedelta(days=90))
    assert (done["coproprietes.announce_end"], done["coproprietes.end_mandates"]) == (0, 1)


def test_after_a_renewal_the_next_end_is_announced_again():
    mandate = AmbassadeurFactory()
    tick(mandate.expires_at)
    Ambassadeur.objects.update(renewal_asked_at=mandate.expires_at)
    mandate = verify_ambassadeur(actor=UserFactory(agence=True), ambassadeur=mandate)
    assert tick(mandate.expires_at - timedelta(days=30))["coproprietes.announce_end"] == 1


def decided(**traits):
    mandate = AmbassadeurFactory(proof_name="facture.pdf", **traits)
    mandate.proof.save("x.pdf", SimpleUploadedFile("x.pdf", PDF))
    return mandate


@pytest.mark.parametrize("trait", [{}, {"refused": True}])
def test_the_proof_is_erased_thirty_days_after_the_decision(trait):
    mandate = decided(decided_at=NOON, **trait)
    path = mandate.proof.name
    assert tick(NOON + timedelta(days=30) - SECOND)["coproprietes.erase_proofs"] == 0
    assert private_storage().exists(path)
    assert tick(NOON + timedelta(days=30))["coproprietes.erase_proofs"] == 1
    assert tick(NOON + timedelta(days=30))["coproprietes.erase_proofs"] == 0
    mandate.refresh_from_db()
    assert (mandate.proof.name, mandate.proof_name) == ("", "")
    assert mandate.proof_erased_at is not None
    assert not private_storage().exists(path)


def test_the_proof_of_a_withdrawn_request_is_erased_too():
    decided(withdrawn=True, withdrawn_at=NOON)
    assert tick(NOON + timedelta(days=30))["coproprietes.erase_proofs"] == 1


def test_a_proof_that_waits_is_kept():
    decided(pending=True)
    assert tick(NOON + timedelta(days=300))["coproprietes.erase_proofs"] == 0


def test_the_proof_of_a_closed_account_does_not_stay():
    mandate = decided(pending=True)
    kept, path = decided(pending=True), mandate.proof.name
    mandate.user.delete()
    # A file has the hour of the disk, which nothing stops.
    stored_at = private_storage().get_modified_time(path)
    assert tick(stored_at)["coproprietes.erase_orphan_files"] == 0
    assert tick(stored_at + timedelta(days=2))["coproprietes.erase_orphan_files"] == 1
    assert not private_storage().exists(path)
    assert private_storage().exists(kept.proof.name)


def test_what_fails_stops_nothing_else(monkeypatch):
    """The first of two mandates cannot be told: the second is, and the proofs are erased."""
    first, second = AmbassadeurFactory(), AmbassadeurFactory()
    erased = decided(refused=True, decided_at=NOON)
    tell = clock.tell_person

    def fail_for_the_first(kind, mandate, **told):
        if mandate.pk == first.pk:
            raise RuntimeError
        tell(kind, mandate, **told)

    moment = max(first.expires_at, second.expires_at)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "tell_person", fail_for_the_first)
        done = tick(moment)
    assert (
        done["coproprietes.end_mandates"],
        done["coproprietes.erase_proofs"],
        done["errors"],
    ) == (1, 1, 1)
    assert tick(moment)["coproprietes.end_mandates"] == 1
    erased.refresh_from_db()
    assert not erased.proof
