"""What a survey is about, for its mail and its page. Never the building of who asked or visited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ambassadeurs.demandes.enums import ClockStep
from ambassadeurs.demandes.names import asker_name, recipient_name
from communaute.notifications.services import tell

from ..numbers import NUMBERS

if TYPE_CHECKING:
    from ..models import Survey


def is_asker(survey: Survey) -> bool:
    """Whether it is for who asked or visited, rather than for who answered or received."""
    demande, visit = survey.demande, survey.visit
    if demande is not None:
        return survey.user_id == demande.requester_id
    if visit is None:
        return False
    return visit.ambassadeur is None or survey.user_id != visit.ambassadeur.user_id


def about(survey: Survey) -> dict[str, Any]:
    """What `visites/_survey_about.txt` says after « au sujet de »: `other` for an exchange,
    `residence` for a visit made ("" once its host is gone), the `day` of either."""
    demande, visit = survey.demande, survey.visit
    asked = is_asker(survey)
    if demande is not None:
        other = recipient_name(demande) if asked else asker_name(demande)
        return {"is_visit": False, "is_asker": asked, "other": other, "day": demande.created_at}
    assert visit is not None  # noqa: S101 - the database says: a thread or a visit
    residence = visit.ambassadeur.copropriete.name if asked and visit.ambassadeur else ""
    return {
        "is_visit": True,
        "is_asker": asked,
        "residence": residence,
        "day": visit.starts_at,
    }


def ask(survey: Survey) -> None:
    """Send it."""
    demande = survey.demande
    thing = f"demande-{demande.pk}" if demande else f"visite-{survey.visit_id}"
    tell(
        "visites.survey",
        to=survey.user,
        key=f"enquete-{thing}-{survey.step}",
        url=f"/enquetes/{survey.token}/",
        thread=demande.mail_thread if demande else thing,
        context=about(survey)
        | ({"demandes": [demande.pk]} if demande else {})
        | {
            "survey": survey.pk,
            "is_first": survey.step == ClockStep.SURVEY_J2,
            "months": NUMBERS.late_survey_months,
        },
    )
