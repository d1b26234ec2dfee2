"""What an operator does with a prospect: status, comment, assignment, templates. And API keys."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from communaute.comptes.models import Membership
from communaute.notifications.enums import NotificationKind
from communaute.notifications.services import notify

from ..enums import DeskStatus, State
from ..errors import MiseEnRelationError, NotAllowed
from ..models import ApiToken, MiseEnRelation, ReplyTemplate, StatusEvent
from ..perms import is_agreed
from ..perms_desk import can_edit_template, can_rotate_token, can_treat_prospect

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communaute.comptes.models import Organisation, User

KEY_PREFIX: Final = "cu_"
HINT_LENGTH: Final = 4
# What the person is told, in plain words; nothing for a status that goes back.
TOLD: Final = {
    DeskStatus.RECONTACTE: "L’exploitant étudie le raccordement de votre immeuble.",
    DeskStatus.PROPOSITION: "L’exploitant vous a envoyé une proposition.",
    DeskStatus.VOTE: "Votre assemblée générale a voté le raccordement.",
    DeskStatus.TRAVAUX: "Les travaux de raccordement sont en cours.",
    DeskStatus.RACCORDE: "Votre immeuble est raccordé au réseau de chaleur.",
    DeskStatus.NON_REALISABLE: "L’exploitant ne peut pas raccorder votre immeuble aujourd’hui.",
    DeskStatus.ABANDONNE: "L’exploitant considère que votre projet est arrêté.",
}


class StrangerColleague(MiseEnRelationError):
    """A request is assigned to somebody who works for the operator."""


@transaction.atomic
def change_status(
    *,
    actor: User | None,
    mise: MiseEnRelation,
    status: str,
    note: str = "",
    by_partner_api: bool = False,
) -> MiseEnRelation:
    """Move a prospect to a status, with a note for colleagues; the person is told.

    `actor` is None for the partner API, whose key stands for the operator. The first move counts
    as the first answer: the operator has acted. The same status without a note changes nothing.
    Raises NotAllowed, ValueError for an unknown status.
    """
    mise = _locked(mise)
    if not (is_agreed(mise) if by_partner_api else can_treat_prospect(actor, mise)):
        message = "Cette demande n’est pas adressée à votre organisme."
        raise NotAllowed(message)
    target = DeskStatus(status)
    note = note.strip()
    if target == mise.desk_status and not note:
        return mise
    StatusEvent.objects.create(
        mise_en_relation=mise,
        actor=actor,
        by_partner_api=by_partner_api,
        from_status=mise.desk_status,
        to_status=target,
        note=note,
    )
    if target != mise.desk_status:
        _move(mise, target)
    return mise


@transaction.atomic
def set_comment(*, mise: MiseEnRelation, comment: str) -> MiseEnRelation:
    """Replace the operator's comment (by the partner API); the same one changes nothing."""
    mise = _locked(mise)
    if mise.desk_comment != comment.strip():
        mise.desk_comment = comment.strip()
        mise.save(update_fields=["desk_comment", "updated_at"])
    return mise


@transaction.atomic
def assign(*, actor: User, mise: MiseEnRelation, colleague: User | None) -> MiseEnRelation:
    """Give a prospect to a colleague, or to nobody. Raises NotAllowed, StrangerColleague."""
    mise = _locked(mise)
    if not can_treat_prospect(actor, mise):
        message = "Cette demande n’est pas adressée à votre organisme."
        raise NotAllowed(message)
    if (
        colleague is not None
        and not Membership.objects.filter(
            organisation=mise.organisation_id, user=colleague
        ).exists()
    ):
        message = "Cette personne ne travaille pas pour votre organisme."
        raise StrangerColleague(message)
    if mise.assigned_to_id == (colleague.pk if colleague else None):
        return mise
    mise.assigned_to = colleague
    mise.save(update_fields=["assigned_to", "updated_at"])
    if colleague is not None and colleague.pk != actor.pk:
        notify(
            user=colleague,
            kind=NotificationKind.REQUEST,
            key=f"desk-assigned-{mise.pk}-{colleague.pk}-{mise.updated_at.isoformat()}",
            title="Une demande vous est confiée",
            body=f"{actor.public_name} vous a confié une demande de raccordement.",
            url=f"/exploitant/demandes/{mise.public_id}/",
            mail="notification",
            context={
                "thread": mise.mail_thread,
                "action_label": "Ouvrir la demande",
                "why": "Vous recevez ce message parce qu’un collègue vous a confié cette demande.",
            },
        )
    return mise


