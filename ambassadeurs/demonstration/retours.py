"""Loads the retours d’expérience of the demonstration, through the services, in the past."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from ambassadeurs.coproprietes.mandats.applications import submit_application
from ambassadeurs.coproprietes.mandats.claims import MANDATE_VERSION
from ambassadeurs.coproprietes.mandats.services import CAPACITY
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete, RetourExperience
from ambassadeurs.coproprietes.perms import can_write_retour
from ambassadeurs.coproprietes.retours.review import publish, verify_figure
from ambassadeurs.coproprietes.retours.services import STORY, attach_proof, propose, save_draft
from communaute.comptes.models import User
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


def load_retours(cast: Cast) -> None:
    """Sheets, published or to review, created when the residence has none.

    A residence whose ambassador has since given up the mandate is left without.
    """
    written = set(RetourExperience.objects.values_list("copropriete_id", flat=True))
    writers = {one["key"]: one["ambassador"] for one in read_toml("residences.toml")["residence"]}
    for data in read_toml("retours.toml")["retour"]:
        copropriete = cast.residences[data["residence"]]
        author = cast.people[writers[data["residence"]]]
        if copropriete.pk in written or not can_write_retour(author, copropriete):
            continue
        with past(ago(cast.now, data["days"])):
            retour = write(data, copropriete, author)
        if "review_days" in data:
            with past(ago(cast.now, data["days"] - data["review_days"])):
                review(data, retour, cast.people["agence"])
        cast.report.add("retour d’expérience", "retours d’expérience")


def write(data: dict[str, Any], copropriete: Copropriete, author: User) -> RetourExperience:
    """The sheet that `data` tells, proposed to the agency."""
    retour = save_draft(
        actor=author,
        copropriete=copropriete,
        story={name: data.get(name, "") for name in STORY},
        again=data.get("again", ""),
        quote=data.get("quote", copropriete.quote),
        months_from_idea=data["months_from_idea"],
        figures={
            key: [(Decimal(one["value"]), one["year"])] for key, one in data["figures"].items()
        },
    )
    for figure in retour.figures.all():
        if "proof" in data["figures"][figure.key]:
            attach_proof(actor=author, figure=figure, document=proof_of_residence())
    return propose(actor=author, retour=retour)


def review(data: dict[str, Any], retour: RetourExperience, reviewer: User) -> None:
    """The agency verifies the figures that have a proof, and publishes."""
    for figure in retour.figures.all():
        proof = data["figures"][figure.key].get("proof")
        if proof:
            verify_figure(actor=reviewer, figure=figure, proof_kind=proof)
    publish(actor=reviewer, retour=retour)
