"""The conversations of the demonstration: questions, answers, and what moderation made of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from ambassadeurs.reseaux.models import Reseau
from ambassadeurs.reseaux.services import ensure_space
from cms.rules import rule
from communaute.moderation.enums import DecisionKind, Ground
from communaute.moderation.registry import by_model
from communaute.moderation.services import decide_case
from communaute.moderation.services import report as report_content
from communaute.questions.enums import SpaceKind
from communaute.questions.models import Answer, Question, Space
from communaute.questions.services import (
    accept_answer,
    answer_question,
    ask_question,
    create_space,
)
from communaute.reaching.numbers import NUMBERS

from .cast import Cast
from .loading import read_toml
from .past import Act, demo_key, tick

FILES = ("grenoble", "dijon", "rennes", "national")


def conversation_acts(cast: Cast) -> Iterator[Act]:
    """The questions that are missing, with their answers and what followed."""
    known = set(Question.objects.values_list("submission_key", flat=True))
    for space, data in _all_questions(cast.networks):
        if demo_key(data["key"]) not in known:
            yield from Conversation(cast, space, data).acts()


def _all_questions(networks: dict[str, Reseau]) -> list[tuple[Space, dict[str, Any]]]:
    spaces = {key: ensure_space(reseau) for key, reseau in networks.items()}
    spaces["national"] = Space.objects.national().first() or create_space(
        kind=SpaceKind.NATIONAL, slug="national", title="Toutes les copropriétés"
    )
    return [
        (spaces[name], data)
        for name in FILES
        for data in read_toml(f"questions_{name}.toml")["question"]
    ]


class Conversation:
    """One question, from the asking to the decisions on its answers."""

    def __init__(self, cast: Cast, space: Space, data: dict[str, Any]) -> None:
        self.cast, self.people, self.space, self.data = cast, cast.people, space, data
        self.question: Question
        self.answers: dict[int, Answer] = {}

    def acts(self) -> Iterator[Act]:
        asked_at = self.cast.now - timedelta(days=self.data["days"])
        yield Act(asked_at, self.ask)
        yield from self.waiting(asked_at)
        for number, item in enumerate(self.data.get("answer", [])):
            answered_at = asked_at + timedelta(hours=item["hours"])
            yield Act(answered_at, partial(self.answer, number, item))
            if self.data.get("accepted") == number:
                yield Act(answered_at + timedelta(hours=1), partial(self.accept, number))
            if "hidden_rule" in item:
                yield Act(self.cast.now, partial(self.hide, number, item))
            if "reported_by" in item:
                yield Act(self.cast.now, partial(self.report, number, item))

    def waiting(self, asked_at: datetime) -> Iterator[Act]:
        """While nobody answers, the clock tells others, each at its hour."""
        hours = [item["hours"] for item in self.data.get("answer", [])]
        first = asked_at + timedelta(hours=min(hours)) if hours else self.cast.now
        for wait in (
            timedelta(hours=NUMBERS.next_people_hours),
            timedelta(hours=NUMBERS.agency_hours),
            timedelta(days=NUMBERS.team_days),
        ):
            if asked_at + wait < first:
                yield Act(asked_at + wait, partial(tick, "reaching.reach_next"))

    def ask(self) -> None:
        data = self.data
        self.question = ask_question(
            actor=self.people[data["author"]],
            space=self.space,
            title=data["title"],
            body=data["body"].strip(),
            submission_key=demo_key(data["key"]),
            stage=data.get("stage", ""),
            lots=data.get("lots"),
            period=data.get("period", ""),
            energy=data.get("energy", ""),
            heating_mode=data.get("mode", ""),
            tags=data.get("tags"),
        )
        self.cast.report.add("question", "questions")

    def answer(self, number: int, item: dict[str, Any]) -> None:
        self.answers[number] = answer_question(
            actor=self.people[item["author"]],
            question=self.question,
            body=item["body"].strip(),
            submission_key=demo_key(self.data["key"], number),
        )
        self.cast.report.add("réponse", "réponses")

    def accept(self, number: int) -> None:
        accept_answer(actor=self.people[self.data["author"]], answer=self.answers[number])

    def hide(self, number: int, item: dict[str, Any]) -> None:
        """A notice that the agency decided: the text is hidden."""
        notice, _ = report_content(
            actor=self.people[item["hidden_reporter"]],
            kind=by_model(Answer),
            content=self.answers[number],
            category=item["hidden_notice"],
            explanation=item["hidden_why"],
        )
        decide_case(
            actor=self.people["agence"],
            case=notice.case,
            version=notice.case.version,
            kind=DecisionKind.HIDE,
            facts=item["hidden_facts"],
            ground=Ground.CGU,
            rule=rule(item["hidden_rule"]).citation,
        )
        self.cast.report.add("décision de modération", "décisions de modération")

    def report(self, number: int, item: dict[str, Any]) -> None:
        """A notice that waits."""
        report_content(
            actor=self.people[item["reported_by"]],
            kind=by_model(Answer),
            content=self.answers[number],
            category=item["reported_category"],
            explanation=item["reported_why"],
        )
        self.cast.report.add("signalement à traiter", "signalements à traiter")
