"""Asked again with another proof, the earlier one is erased; the new one is kept."""

import pytest
from django.utils import timezone

from ambassadeurs.coproprietes.enums import AmbassadeurStatus
from ambassadeurs.coproprietes.mandats.claims import MANDATE_VERSION
from ambassadeurs.coproprietes.mandats.services import CAPACITY, apply_for_mandate
from socle.uploads import CheckedFile, private_storage
from tests.communaute.comptes.factories import UserFactory

from .factories import AmbassadeurFactory, CoproprieteFactory

pytestmark = pytest.mark.django_db

TERMS = {
    "takes_visits": False,
    "max_open": 2,
    "max_per_month": 4,
    "max_visits_per_month": 1,
    "max_visitors": 8,
}


def ask(user, building):
    assert TERMS.keys() == set(CAPACITY)
    return apply_for_mandate(
        actor=user,
        copropriete=building,
        first_name="Monique",
        role="conseil_syndical",
        council_agreed_on=timezone.localdate(),
        consent_version=MANDATE_VERSION,
        proof=CheckedFile(name="facture.pdf", content_type="application/pdf", data=b"%PDF-1.7\n"),
        capacity=TERMS,
    )


def test_the_earlier_proof_is_erased_once_the_new_one_is_written(
    django_capture_on_commit_callbacks,
):
    mandate = AmbassadeurFactory(refused=True, with_proof=True)
    earlier = mandate.proof.name

    with django_capture_on_commit_callbacks(execute=True):
        again = ask(mandate.user, mandate.copropriete)

    assert (again.pk, again.status) == (mandate.pk, AmbassadeurStatus.PENDING)
    assert not private_storage().exists(earlier)
    assert private_storage().exists(again.proof.name)


def test_a_first_proof_erases_nothing(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mandate = ask(UserFactory(), CoproprieteFactory())

    assert private_storage().exists(mandate.proof.name)
