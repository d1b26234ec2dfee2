"""Who may change a building, and verify an ambassador (never the person alone).

An operator decides on no mandate and no story: who sells the heat does not choose who speaks of
it. The agency may ask it, and decides.
"""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation, User
from communaute.comptes.perms import is_agency, is_national_team, organisations_of
from communaute.notifications.services import tell

from .models import Ambassadeur, Copropriete, RetourExperience


def can_decide(user: object, copropriete: Copropriete) -> bool:
    """On its ambassadors and their stories: the agency of its territory, or the national team
    (twin: `decision_scope`)."""
    if is_national_team(user):
        return True
    agencies = [o.pk for o in organisations_of(user, OrganisationKind.AGENCE)]
    covering = Organisation.objects.agencies().covering(copropriete.commune)
    return bool(agencies) and covering.filter(pk__in=agencies).exists()


def can_edit_building(user: object, copropriete: Copropriete) -> bool:
    """Its members, and the ambassadors who speak for it (twin: `buildings_of`)."""
    return type(copropriete)._default_manager.of_member(user).filter(pk=copropriete.pk).exists()


def can_verify(user: object, ambassadeur: Ambassadeur) -> bool:
    """Those who decide, and nobody their own mandate (twin: `decidable_by`)."""
    if ambassadeur.user_id == getattr(user, "pk", None):
        return False
    return can_decide(user, ambassadeur.copropriete)


def can_review(user: object) -> bool:
    """Agencies and the national team have something to verify somewhere."""
    return is_agency(user) or is_national_team(user)


def is_shown_review_entry(user: object) -> bool:
    """The account menu leads to the queue; agencies find it on their desk already."""
    return can_review(user) and not is_agency(user)


def can_write_retour(user: object, copropriete: Copropriete) -> bool:
    """A person with a public mandate writes for the copropriété; twin: `written_by`."""
    mandates = copropriete.ambassadeurs.public()
    return mandates.filter(user__pk=getattr(user, "pk", None) or 0).exists()


def can_review_retour(user: object, retour: RetourExperience) -> bool:
    """Those who verify its ambassadors, and nobody their own sheet; twin: `reviewable_by`."""
    return retour.author_id != getattr(user, "pk", None) and can_decide(user, retour.copropriete)


def can_read_retour(user: object, retour: RetourExperience) -> bool:
    """Everybody once it is published; its writers always; reviewers once it is proposed."""
    if retour.is_published and retour.copropriete.ambassadeurs.public().exists():
        return True
    if can_write_retour(user, retour.copropriete):
        return True
    return not retour.is_draft and can_review_retour(user, retour)


# Who decides on a mandate or a retour d’expérience, and how they and the person are told.


def deciding_organisations(copropriete: Copropriete) -> list[Organisation]:
    """The agency that covers the commune most precisely, if somebody there has an account; none:
    the national team decides."""
    found = Organisation.objects.agencies().covering(copropriete.commune)[:1]
    return [one for one in found if one.memberships.filter(user__is_active=True).exists()]


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
