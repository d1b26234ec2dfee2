"""Telling the people concerned: reporters, moderators, authors, in the transaction of the act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import User
from communaute.notifications.enums import NotificationKind
from communaute.notifications.services import mail_address, notify
from socle.calendar import date_format

from ..enums import DecisionKind
from ..querysets import moderators_of
from ..registry import by_model
from ..tokens import signed_url

if TYPE_CHECKING:
    from ..models import Appeal, Case, Decision, ModeratedContent, Notice, StatementOfReasons
    from ..registry import ModeratedType

EXCERPT_CHARS = 400
OUTCOMES = {
    DecisionKind.KEEP: "Nous avons examiné le texte et nous le laissons en ligne.",
    DecisionKind.HIDE: "Nous avons masqué le texte : le public ne le voit plus.",
    DecisionKind.RESTORE: "Après un nouvel examen, le texte est de nouveau en ligne.",
}


def in_words(moment: Any) -> str:
    """A date as people say it, in Paris: « mardi 3 novembre 2026 à 14:05 »."""
    return date_format(timezone.localtime(moment), r"l j F Y \à H:i")


def excerpt(text: str) -> str:
    return Truncator(text).chars(EXCERPT_CHARS, truncate="…")


def acknowledge(notice: Notice, kind: ModeratedType) -> None:
    """Tell the reporter that we have it, its number, and when it will be settled."""
    _tell_reporter(
        notice,
        notification_kind=NotificationKind.NOTICE_RECEIVED,
        key=f"moderation:notice:{notice.puid}:received",
        title=f"Signalement n° {notice.number} bien reçu",
        mail="moderation_notice_received",
        context={
            "label": kind.label.lower(),
            "category": notice.get_category_display(),
            "due": in_words(notice.case.due_at),
        },
    )


def tell_reporters(decision: Decision) -> None:
    """Tell all who reported what was decided, and what they may do if they disagree."""
    model = decision.case.content_type.model_class()
    kind = by_model(model) if model else None
    for notice in decision.case.notices.select_related("reporter"):
        _tell_reporter(
            notice,
            notification_kind=NotificationKind.NOTICE_DECIDED,
            key=f"moderation:notice:{notice.puid}:decision:{decision.pk}",
            title=f"Suite donnée à votre signalement n° {notice.number}",
            mail="moderation_notice_decided",
            context={
                "label": (kind.label if kind else "Texte").lower(),
                "outcome": OUTCOMES[DecisionKind(decision.kind)],
                "decided_on": in_words(decision.decided_at),
            },
        )
        notice.told_at = timezone.now()
        notice.save(update_fields=["told_at"])


def alert_moderators(case: Case, kind: ModeratedType, notice: Notice) -> None:
    """Tell those who may decide, and only them, that a case waits; once per due time."""
    context = {
        "label": kind.label.lower(),
        "excerpt": excerpt(case.snapshot),
        "place": case.place,
        "category": notice.get_category_display(),
        "due": in_words(case.due_at),
        "action_label": "Ouvrir le dossier",
        "why": "Vous recevez ce message parce que votre organisation modère ce territoire.",
    }
    for person in moderators_of(case):
        notify(
            user=person,
            kind=NotificationKind.CASE_TO_DECIDE,
            key=f"moderation:case:{case.pk}:{case.due_at:%Y%m%d%H%M}",
            title=f"Signalement à traiter : {case.place}",
            body=f"{notice.get_category_display()}. À décider avant {context['due']}.",
            url=case.get_absolute_url(),
            mail="moderation_case_to_decide",
            context=context,
        )


def statement_context(statement: StatementOfReasons) -> dict[str, str]:
    """What the mail of a statement shows; also used for the moderator's preview."""
    return {
        "label": statement.content_label.lower(),
        "excerpt": statement.excerpt,
        "restriction": statement.restriction,
        "written_on": in_words(statement.content_created_at),
        "applies_from": in_words(statement.applies_from),
        "facts": statement.facts,
        "ground": statement.get_ground_display(),
        "rule": statement.rule,
        "source": "un signalement" if statement.from_notice else "un contrôle de notre équipe",
        "redress_until": in_words(statement.redress_until),
        "signatory": statement.signatory,
        "number": statement.number,
        "action_label": "Lire la décision ou la contester",
        "why": "Vous recevez ce message parce que vous avez écrit ce texte.",
    }


def tell_author(statement: StatementOfReasons) -> None:
    """Send the statement to the author; an erased author has none to send to."""
    if statement.recipient is None:
        return
    notify(
        user=statement.recipient,
        kind=NotificationKind.DECISION,
        key=f"moderation:statement:{statement.puid}",
        title="Nous avons masqué votre texte : voici pourquoi",
        body=statement.facts,
        url=statement.get_absolute_url(),
        mail=_mail_of(statement.recipient, "moderation_decision"),
        context={**statement_context(statement), "url": signed_url(statement)},
    )


