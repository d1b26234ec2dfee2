"""What a survey says, in the mail and on its page. Never the building of who asked or visited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from communaute.notifications.enums import NotificationKind
from communaute.notifications.services import notify
from communaute.territoires.calendar import date_format

from .enums import ClockStep
from .names import asker_name, recipient_name

if TYPE_CHECKING:
    from datetime import datetime

    from .models import Survey


def is_asker(survey: Survey) -> bool:
    """Whether it is for who asked or visited, rather than for who answered or received."""
    mise, visit = survey.mise_en_relation, survey.visit
    if mise is not None:
        return survey.user_id == mise.requester_id
    return visit is not None and survey.user_id != visit.ambassadeur.user_id


def subject(survey: Survey) -> str:
    """« votre visite de “Les Tilleuls”, le 12 septembre 2026 », after « au sujet de »."""
    mise, visit = survey.mise_en_relation, survey.visit
    if mise is not None:
        other = recipient_name(mise) if is_asker(survey) else asker_name(mise)
        # The name first: some end with a full stop.
        return f"votre échange avec {other}, du {_day(mise.created_at)}"
    assert visit is not None  # noqa: S101 - the database says: a thread or a visit
    day = _day(visit.starts_at)
    if is_asker(survey):
        return f"votre visite de « {visit.ambassadeur.copropriete.name} », le {day}"
    return f"la visite du {day}, que vous avez proposée"


def ask(survey: Survey) -> None:
    """Send it."""
    is_visit = survey.visit is not None
    mise = survey.mise_en_relation
    about = f"mise-{mise.pk}" if mise else f"visite-{survey.visit_id}"
    if survey.step == ClockStep.SURVEY_J2:
        title = f"Trois questions sur votre {'visite' if is_visit else 'échange'}"
    elif is_asker(survey):
        title = "Où en êtes-vous ? Trois questions, une minute"
    else:
        title = "Trois mois après : trois questions, une minute"
    notify(
        user=survey.user,
        kind=NotificationKind.SURVEY,
        key=f"enquete-{about}-{survey.step}",
        title=title,
        body=f"C’est au sujet de {subject(survey)}. "
        "Vos réponses servent à améliorer le service, sans être publiées avec votre nom.",
        url=f"/enquetes/{survey.token}/",
        mail="notification",
        context={
            "thread": mise.mail_thread if mise else about,
            "action_label": "Répondre aux trois questions",
            "why": "Vous recevez ce message parce que vous avez pris part à "
            f"{'cette visite' if is_visit else 'cet échange'}. Il n’y aura pas de relance.",
        },
    )


def _day(moment: datetime) -> str:
    """« 12 septembre 2026 », in Paris."""
    return date_format(timezone.localtime(moment), "j F Y")
