"""Who gets what at each address of moderation: every case is in Isère (38)."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from communaute.comptes.models import User
from communaute.moderation.enums import NoticeCategory
from communaute.moderation.services import decide_case
from tests.architecture.posts import Post, post
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import (
    FACTS,
    CaseFactory,
    NoticeFactory,
    an_hour_ago,
    contested,
    hidden_case,
    statement_of,
    told_case,
)
from tests.communaute.questions.factories import QuestionFactory

ROLES = (
    "anonymous",
    "membre",
    "ambassadeur",
    "agence",
    "agence_ailleurs",
    "exploitant",
    "collectivite",
    "editeur",
    "equipe",
)


def _row(url: Callable[[], str], default: int, **others: int) -> dict[str, Any]:
    """One line of the matrix: the same answer for all, except those named."""
    return {"url": url, **dict.fromkeys(ROLES, default), **others}


def _case(name: str) -> Callable[[], str]:
    return lambda: reverse(f"moderation:{name}", args=[CaseFactory().pk])


def _statement(name: str) -> Callable[[], str]:
    return lambda: reverse(f"moderation:{name}", args=[statement_of(hidden_case()).puid])


def _appeal(name: str) -> Callable[[], str]:
    return lambda: reverse(f"moderation:{name}", args=[contested().pk])


def _text(name: str, **question: Any) -> Callable[[], str]:
    return lambda: reverse(f"moderation:{name}", args=["question", QuestionFactory(**question).pk])


def _named(name: str) -> Callable[[], str]:
    return lambda: reverse(f"moderation:{name}")


MATRIX: dict[str, dict[str, Any]] = {
    "moderation:queue": _row(
        _named("queue"), 403, anonymous=302, agence=200, agence_ailleurs=200, equipe=200
    ),
    "moderation:queue_csv": _row(
        _named("queue_csv"), 403, anonymous=302, agence=200, agence_ailleurs=200, equipe=200
    ),
    "moderation:case": _row(_case("case"), 404, anonymous=302, agence=200, equipe=200),
    "moderation:claim": _row(_case("claim"), 405),
    "moderation:read": _row(_case("read"), 405),
    "moderation:release": _row(_case("release"), 405),
    "moderation:hand_over": _row(_case("hand_over"), 404, anonymous=302, agence=200, equipe=200),
    "moderation:decide": _row(_case("decide"), 405),
    "moderation:author": _row(_case("author"), 404, anonymous=302, agence=200, equipe=200),
    "moderation:undo": _row(_named("undo"), 405),
    "moderation:together": _row(
        lambda: f"{reverse('moderation:together')}?dossiers={CaseFactory().pk}",
        403,
        anonymous=302,
        agence=200,
        agence_ailleurs=302,
        equipe=200,
    ),
    "moderation:moderate": _row(_text("moderate"), 405),
    "moderation:report": _row(
        lambda: reverse("moderation:report", args=["question", QuestionFactory().pk]), 200
    ),
    "moderation:notice": _row(lambda: NoticeFactory().get_absolute_url(), 200),
    "moderation:contest_notice": _row(
        lambda: f"{NoticeFactory().get_absolute_url()}contester/", 405
    ),
    "moderation:statement": _row(
        _statement("statement"), 404, anonymous=302, agence=200, equipe=200
    ),
    "moderation:appeal": _row(_statement("appeal"), 405),
    "moderation:my_decisions": _row(_named("my_decisions"), 200, anonymous=302),
    "moderation:appeals": _row(_named("appeals"), 403, anonymous=302, equipe=200),
    "moderation:appeal_detail": _row(_appeal("appeal_detail"), 404, anonymous=302, equipe=200),
    "moderation:answer_appeal": _row(_appeal("answer_appeal"), 405),
    "moderation:journal": _row(_named("journal"), 403, anonymous=302, equipe=200),
    "moderation:journal_csv": _row(_named("journal_csv"), 403, anonymous=302, equipe=200),
}


# Acts on a case: by the agency of the territory and the national team, unless they wrote the text.
_KEPT = {"version": 1, "kind": "garder"}
_REPORTED = {
    "category": NoticeCategory.COMMERCIAL,
    "explanation": "C’est une publicité pour un vendeur.",
    "good_faith": "on",
}


def _about_mine(name: str) -> Callable[[User], str]:
    return lambda user: reverse(f"moderation:{name}", args=[CaseFactory(content__author=user).pk])


def _held(user: User | None = None) -> str:
    case = CaseFactory(claimed_by=user or UserFactory(agence=True), claimed_at=timezone.now())
    return reverse("moderation:release", args=[case.pk])


def _report(**question: Any) -> str:
    return reverse("moderation:report", args=["question", QuestionFactory(**question).pk])


def _decided_about(user: User) -> str:
    return reverse("moderation:appeal", args=[statement_of(told_case(content__author=user)).puid])


def _contested_by(user: User) -> str:
    return reverse("moderation:answer_appeal", args=[contested(content__author=user).pk])


def _together() -> tuple[str, dict[str, str]]:
    sent = {"kind": "masquer", "rule": "3.2", "facts": FACTS, "lus": f"{CaseFactory().pk}:1"}
    return reverse("moderation:together"), sent


_DESKS = {"agence": 302, "agence_ailleurs": 302, "equipe": 302}


def _kept_online(user: User | None = None) -> str:
    notice = NoticeFactory(reporter=user or UserFactory())
    with an_hour_ago():
        decide_case(actor=UserFactory(agence=True), case=notice.case, version=1, kind="garder")
    return reverse("moderation:contest_notice", args=[notice.puid])


POSTS: dict[str, Post] = {
    # Whoever holds the address of a report is who sent it, signed in or not.
    "moderation:contest_notice": post(
        lambda: _kept_online(),
        {"text": "Le numéro est dans la photo."},
        anonymous=302,
        others=302,
    ).own(lambda user: _kept_online(user), others=302),
    "moderation:claim": post(_case("claim"), others=404, agence=302, equipe=302).own(
        _about_mine("claim"), others=404
    ),
    "moderation:read": post(_case("read"), others=404, agence=302, equipe=302).own(
        _about_mine("read"), others=404
    ),
    "moderation:release": post(_held, others=404, agence=302, equipe=302).own(
        lambda user: _held(user), others=404, agence=302, equipe=302
    ),
    # Above the national team there is nobody.
    "moderation:hand_over": post(
        _case("hand_over"),
        {"to": "nationale", "why": "Ce texte vise notre agence."},
        others=404,
        agence=302,
        equipe=422,
    ).own(_about_mine("hand_over"), others=404),
    "moderation:decide": post(_case("decide"), _KEPT, others=404, agence=302, equipe=302).own(
        _about_mine("decide"), others=404
    ),
    # Without anything to take back: said, and nothing happens.
    "moderation:undo": post(
        _named("undo"), others=403, nobody_owns="what one has just decided", **_DESKS
    ),
    "moderation:together": post(
        _together,
        others=403,
        agence=302,
        agence_ailleurs=409,
        equipe=302,
        nobody_owns="the cases of others",
    ),
    "moderation:moderate": post(_text("moderate"), others=404, agence=302, equipe=302).own(
        lambda user: _text("moderate", author=user)(), others=404
    ),
    "moderation:report": post(_report, _REPORTED, anonymous=302, others=302).own(
        lambda user: _report(author=user), others=403
    ),
    # Contested by the author alone, whoever else may read the statement.
    "moderation:appeal": post(
        _statement("appeal"),
        {"text": "Ce n’est pas une publicité."},
        others=404,
        agence=403,
        equipe=403,
    ).own(_decided_about, others=302),
    "moderation:answer_appeal": post(
        _appeal("answer_appeal"),
        {"version": 2, "outcome": "infirme", "reply": "Nous avions mal lu."},
        others=404,
        equipe=302,
    ).own(_contested_by, others=404),
}
