"""Who gets what at each address of the room: every case is in Isère (38)."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from communaute.comptes.models import User
from communaute.moderation.enums import SanctionKind
from tests.architecture.posts import Post, post
from tests.communaute.moderation.factories import FACTS, CaseFactory
from tests.communaute.moderation.sanctions.scenes import proposed, sanctioned
from tests.conftest import ROLES

_WHY = {"why": "La personne s’est engagée par écrit."}
_MEASURE = {"version": 1, "sanction": "avertissement", "rule": "3.2", "facts": FACTS}


def _row(url: Callable[[], str], default: int, **others: int) -> dict[str, Any]:
    return {"url": url, "anonymous": 302} | dict.fromkeys(ROLES, default) | others


def _take(**case: Any) -> str:
    return reverse("sanctions:take", args=[CaseFactory(**case).pk])


def _proposal(**case: Any) -> str:
    """Read only, for a day, proposed by an agent of the agency."""
    return proposed(CaseFactory(**case)).get_absolute_url()


def _lift(**case: Any) -> str:
    """A warning, that any moderator of the territory may take back."""
    decision = sanctioned(SanctionKind.WARNING, case=CaseFactory(**case))
    return reverse("sanctions:lift", args=[decision.measure.pk])


def _about(scene: Callable[..., str]) -> Callable[[User], str]:
    return lambda user: scene(content__author=user)


_DESK = {"agence": 200, "equipe": 200}
MATRIX: dict[str, dict[str, Any]] = {
    "sanctions:take": _row(_take, 404, **_DESK),
    "sanctions:proposals": _row(
        lambda: reverse("sanctions:proposals"), 403, agence_ailleurs=200, **_DESK
    ),
    "sanctions:proposal": _row(_proposal, 404, **_DESK),
    "sanctions:lift": _row(_lift, 404, **_DESK),
}
POSTS: dict[str, Post] = {
    "sanctions:take": post(_take, _MEASURE, others=404, agence=302, equipe=302).own(
        _about(_take), others=404
    ),
    # Confirmed by who answers for the agency or the national team, never by an agent.
    "sanctions:proposal": post(
        _proposal, {"answer": "oui"}, others=404, agence=403, equipe=302
    ).own(_about(_proposal), others=404),
    "sanctions:lift": post(_lift, _WHY, others=404, agence=302, equipe=302).own(
        _about(_lift), others=404
    ),
}