def tell_author_restored(decision: Decision) -> None:
    """Tell the author that the text is back, without their asking."""
    author = decision.case.author
    if author is None:
        return
    content = cast("ModeratedContent | None", decision.case.target)
    kind = by_model(type(content)) if content else None
    notify(
        user=author,
        kind=NotificationKind.DECISION,
        key=f"moderation:restored:{decision.pk}",
        title="Votre texte est de nouveau en ligne",
        body="Nous avons revu notre décision. Tout le monde peut de nouveau le lire.",
        url=kind.url(content) if kind and content else "",
        mail=_mail_of(author, "moderation_restored"),
        context={
            "excerpt": excerpt(decision.case.snapshot),
            "action_label": "Voir mon texte",
            "why": "Vous recevez ce message parce que vous avez écrit ce texte.",
        },
    )


def acknowledge_appeal(appeal: Appeal) -> None:
    statement = appeal.statement
    if statement.recipient is None:
        return
    due = in_words(appeal.due_at)
    notify(
        user=statement.recipient,
        kind=NotificationKind.APPEAL,
        key=f"moderation:appeal:{appeal.pk}:received",
        title="Votre recours est bien reçu",
        body=f"L’équipe nationale vous répond avant le {due}.",
        url=statement.get_absolute_url(),
        mail=_mail_of(statement.recipient, "moderation_appeal_received"),
        context={
            "text": appeal.text,
            "due": due,
            "url": signed_url(statement),
            "action_label": "Suivre mon recours",
            "why": "Vous recevez ce message parce que vous avez contesté une décision.",
        },
    )


def alert_national_team(appeal: Appeal) -> None:
    """Tell the national team, except who decided and who contests."""
    decision = appeal.statement.decision
    team = (
        User.objects.filter(is_active=True)
        .filter(Q(is_superuser=True) | Q(memberships__organisation__kind=OrganisationKind.EQUIPE))
        .exclude(pk__in=[decision.decided_by_id or 0, appeal.statement.recipient_id or 0])
        .distinct()
    )
    for person in team:
        notify(
            user=person,
            kind=NotificationKind.APPEAL,
            key=f"moderation:appeal:{appeal.pk}",
            title=f"Recours à examiner : {decision.case.place}",
            body=excerpt(appeal.text),
            url=appeal.get_absolute_url(),
            mail="moderation_appeal_to_decide",
            context={
                "text": excerpt(appeal.text),
                "signatory": appeal.statement.signatory,
                "due": in_words(appeal.due_at),
                "action_label": "Examiner le recours",
                "why": "Vous recevez ce message parce que vous êtes de l’équipe nationale.",
            },
        )


def tell_appeal_decided(appeal: Appeal) -> None:
    statement = appeal.statement
    if statement.recipient is None:
        return
    outcome = (
        "Votre recours est accepté : votre texte est de nouveau en ligne."
        if appeal.upheld
        else "Votre recours n’est pas accepté : votre texte reste masqué."
    )
    notify(
        user=statement.recipient,
        kind=NotificationKind.APPEAL,
        key=f"moderation:appeal:{appeal.pk}:decided",
        title=outcome,
        body=appeal.reply,
        url=statement.get_absolute_url(),
        mail=_mail_of(statement.recipient, "moderation_appeal_decided"),
        context={
            "outcome": outcome,
            "reply": appeal.reply,
            "url": signed_url(statement),
            "upheld": bool(appeal.upheld),
            "action_label": "Lire la réponse sur le site",
            "why": "Vous recevez ce message parce que vous avez contesté une décision.",
        },
    )


def _tell_reporter(
    notice: Notice,
    *,
    notification_kind: str,
    key: str,
    title: str,
    mail: str,
    context: dict[str, Any],
) -> None:
    context = {
        **context,
        "number": notice.number,
        "url": notice.get_absolute_url(),
        "action_label": "Suivre mon signalement",
        "why": "Vous recevez ce message parce que vous avez signalé un texte.",
    }
    if notice.reporter is not None:
        notify(
            user=notice.reporter,
            kind=notification_kind,
            key=key,
            title=title,
            body=context.get("outcome", ""),
            url=notice.get_absolute_url(),
            mail=_mail_of(notice.reporter, mail),
            context=context,
        )
    elif notice.reporter_email:
        mail_address(email=notice.reporter_email, name=mail, key=key, context=context)


def _mail_of(user: User, name: str) -> str | None:
    """The mail to send, or None for a person without a working address."""
    return name if user.email and user.is_active else None
