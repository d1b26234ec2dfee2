"""Applying as an ambassador, as tests do it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.files import PDF

APPLY = "/ambassadeurs/devenir/"


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
        "max_open": "2",
        "max_per_month": "4",
        "max_visits_per_month": "1",
        "max_visitors": "8",
    } | changes
