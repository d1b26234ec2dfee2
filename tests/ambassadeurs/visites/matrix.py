"""Who may read which page of this room."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from ambassadeurs.visites.enums import BookingState
from ambassadeurs.visites.models import Visit
from communaute.comptes.models import User
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.rows import row
from tests.architecture.posts import REFUSED, post
from tests.communaute.comptes.factories import UserFactory

from .factories import BookingFactory, SurveyFactory, VisitFactory


def _visit(act):
    return lambda: f"{VisitFactory().get_absolute_url()}{act}"


MATRIX = {
    "visites:agenda": row(lambda: "/agenda/", anonymous=200),
    "visites:agenda_calendar": row(lambda: "/agenda/agenda.ics", anonymous=200),
    "visites:agenda_places": row(lambda: "/agenda/carte.geojson", anonymous=200),
    "visites:list": row(lambda: "/visites/"),
    "visites:open": row(lambda: "/visites/proposer/", others=403, ambassadeur=200),
    "visites:detail": row(_visit(""), anonymous=200),
    "visites:change": row(_visit("modifier/"), others=403),
    "visites:cancel": row(_visit("annuler/"), others=403),
    "visites:attendance": row(_visit("presences/"), others=403),
    "visites:book": row(_visit("reserver/"), others=405),
    "visites:give_up": row(_visit("renoncer/"), others=405),
    "visites:ics": row(_visit("visite.ics"), others=404),
    "visites:approvals": row(
        lambda: "/visites/a-valider/", others=403, agence=200, agence_ailleurs=200, equipe=200
    ),
    "visites:decide": row(
        lambda: f"/visites/inscriptions/{BookingFactory().pk}/decider/", others=405
    ),
    "visites:survey": row(lambda: f"/enquetes/{SurveyFactory().token}/", anonymous=200),
}

_IN_TEN_DAYS = timedelta(days=10)


def _slot() -> dict[str, Any]:
    day = timezone.localdate() + _IN_TEN_DAYS
    return {
        "day": f"{day:%Y-%m-%d}",
        "at": "10:00",
        "minutes": 60,
        "places": 2,
        "language": "français",
    }


def _changed(visit: Visit) -> tuple[str, dict[str, Any]]:
    return f"{visit.get_absolute_url()}modifier/", _slot()


def _act(name: str) -> Callable[[], str]:
    return lambda: f"{VisitFactory().get_absolute_url()}{name}/"


def _hosting(user: User, **fields: Any) -> Visit:
    return VisitFactory(ambassadeur=AmbassadeurFactory(user=user), **fields)


def _hosted(name: str) -> Callable[[User], str]:
    return lambda user: f"{_hosting(user).get_absolute_url()}{name}/"


def _over(user: User | None = None) -> str:
    mandate = AmbassadeurFactory(user=user or UserFactory())
    visit = VisitFactory(ambassadeur=mandate, starts_at=timezone.now() - timedelta(hours=2))
    BookingFactory(visit=visit)
    return f"{visit.get_absolute_url()}presences/"


def _booked(user: User) -> str:
    return f"{BookingFactory(user=user).visit.get_absolute_url()}renoncer/"


def _to_approve(user: User | None = None) -> str:
    booking = BookingFactory(
        user=user or UserFactory(), state=BookingState.REQUESTED, needs_approval=True
    )
    return f"/visites/inscriptions/{booking.pk}/decider/"


def _survey(user: User | None = None) -> str:
    asked = SurveyFactory(demande__requester=user) if user else SurveyFactory()
    return f"/enquetes/{asked.token}/"


POSTS = {
    "visites:open": post(lambda: ("/visites/proposer/", _slot()), others=403, ambassadeur=302),
    # A slot is seen by everybody and changed by its host alone.
    "visites:change": post(lambda: _changed(VisitFactory()), others=403).own(
        lambda user: _changed(_hosting(user)), others=302
    ),
    "visites:cancel": post(_act("annuler"), {"note": "Je suis malade."}, others=403).own(
        _hosted("annuler"), others=302
    ),
    "visites:attendance": post(_over, {"held": "non"}, others=403).own(_over, others=302),
    # One books at another's, and never at one's own.
    "visites:book": post(_act("reserver"), others=302).own(_hosted("reserver"), others=REFUSED),
    "visites:give_up": post(_act("renoncer"), others=REFUSED).own(_booked, others=302),
    # The agency of the territory and the team say yes or no, never for themselves.
    "visites:decide": post(
        _to_approve, {"accepted": "oui"}, others=404, agence=302, equipe=302
    ).own(_to_approve, others=404, agence=403, equipe=403),
    # The address of a survey is the key, known to one person.
    "visites:survey": post(
        _survey, {"helpful": "oui", "stage": "audit"}, anonymous=302, others=302
    ).own(_survey, others=302),
}
