"""Who gets what at each address of the room (see tests/architecture)."""

from datetime import timedelta

from django.utils import timezone

from communaute.organisations.models import Absence
from tests.architecture.posts import post
from tests.communaute.comptes.factories import UserFactory
from tests.conftest import ROLES

_WORK = {"agence": 200, "agence_ailleurs": 200, "equipe": 200}


def _absence(user=None):
    today = timezone.localdate()
    one = Absence.objects.create(
        user=user or UserFactory(), starts_on=today, ends_on=today + timedelta(days=3)
    )
    return f"/mon-compte/absences/{one.pk}/retour/"


def _away():
    day = timezone.localdate().isoformat()
    return "/mon-compte/absences/", {"starts_on": day, "ends_on": day}


MATRIX = {
    "absences:list": {"url": lambda: "/mon-compte/absences/", "anonymous": 302}
    | dict.fromkeys(ROLES, 403)
    | _WORK,
    "absences:back": {"url": _absence, "anonymous": 405} | dict.fromkeys(ROLES, 405),
}
POSTS = {
    "absences:list": post(
        _away,
        others=403,
        agence=302,
        agence_ailleurs=302,
        equipe=302,
        nobody_owns="Chacun dit ses absences.",
    ),
    "absences:back": post(_absence, others=302).own(_absence, others=302),
}
