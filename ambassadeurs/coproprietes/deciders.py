"""Who decides on a mandate or a retour d’expérience, and how they and the person are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation, User
from communaute.notifications.services import tell

if TYPE_CHECKING:
    from .models import Ambassadeur, Copropriete


def deciding_organisations(copropriete: Copropriete) -> list[Organisation]:
    """The agency that covers the commune most precisely; none: the national team decides."""
    return list(Organisation.objects.agencies().covering(copropriete.commune)[:1])


def deciders_of(copropriete: Copropriete, *, exclude: User | None = None) -> list[User]:
    """Active members of the deciding organisation; the national team when there are none."""
    people = User.objects.filter(is_active=True)
    if exclude is not None:
        people = people.exclude(pk=exclude.pk)
    organisations = deciding_organisations(copropriete)
    local = list(people.filter(memberships__organisation__in=organisations).distinct())
    if local:
        return local
    national = Q(memberships__organisation__kind=OrganisationKind.EQUIPE) | Q(is_superuser=True)
    return list(people.filter(national).distinct())


def ask_deciders(
    kind: str,
    copropriete: Copropriete,
    *,
    author: User | None,
    key: str,
    url: str,
    context: dict[str, Any],
) -> None:
    """Tell all who may decide; the first one who answers settles it."""
    for person in deciders_of(copropriete, exclude=author):
        tell(kind, to=person, key=key, url=url, context=context)


def tell_person(
    kind: str, mandate: Ambassadeur, *, key: str, url: str = "", **context: Any
) -> None:
    """Tell the ambassador; the button leads to their mandate unless `url` says otherwise."""
    tell(
        f"coproprietes.{kind}",
        to=mandate.user,
        key=f"mandat:{mandate.pk}:{key}",
        url=url or reverse("ambassadeurs:mandate"),
        context={"mandate": mandate.pk, "residence": str(mandate.copropriete)} | context,
    )
