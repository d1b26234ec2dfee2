"""Applying as an ambassador, as tests do it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ambassadeurs.coproprietes.mandats.claims import MANDATE_VERSION
from ambassadeurs.coproprietes.mandats.services import CAPACITY, apply_for_mandate
from socle.uploads import CheckedFile
from tests.files import PDF

APPLY = "/ambassadeurs/devenir/"
MOST = {"max_open": 2, "max_per_month": 4, "max_visits_per_month": 1, "max_visitors": 8}


def sign_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def application(**changes):
    return {
        "first_name": "Monique",
        "role": "conseil_syndical",
        "name": "Les Tilleuls",
        "commune": "38185",
        "reseau": "",
        "connected_year": "2021",
        "lots": "62",
        "period": "DE_1961_A_1974",
        "former_energy": "fioul",
        "heating_mode": "collectif",
        "council_agreed_on": timezone.localdate().isoformat(),
        "consent": "on",
        "proof": SimpleUploadedFile("facture.pdf", PDF),
        **MOST,
    } | changes


def ask(user, building):
    capacity = MOST | {"takes_visits": False}
    assert capacity.keys() == set(CAPACITY)
    return apply_for_mandate(
        actor=user,
        copropriete=building,
        first_name="Monique",
        role="conseil_syndical",
        council_agreed_on=timezone.localdate(),
        consent_version=MANDATE_VERSION,
        proof=CheckedFile(name="facture.pdf", content_type="application/pdf", data=b"%PDF-1.7\n"),
        capacity=capacity,
    )
