"""What a survey says, in the mail and on its page. Never the building of who asked or visited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from ambassadeurs.mises_en_relation.enums import ClockStep
from ambassadeurs.mises_en_relation.names import asker_name, recipient_name
from communaute.notifications.enums import NotificationKind
from communaute.notifications.services import notify
from socle.calendar import date_format

if TYPE_CHECKING:
    from datetime import datetime

    from ..models import Survey


def is_asker(survey: Survey) -> bool:
    """Whether it is for who asked or visited, rather than for who answered or received."""
    demande, visit = survey.demande, survey.visit
    if demande is not None:
        return survey.user_id == demande.requester_id
    return visit is not None and survey.user_id != visit.ambassadeur.user_id


def subject(survey: Survey) -> str:
    """« votre visite de “Les Tilleuls”, le 12 septembre 2026 », after « au sujet de »."""
    demande, visit = survey.demande, survey.visit
    if demande is not None:
        other = recipient_name(demande) if is_asker(survey) else asker_name(demande)
        # The name first: some end with a full stop.
        return f"votre échange avec {other}, du {_day(demande.created_at)}"
    assert visit is not None  # noqa: S101 - the database says: a thread or a visit
    day = _day(visit.starts_at)
    if is_asker(survey):
        return f"votre visite de « {visit.ambassadeur.copropriete.name} », le {day}"
    return f"la visite du {day}, que vous avez proposée"


def ask(survey: Survey) -> None:
    """Send it."""
    is_visit = survey.visit is not None
    demande = survey.demande
    about = f"demande-{demande.pk}" if demande else f"visite-{survey.visit_id}"
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
            "thread": demande.mail_thread if demande else about,
            "action_label": "Répondre aux trois questions",
            "why": "Vous recevez ce message parce que vous avez pris part à "
            f"{'cette visite' if is_visit else 'cet échange'}. Il n’y aura pas de relance.",
        },
    )


def _day(moment: datetime) -> str:
    """« 12 septembre 2026 », in Paris."""
    return date_format(timezone.localtime(moment), "j F Y")
