"""Whom one may write to: found from the address of the form, with what to say about them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet

from ambassadeurs.coproprietes.enums import AmbassadeurStatus
from ambassadeurs.coproprietes.matching import Match, match_ambassadeurs, profile_facts
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from ambassadeurs.coproprietes.projects.services import buildings_of
from ambassadeurs.reseaux.models import Reseau
from communaute.comptes.models import Organisation, User
from communaute.territoires.models import Commune
from socle.calendar import add_working_days, date_format
from socle.numbers import quantity
from socle.words import after_de, network

from .enums import PURPOSES, Kind, Purpose
from .models import Block
from .numbers import NUMBERS
from .perms import belongs_to, is_reachable, works_for

NEXT_BEST_SHOWN = 3
NATIONAL_NUMBER = "0 808 800 700"


@dataclass(frozen=True)
class Recipient:
    """One ambassador, one operator or one agency; nobody when none is known for the place."""

    kind: Kind
    ambassadeur: Ambassadeur | None = None
    organisation: Organisation | None = None
    reseau: Reseau | None = None
    commune: Commune | None = None

    @property
    def is_known(self) -> bool:
        return self.ambassadeur is not None or self.organisation is not None

    @property
    def key(self) -> str:
        """Names this recipient among the drafts of one session."""
        one = self.ambassadeur or self.organisation
        return recipient_key(self.kind, one.pk if one else 0)

    @property
    def name(self) -> str:
        if self.ambassadeur is not None:
            return self.ambassadeur.first_name
        return self.organisation.name if self.organisation else ""

    @property
    def about(self) -> str:
        """Who it is, in one line."""
        if self.ambassadeur is not None:
            building = self.ambassadeur.copropriete
            role = self.ambassadeur.get_role_display().lower()
            return f"{role}, {building.name}, {building.commune.after_a}"
        if self.kind == Kind.EXPLOITANT and self.reseau is not None:
            return f"exploitant du {network(self.reseau.name)}"
        return "agence locale de l’énergie : un conseil gratuit, public et indépendant"

    @property
    def delay(self) -> str:
        """When an answer usually comes, in words."""
        if self.ambassadeur is None:
            return f"Réponse attendue sous {NUMBERS.answer_working_days} jours ouvrés."
        return usual_delay(self.ambassadeur) or (
            f"Sans réponse au bout de {NUMBERS.reoffer_days} jours, "
            "nous cherchons une autre copropriété qui vous réponde."
        )

    @property
    def purposes(self) -> list[Purpose]:
        """What may be asked of them."""
        found = list(PURPOSES[self.kind])
        if self.ambassadeur is not None and not self.ambassadeur.takes_visits:
            found.remove(Purpose.VISITE)
        return found


def recipient_key(kind: str, pk: int | None) -> str:
    """Names a recipient among the drafts of one session."""
    return f"{kind}-{pk}"


def usual_delay(ambassadeur: Ambassadeur) -> str:
    """ "Répond d’habitude en 3 jours.", once enough answers tell it; else nothing."""
    days = ambassadeur.usual_days
    return f"Répond d’habitude en {quantity(days, 'jour')}." if days else ""


def expected_before(kind: str, asked_at: datetime, departement: str | None = None) -> datetime:
    """The latest moment an answer should come, before somebody else is asked or alerted.

    `departement` is the building's code: its own public holidays are not worked.
    """
    if kind == Kind.AMBASSADEUR:
        return asked_at + timedelta(days=NUMBERS.reoffer_days)
    return add_working_days(asked_at, NUMBERS.answer_working_days, departement or "")


def find_ambassadeur(pk: int | None) -> Ambassadeur | None:
    """An ambassador who is, or was, public; never one who was only a candidate."""
    return (
        Ambassadeur.objects.filter(
            pk=pk, status__in=[AmbassadeurStatus.VERIFIED, AmbassadeurStatus.WITHDRAWN]
        )
        .select_related("copropriete__reseau", "copropriete__commune")
        .first()
    )


def find_agency(commune: Commune) -> Organisation | None:
    """The agency that covers the commune at the most precise level."""
    return Organisation.objects.agencies().covering(commune).first()


def refusal(user: object, recipient: Recipient) -> str:
    """Why this recipient cannot be written to now, in kind words; empty when they can."""
    if recipient.organisation is not None:
        if works_for(user, recipient.organisation.pk):
            return "Vous travaillez pour cet organisme : on ne s’écrit pas à soi-même."
        return "" if is_reachable(recipient.organisation) else _how_to_reach(recipient.organisation)
    one = recipient.ambassadeur
    if one is None:
        return ""
    if one.user_id == getattr(user, "pk", None):
        return "Cet ambassadeur, c’est vous : on ne s’écrit pas à soi-même."
    if belongs_to(user, one.copropriete_id):
        return (
            f"C’est votre immeuble : parlez-en directement à {one.first_name}. "
            "Vous pouvez aussi écrire à une autre copropriété."
        )
    if reason := why_not_ask(user, one):
        return reason
    if Ambassadeur.objects.contactable().filter(pk=one.pk).exists():
        return ""
    if not Ambassadeur.objects.public().filter(pk=one.pk).exists():
        return f"Le mandat {after_de(one.first_name)} pour cette copropriété est terminé."
    if one.is_paused and one.paused_until:
        until = date_format(one.paused_until, "j F Y")
        return f"{one.first_name} fait une pause jusqu’au {until}."
    return f"{one.first_name} ne peut pas prendre de nouvelle demande en ce moment."


def why_not_ask(user: object, ambassadeur: Ambassadeur) -> str:
    """Why this person sends no request to this ambassador; empty when they may."""
    pk = getattr(user, "pk", None)
    deciders = Block.objects.deciders(pk, ambassadeur.user_id) if pk else set()
    if pk in deciders:
        return (
            f"Vous avez bloqué {ambassadeur.first_name}. Pour lui écrire ou lui rendre visite, "
            "débloquez d’abord cette personne dans « Mes demandes »."
        )
    if deciders:
        return f"{ambassadeur.first_name} ne peut pas prendre votre demande."
    return ""


def _how_to_reach(organisation: Organisation) -> str:
    """What to do when nothing sent from here would reach it."""
    phone = organisation.phone or f"{NATIONAL_NUMBER}, le numéro national"
    return (
        f"{organisation.name} n’a pas d’espace ici, et nous n’avons pas son adresse "
        f"électronique. Appelez le {phone}."
    )


def next_best(
    *,
    user: object,
    building: Copropriete | None,
    reseau: Reseau | None,
    purpose: str,
    tried: Collection[int],
    commune: Commune | None = None,
) -> list[Match]:
    """Ambassadors who may be written to now instead of those tried (pks), best first; nobody whom
    this person blocked, or who blocked them. For a visit, those near enough alone.

    Compared with the person's building; while its network is not known, that of the request. Once
    the building is erased, with the network and the `commune` of the request.
    """
    profile: dict[str, Any] = profile_facts(building) if building else {"commune": commune}
    profile["reseau"] = profile.get("reseau") or reseau
    apart = Block.objects.people_apart(user) if isinstance(user, User) else set()
    found = match_ambassadeurs(
        **profile,
        exclude_user=user if isinstance(user, User) else None,
        exclude_copropriete=building,
        visits=purpose == Purpose.VISITE,
        near_only=purpose == Purpose.VISITE,
        limit=NEXT_BEST_SHOWN + len(tried) + len(apart),
    )
    free = [
        match
        for match in found
        if match.ambassadeur.pk not in tried and match.ambassadeur.user_id not in apart
    ]
    return free[:NEXT_BEST_SHOWN]


def buildings_to_write_for(user: object) -> QuerySet[Copropriete]:
    """The person's buildings: those of their projects, then those they speak for."""
    own = buildings_of(user)
    if not getattr(user, "is_authenticated", False):
        return own
    spoken = Ambassadeur.objects.filter(user=user).values("copropriete")
    return (
        (own | Copropriete.objects.filter(pk__in=spoken))
        .distinct()
        .select_related("commune__departement", "nearest_reseau")
        .order_by(F("connected_year").asc(nulls_first=True), "created_at", "pk")
    )
