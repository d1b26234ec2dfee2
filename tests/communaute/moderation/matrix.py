"""Who gets what at each address of moderation: every case is in Isère (38)."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from tests.communaute.moderation.factories import (
    CaseFactory,
    NoticeFactory,
    contested,
    hidden_case,
    statement_of,
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
    "moderation:release": _row(_case("release"), 405),
    "moderation:decide": _row(_case("decide"), 405),
    "moderation:report": _row(
        lambda: reverse("moderation:report", args=["question", QuestionFactory().pk]), 200
    ),
    "moderation:notice": _row(lambda: NoticeFactory().get_absolute_url(), 200),
    "moderation:statement": _row(
        _statement("statement"), 404, anonymous=302, agence=200, equipe=200
    ),
    "moderation:appeal": _row(_statement("appeal"), 405),
    "moderation:my_decisions": _row(_named("my_decisions"), 200, anonymous=302),
    "moderation:appeals": _row(_named("appeals"), 403, anonymous=302, equipe=200),
    "moderation:appeal_detail": _row(_appeal("appeal_detail"), 404, anonymous=302, equipe=200),
    "moderation:answer_appeal": _row(_appeal("answer_appeal"), 405),
    "moderation:transparency": _row(_named("transparency"), 200),
    "moderation:transparency_csv": _row(_named("transparency_csv"), 200),
}
