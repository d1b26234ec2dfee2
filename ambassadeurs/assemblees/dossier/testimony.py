"""The word of a connected copropriété: found by the matching that stands, read again each time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.coproprietes.matching import for_copropriete, with_published_sheet
from ambassadeurs.coproprietes.models import Ambassadeur, RetourExperience
from ambassadeurs.coproprietes.retours.figures import latest
from ambassadeurs.demandes.enums import Kind, Purpose
from communaute.notifications.words import absolute

if TYPE_CHECKING:
    from ambassadeurs.coproprietes.models import Copropriete, Figure

    from ..models import Assemblee

# A paper that cannot be made yet begins so.
LACKS = "Il vous manque : "
WITNESS = "Une copropriété raccordée qui raconte son expérience"


@dataclass(frozen=True, slots=True)
class Testimony:
    """An ambassador who may be written to now, and the published sheet of their copropriété."""

    ambassadeur: Ambassadeur
    sheet: RetourExperience

    @property
    def copropriete(self) -> Copropriete:
        return self.ambassadeur.copropriete

    @property
    def figures(self) -> list[Figure]:
        return list(latest(self.sheet).values())

    @property
    def page(self) -> str:
        return absolute(self.copropriete.get_absolute_url())

    def invitation_of(self, copropriete: Copropriete) -> str:
        """The request form that asks them to the meeting of this building."""
        asked = {"a": Kind.AMBASSADEUR.value, "id": self.ambassadeur.pk}
        asked |= {"immeuble": copropriete.pk, "objet": Purpose.REUNION.value}
        return reverse("demandes:new", query=asked)


def has_witness(assemblee: Assemblee) -> bool:
    """Whether somebody may speak to this building (1 query)."""
    people = Ambassadeur.objects.contactable().exclude(copropriete=assemblee.copropriete_id)
    return with_published_sheet(people).exists()


def witness_of(assemblee: Assemblee) -> Testimony | None:
    """The nearest to this building, as it stands now; None once there is nobody."""
    found = for_copropriete(assemblee.copropriete, with_sheet=True, limit=1)
    if not found:
        return None
    sheets = RetourExperience.objects.published().prefetch_related("figures")
    sheet = sheets.filter(copropriete=found[0].copropriete).first()
    return Testimony(found[0].ambassadeur, sheet) if sheet else None


def told_by(testimony: Testimony | None) -> str:
    """The words of the paper."""
    if testimony is None:
        return f"{LACKS}{WITNESS}.\n"
    context = {"testimony": testimony, "today": timezone.localdate()}
    text = render_to_string("assemblees/dossier/papers/temoignage.txt", context)
    return f"{text.strip()}\n"
