"""Loads the mises en relation of the demonstration, through the services, then dates them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from ambassadeurs.coproprietes.projects import create_building
from ambassadeurs.mises_en_relation.enums import Kind
from ambassadeurs.mises_en_relation.models import Message, MiseEnRelation
from ambassadeurs.mises_en_relation.services.messages import post_message
from ambassadeurs.mises_en_relation.services.requests import open_request
from ambassadeurs.reseaux.models import Reseau
from communaute.comptes.models import Organisation, User
from communaute.territoires.models import Commune

from .community import date_notifications, demo_key
from .loading import read_toml
from .report import Report

FACTS = (
    "address",
    "lots",
    "dwellings",
    "period",
    "current_energy",
    "heating_mode",
    "boiler_year",
    "boiler_power_kw",
    "stage",
    "syndic_name",
)


def load_requests(
    report: Report,
    people: dict[str, User],
    organisations: dict[str, Organisation],
    networks: dict[str, Reseau],
) -> None:
    """One building and its requests, created when missing."""
    data = read_toml("requests.toml")
    building = _building(data["building"], people, report)
    known = set(MiseEnRelation.objects.values_list("submission_key", flat=True))
    for item in data["request"]:
        if demo_key("demande", item["key"]) in known:
            continue
        mise = _open(item, building, people[data["building"]["owner"]], organisations, networks)
        asked_at = timezone.now() - timedelta(days=item["days"])
        _date(mise, asked_at)
        for number, message in enumerate(item.get("message_after", [])):
            _write(mise, message, people, number, asked_at)
        report.add("mise en relation", "mises en relation")


def _building(data: dict[str, Any], people: dict[str, User], report: Report) -> Copropriete:
    owner = people[data["owner"]]
    found = Copropriete.objects.of_member(owner).filter(name=data["name"]).first()
    if found is not None:
        return found
    report.add("immeuble en projet", "immeubles en projet")
    return create_building(
        actor=owner,
        name=data["name"],
        commune=Commune.objects.get(code=data["commune"]),
        longitude=data["lon"],
        latitude=data["lat"],
        next_assembly_on=timezone.localdate() + timedelta(days=data["assembly_in_days"]),
        **{name: data[name] for name in FACTS},
    )


def _open(
    item: dict[str, Any],
    building: Copropriete,
    owner: User,
    organisations: dict[str, Organisation],
    networks: dict[str, Reseau],
) -> MiseEnRelation:
    organisation = organisations[item["organisation"]] if "organisation" in item else None
    ambassadeur = None
    if organisation is None:
        email = f"{item['ambassador']}@demo.test"
        ambassadeur = Ambassadeur.objects.public().filter(user__email=email).first()
    return open_request(
        actor=owner,
        kind=organisation.kind if organisation else Kind.AMBASSADEUR,
        purpose=item["purpose"],
        copropriete=building,
        ambassadeur=ambassadeur,
        organisation=organisation,
        reseau=networks[item["network"]] if "network" in item else None,
        message=item["message"].strip(),
        share=set(item["share"]),
        consent=organisation is not None,
        submission_key=demo_key("demande", item["key"]),
    )


def _write(
    mise: MiseEnRelation,
    item: dict[str, Any],
    people: dict[str, User],
    number: int,
    asked_at: datetime,
) -> None:
    message = post_message(
        actor=people[item["author"]],
        mise=mise,
        body=item["body"].strip(),
        submission_key=demo_key("message", mise.submission_key, number),
    )
    at = asked_at + timedelta(hours=item["hours"])
    Message.objects.filter(pk=message.pk).update(sent_at=at)
    MiseEnRelation.objects.filter(pk=mise.pk).update(last_act_at=at)
    first = MiseEnRelation.objects.filter(pk=mise.pk, first_answer_at__gt=at)
    if not message.from_requester and first.update(first_answer_at=at) and mise.ambassadeur_id:
        Ambassadeur.objects.filter(pk=mise.ambassadeur_id).update(median_answer_hours=item["hours"])
    date_notifications(f"mer-message-{message.pk}", at)


def _date(mise: MiseEnRelation, at: datetime) -> None:
    MiseEnRelation.objects.filter(pk=mise.pk).update(
        created_at=at, last_act_at=at, consent_at=at if mise.consent_at else None
    )
    mise.messages.update(sent_at=at)
    date_notifications(f"mer-demande-{mise.pk}", at)
