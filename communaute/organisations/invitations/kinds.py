"""What is told of invitations."""

from collections.abc import Mapping
from typing import Any

from communaute.comptes.models import Membership
from communaute.notifications.catalogue import Kind, Priority
from communaute.notifications.outbox.worth import leads, works_for

from ..models import OrganisationInvitation
from ..perms import can_invite


def is_still_given(context: Mapping[str, Any]) -> bool:
    """Whether the link of the invitation still opens the organisation."""
    if "invitation" not in context:
        return True
    rows = OrganisationInvitation.objects.waiting().select_related("organisation", "invited_by")
    found = rows.filter(pk=context["invitation"]).first()
    return found is not None and can_invite(found.invited_by, found.organisation)


def is_as_told(context: Mapping[str, Any]) -> bool:
    """Whether the person told of works there, or does not, as it says: they may have left since,
    or come back. A mail planned before its context named the person stays true."""
    if "person_pk" not in context:
        return True
    theirs = Membership.objects.filter(user=context["person_pk"])
    return theirs.filter(organisation=context["organisation_pk"]).exists() == context["is_in"]


KINDS = (
    Kind(
        key="invitations.invited",
        label="Invitation à rejoindre une organisation",
        who="L’adresse invitée.",
        when="Quand un responsable, ou l’équipe nationale, invite ou renvoie. Périme avec le lien.",
        may_be_off=False,
        priority=Priority.SOON,
        on_site=False,
        keeps_address=False,
        still_true=is_still_given,
    ),
    Kind(
        key="invitations.accepted",
        label="Une personne que j’ai invitée rejoint l’organisation",
        who="La personne qui a invité.",
        when="Quand l’invitation est acceptée.",
        at_work=True,
        still_true=is_as_told,
        visible_to=leads,
    ),
    Kind(
        key="invitations.added",
        label="L’équipe nationale m’ajoute à une organisation",
        who="La personne ajoutée.",
        when="Quand l’équipe nationale l’ajoute sans invitation.",
        may_be_off=False,
        priority=Priority.SOON,
        visible_to=works_for,
    ),
    Kind(
        key="invitations.removed",
        label="Je suis retiré d’une organisation",
        who="La personne retirée.",
        when="Quand un responsable, ou l’équipe nationale, la retire.",
        may_be_off=False,
        priority=Priority.SOON,
    ),
    Kind(
        key="invitations.members_changed",
        label="Un de mes collègues est ajouté ou retiré",
        who="Les responsables de l’organisation, sauf la personne elle-même.",
        when="Quand l’équipe nationale, ou un autre responsable, le fait sans invitation.",
        at_work=True,
        still_true=is_as_told,
        visible_to=leads,
    ),
    Kind(
        key="invitations.refused",
        label="Une personne que j’ai invitée refuse",
        who="La personne qui a invité.",
        when="Quand l’invitation est refusée.",
        at_work=True,
        still_true=is_as_told,
        visible_to=leads,
    ),
)
