"""Loads the mandates besides those of the residences: a second ambassador, an application."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ambassadeurs.coproprietes.mandats.applications import submit_application
from ambassadeurs.coproprietes.mandats.consent import MANDATE_VERSION
from ambassadeurs.coproprietes.mandats.services import CAPACITY
from ambassadeurs.coproprietes.models import Ambassadeur
from communaute.territoires.models import Commune
from socle.uploads import PDF, CheckedFile

from .cast import Cast
from .loading import HERE, load_ambassador, read_toml
from .past import ago, past

PROOF = "justificatif.pdf"


def load_mandates(cast: Cast) -> None:
    """Created when the person has none."""
    data = read_toml("mandates.toml")
    for one in data["second"]:
        load_ambassador(cast.report, one, cast.residences[one["residence"]], cast.people, cast.now)
    for one in data["application"]:
        user = cast.people[one["person"]]
        if Ambassadeur.objects.filter(user=user).exists():
            continue
        facts = dict(one["building"])
        facts["reseau"] = cast.networks[facts.pop("network")]
        facts["commune"] = Commune.objects.get(code=facts["commune"])
        with past(ago(cast.now, one["days"])):
            submit_application(
                actor=user,
                copropriete=None,
                facts=facts | {"is_demo": True},
                first_name=one["first_name"],
                role=one["role"],
                council_agreed_on=timezone.localdate() - timedelta(days=one["council_agreed_days"]),
                consent_version=MANDATE_VERSION,
                proof=proof_of_residence(),
                capacity={name: Ambassadeur._meta.get_field(name).default for name in CAPACITY},
            )
        cast.report.add("demande d’ambassadeur", "demandes d’ambassadeur")


def proof_of_residence() -> CheckedFile:
    """The document that the people of the demonstration send."""
    return CheckedFile(PROOF, PDF, (HERE / PROOF).read_bytes())