@transaction.atomic
def change_status_of_several(
    *, actor: User, mises: Iterable[MiseEnRelation], status: str, note: str = ""
) -> int:
    """`change_status` of each prospect, all or none; returns how many moved.

    One already there is left as it is, note included: sent twice, it is done once.
    Raises NotAllowed, ValueError for an unknown status.
    """
    moving = [mise for mise in _all_locked(mises) if mise.desk_status != DeskStatus(status)]
    for mise in moving:
        change_status(actor=actor, mise=mise, status=status, note=note)
    return len(moving)


@transaction.atomic
def assign_several(*, actor: User, mises: Iterable[MiseEnRelation], colleague: User | None) -> int:
    """`assign` each prospect, all or none; returns how many changed hands.

    Raises NotAllowed, StrangerColleague.
    """
    taker = colleague.pk if colleague else None
    moving = [mise for mise in _all_locked(mises) if mise.assigned_to_id != taker]
    for mise in moving:
        assign(actor=actor, mise=mise, colleague=colleague)
    return len(moving)


@transaction.atomic
def save_template(
    *,
    actor: User,
    organisation: Organisation,
    title: str,
    body: str,
    template: ReplyTemplate | None = None,
) -> ReplyTemplate:
    """Create a ready answer of the operator, or change one. Raises NotAllowed."""
    template = template or ReplyTemplate(organisation=organisation)
    if not can_edit_template(actor, template):
        message = "Ce modèle appartient à un autre organisme."
        raise NotAllowed(message)
    template.title, template.body = title.strip(), body.strip()
    template.save()
    return template


@transaction.atomic
def delete_template(*, actor: User, template: ReplyTemplate) -> None:
    """Raises NotAllowed."""
    if not can_edit_template(actor, template):
        message = "Ce modèle appartient à un autre organisme."
        raise NotAllowed(message)
    template.delete()


@transaction.atomic
def rotate_token(*, actor: User, organisation: Organisation) -> str:
    """Make a new API key, the only time it can be read; the former one stops at once.

    Raises NotAllowed.
    """
    if not can_rotate_token(actor, organisation):
        message = "Seules les personnes de cet organisme peuvent créer sa clé."
        raise NotAllowed(message)
    token = f"{KEY_PREFIX}{secrets.token_urlsafe(32)}"
    ApiToken.objects.filter(organisation=organisation).delete()
    ApiToken.objects.create(
        organisation=organisation,
        digest=digest_of(token),
        hint=token[-HINT_LENGTH:],
        created_by=actor,
    )
    return token


def digest_of(token: str) -> str:
    """SHA-256, in hexadecimal: a key of 256 random bits needs no slower one."""
    return hashlib.sha256(token.encode()).hexdigest()


def _locked(mise: MiseEnRelation) -> MiseEnRelation:
    return (
        MiseEnRelation.objects.select_for_update(of=("self",))
        .select_related("requester", "organisation")
        .get(pk=mise.pk)
    )


def _all_locked(mises: Iterable[MiseEnRelation]) -> list[MiseEnRelation]:
    """Always in the same order: two colleagues never wait for each other."""
    rows = MiseEnRelation.objects.filter(pk__in=[mise.pk for mise in mises])
    return list(rows.select_for_update().order_by("pk"))


def _move(mise: MiseEnRelation, target: DeskStatus) -> None:
    now = timezone.now()
    mise.desk_status = target
    mise.last_act_at = now
    if mise.first_answer_at is None and target != DeskStatus.A_TRAITER:
        mise.first_answer_at = now
        if mise.state == State.WAITING:
            mise.state = State.ANSWERED
    mise.save(
        update_fields=["desk_status", "last_act_at", "first_answer_at", "state", "updated_at"]
    )
    if mise.requester is not None and target in TOLD:
        notify(
            user=mise.requester,
            kind=NotificationKind.REQUEST,
            key=f"desk-status-{mise.pk}-{target}-{now.isoformat()}",
            title=f"Votre demande de raccordement : {target.label.lower()}",
            body=TOLD[target],
            url=mise.get_absolute_url(),
            mail="notification",
            context={
                "thread": mise.mail_thread,
                "action_label": "Lire la demande",
                "why": f"Vous avez écrit à {mise.organisation} sur ChauffageUrbain.",
            },
        )
