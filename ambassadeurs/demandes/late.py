"""A request that waits too long: what was done about it, and whom else to ask."""

from django.urls import reverse
from django.utils import timezone

from .enums import OFFERED_AGAIN, ClockStep, Kind, State
from .models import Demande
from .recipients import NATIONAL_NUMBER, expected_before, find_agency


def reminded(demande: Demande) -> str:
    """What the clock did of an answer of an organisation that is late (two queries)."""
    done = set(demande.clock.values_list("step", flat=True))
    if ClockStep.NATIONAL_ALERT in done:
        told = "nous la lui avons rappelée, puis nous avons prévenu l’équipe nationale"
        if _may_ask_agency(demande):
            return f"{told}. N’attendez plus : l’agence locale vous conseille"
        return (
            f"{told}. N’attendez plus : écrivez à une copropriété raccordée, ou appelez "
            f"France Rénov’ au {NATIONAL_NUMBER}"
        )
    if ClockStep.WORKING_DAYS_REMINDER in done:
        return "nous la lui avons rappelée"
    return "nous la lui rappelons"


def other_way(demande: Demande) -> tuple[str, str] | None:
    """Whom else to ask, (words, address), of a request that nobody answered and that nobody is left
    to be told of (two queries, of one that is late)."""
    if demande.state == State.WAITING:
        expected = expected_before(demande.kind, demande.clock_from, demande.departement_id)
        told = demande.clock.filter(step=ClockStep.NATIONAL_ALERT)
        if expected > timezone.now() or not told.exists():
            return None
        if _may_ask_agency(demande):
            place = {"commune": demande.commune_id, "immeuble": demande.copropriete_id}
            query = {"a": Kind.AGENCE.value} | {name: pk for name, pk in place.items() if pk}
            return "Demander conseil à l’agence locale", reverse("demandes:new", query=query)
    elif demande.closed_because not in OFFERED_AGAIN or renewed_as(demande):
        return None
    return "Écrire à une copropriété raccordée", reverse("annuaire:list")


def _may_ask_agency(demande: Demande) -> bool:
    """The operator was asked, and the agency of the place not yet, by nobody of this building."""
    place = demande.commune if demande.kind == Kind.EXPLOITANT else None
    if place is None or find_agency(place) is None:
        return False
    asked = Demande.objects.open().filter(kind=Kind.AGENCE, commune=demande.commune_id)
    if demande.copropriete_id is None:
        asked = asked.filter(requester=demande.requester_id)
    return not asked.filter(copropriete=demande.copropriete_id).exists()


def renewed_as(demande: Demande) -> Demande | None:
    """The request that the service made of one that nobody answered, to another ambassador."""
    if demande.closed_because not in OFFERED_AGAIN:
        return None
    return demande.reoffers.select_related("ambassadeur__copropriete").first()
