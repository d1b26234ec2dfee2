"""Buildings of the demonstration: those that think of connecting, are connected, have a syndic."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone

from ambassadeurs.assemblees.services import plan
from ambassadeurs.coproprietes.mandats.applications import submit_application
from ambassadeurs.coproprietes.mandats.claims import MANDATE_VERSION
from ambassadeurs.coproprietes.mandats.services import CAPACITY
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete, RetourExperience
from ambassadeurs.coproprietes.perms import can_write_retour
from ambassadeurs.coproprietes.projects.forms import StartForm
from ambassadeurs.coproprietes.projects.invitations import accept_invitation, invite, token_of
from ambassadeurs.coproprietes.projects.services import FACTS, create_building
from ambassadeurs.coproprietes.retours.review import publish, verify_figure
from ambassadeurs.coproprietes.retours.services import STORY, attach_proof, propose, save_draft
from ambassadeurs.guichets.syndics.services import add_registered, change
from ambassadeurs.registre.models import RegisteredCopropriete
from communaute.comptes.models import User
from communaute.territoires.models import Commune
from socle.uploads import PDF, CheckedFile

from .cast import Cast
from .loader import HERE, load_ambassador, read_toml
from .past import PastAct, ago, past

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
                review(data, retour, cast.people[data.get("reviewer", "agence")])
        cast.report.add("retour d’expérience", "retours d’expérience")


def write(data: dict[str, Any], copropriete: Copropriete, author: User) -> RetourExperience:
    """The sheet that `data` tells, proposed to the agency."""
    retour = save_draft(
        actor=author,
        copropriete=copropriete,
        story={name: data.get(name, "") for name in STORY},
        again=data.get("again", ""),
        quote=data.get("quote", ""),
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


def read_buildings() -> dict[str, dict[str, Any]]:
    """What the owners told, by number of the register."""
    return {one["number"]: one for one in read_toml("buildings.toml")["building"]}


def building_of(cast: Cast, data: dict[str, Any]) -> Copropriete:
    """The building as found in the register, completed by what its owner told; created when
    missing."""
    owner = cast.people[data["owner"]]
    start = StartForm({"registre": data["number"]})
    known, row = start.known(), start.value("registre")
    found = Copropriete.objects.of_member(owner).filter(name=known["name"]).first()
    if found is not None:
        return found
    cast.report.add("immeuble en projet", "immeubles en projet")
    place = {"longitude": row.longitude, "latitude": row.latitude}
    building = create_building(actor=owner, **place, **(known | facts_of(data)))
    plan(actor=owner, copropriete=building, held_on=assembly_of(cast, data))
    return building


def facts_of(data: dict[str, Any]) -> dict[str, Any]:
    """What is told of a building."""
    return {name: data[name] for name in FACTS if name in data}


def assembly_of(cast: Cast, data: dict[str, Any]) -> date | None:
    """The day of its assembly."""
    if "assembly_in_days" not in data:
        return None
    return timezone.localdate(cast.now) + timedelta(days=data["assembly_in_days"])


def load_neighbours(cast: Cast) -> None:
    """The other members of a building: one has joined, one is invited."""
    for data in read_buildings().values():
        for login in data.get("neighbours", []):
            neighbour, building = cast.people[login], building_of(cast, data)
            if building.memberships.filter(user=neighbour).exists():
                continue
            owner = cast.people[data["owner"]]
            with past(ago(cast.now, 30)):
                joined = invite(actor=owner, copropriete=building, email=neighbour.email)
                accept_invitation(actor=neighbour, token=token_of(joined))
            with past(ago(cast.now, 3)):
                invite(actor=owner, copropriete=building, email=data["invited"])
            cast.report.add("voisine invitée", "voisines invitées")


def load_managed(cast: Cast) -> None:
    """The five buildings of « Cabinet Exemple », created when missing."""
    actor, organisation = cast.people["syndic"], cast.organisations["syndic-exemple"]
    known = set(
        organisation.managed_buildings.values_list("copropriete__register_number", flat=True)
    )
    rows = RegisteredCopropriete.objects.select_related("commune").in_bulk()
    owned = read_buildings()
    for data in read_toml("managed.toml")["building"]:
        if data["number"] in known:
            continue
        managed, _ = add_registered(
            actor=actor, organisation=organisation, row=rows[data["number"]]
        )
        # What its owner tells of it: nothing of a building is told twice.
        told = owned.get(data["number"], {})
        day = assembly_of(cast, told)
        change(actor=actor, managed=managed, next_assembly_on=day, **facts_of(told))
        cast.report.add("immeuble géré", "immeubles gérés")


def connected_acts(cast: Cast) -> Iterator[PastAct]:
    """Of each one that has no sheet: its ambassador, the sheet, its publication."""
    buildings = read_buildings()
    for data in read_toml("connected.toml")["connected"]:
        one = Connected(cast, data, buildings[data["number"]])
        yield PastAct(ago(cast.now, data["verified_days"]), one.speak)
        yield PastAct(ago(cast.now, data["days"]), one.write)
        yield PastAct(ago(cast.now, data["days"] - data["review_days"]), one.review)


class Connected:
    """One building. What no longer fits since the first load (« raccordé » taken back, a mandate
    given up, a sheet withdrawn) is left as it is."""

    def __init__(self, cast: Cast, data: dict[str, Any], building: dict[str, Any]) -> None:
        self.cast, self.data, self.told = cast, data, building
        self.author = cast.people[data["ambassador"]]
        self.sheet: RetourExperience | None = None

    @cached_property
    def building(self) -> Copropriete:
        """Once its request has been sent."""
        return building_of(self.cast, self.told)

    def speak(self) -> None:
        if self.building.is_connected:
            Copropriete.objects.filter(pk=self.building.pk, is_demo=False).update(is_demo=True)
            load_ambassador(
                self.cast.report, self.data, self.building, self.cast.people, self.cast.now
            )

    def write(self) -> None:
        has_one = RetourExperience.objects.filter(copropriete=self.building).exists()
        if not has_one and can_write_retour(self.author, self.building):
            self.sheet = write(self.data, self.building, self.author)

    def review(self) -> None:
        if self.sheet is not None:
            review(self.data, self.sheet, self.cast.people["agence"])
            self.cast.report.add("retour d’expérience", "retours d’expérience")
