from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ambassadeurs.coproprietes.mandats import steps as clock
from ambassadeurs.coproprietes.mandats.services import verify_ambassadeur
from ambassadeurs.coproprietes.models import Ambassadeur
from communaute.notifications.models import Notification
from socle.uploads import private_storage
from tests.clock import NOON, tick
from tests.communaute.comptes.factories import UserFactory
from tests.socle.test_uploads import PDF

from .factories import AmbassadeurFactory

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def ticked(moment):
    return tick(moment, "coproprietes")


def test_the_end_is_announced_thirty_days_before_then_told_at_its_hour_each_exactly_once():
    mandate = AmbassadeurFactory()
    end, month = mandate.expires_at, timedelta(days=30)
    moments = (end - month - SECOND, end - month, end - month, end - SECOND, end, end + month)
    done = [ticked(one) for one in moments]
    assert [one["coproprietes.announce_end"] for one in done] == [0, 1, 0, 0, 0, 0]
    assert [one["coproprietes.end_mandates"] for one in done] == [0, 0, 0, 0, 1, 0]
    told = Notification.objects.filter(user=mandate.user).values_list("key", flat=True)
    assert [":fin:" in key for key in told.order_by("pk")] == [False, True]


def test_who_asked_already_is_not_reminded():
    mandate = AmbassadeurFactory(renewal_asked_at=NOON)
    assert ticked(mandate.expires_at - timedelta(days=3))["coproprietes.announce_end"] == 0


def test_a_late_tick_tells_the_end_and_not_that_it_comes():
    mandate = AmbassadeurFactory()
    done = ticked(mandate.expires_at + timedelta(days=90))
    assert (done["coproprietes.announce_end"], done["coproprietes.end_mandates"]) == (0, 1)


def test_after_a_renewal_the_next_end_is_announced_again():
    mandate = AmbassadeurFactory()
    ticked(mandate.expires_at)
    Ambassadeur.objects.update(renewal_asked_at=mandate.expires_at)
    mandate = verify_ambassadeur(actor=UserFactory(agence=True), ambassadeur=mandate)
    assert ticked(mandate.expires_at - timedelta(days=30))["coproprietes.announce_end"] == 1


def decided(**traits):
    mandate = AmbassadeurFactory(proof_name="facture.pdf", **traits)
    mandate.proof.save("x.pdf", SimpleUploadedFile("x.pdf", PDF))
    return mandate


def test_the_proof_is_erased_thirty_days_after_the_decision():
    """Accepted, refused or taken back; what waits is kept."""
    gone = [
        decided(decided_at=NOON),
        decided(decided_at=NOON, refused=True),
        decided(withdrawn=True, withdrawn_at=NOON),
    ]
    waits = decided(pending=True)
    paths = [mandate.proof.name for mandate in gone]
    assert ticked(NOON + timedelta(days=30) - SECOND)["coproprietes.erase_proofs"] == 0
    assert [private_storage().exists(path) for path in paths] == [True] * 3
    assert ticked(NOON + timedelta(days=30))["coproprietes.erase_proofs"] == 3
    assert ticked(NOON + timedelta(days=300))["coproprietes.erase_proofs"] == 0
    for mandate in gone:
        mandate.refresh_from_db()
        assert (mandate.proof.name, mandate.proof_name) == ("", "")
        assert mandate.proof_erased_at is not None
    assert [private_storage().exists(path) for path in paths] == [False] * 3
    assert private_storage().exists(waits.proof.name)


def test_the_proof_of_a_closed_account_does_not_stay():
    mandate = decided(pending=True)
    kept, path = decided(pending=True), mandate.proof.name
    mandate.user.delete()
    # A file has the hour of the disk, which nothing stops.
    stored_at = private_storage().get_modified_time(path)
    assert ticked(stored_at)["coproprietes.erase_orphan_files"] == 0
    assert ticked(stored_at + timedelta(days=2))["coproprietes.erase_orphan_files"] == 1
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
        done = ticked(moment)
    assert (
        done["coproprietes.end_mandates"],
        done["coproprietes.erase_proofs"],
        done["errors"],
    ) == (1, 1, 1)
    assert ticked(moment)["coproprietes.end_mandates"] == 1
    erased.refresh_from_db()
    assert not erased.proof
