"""Loads the conversations of the demonstration, through the services, then dates them.

Services write the present; a demonstration needs a past. Each conversation is dated right after
it is written, relative to the day of the first load. Later loads touch nothing.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from ambassadeurs.reseaux.models import Reseau
from ambassadeurs.reseaux.services import ensure_space
from cms.rules import rule
from communaute.comptes.models import User
from communaute.moderation.enums import DecisionKind, Ground
from communaute.moderation.registry import by_model
from communaute.moderation.services import decide_case, report
from communaute.notifications.models import Notification
from communaute.questions.enums import SpaceKind
from communaute.questions.models import Answer, Question, Space
from communaute.questions.services import (
    accept_answer,
    answer_question,
    ask_question,
    create_space,
)

from .loading import read_toml
from .report import Report

NAMESPACE = uuid.UUID("6d0c6d5e-0f0e-4c36-9a2e-5f1f3a1c7c01")
FILES = ("grenoble", "dijon", "rennes", "national")
# Answers older than this were mailed long ago: the mail box of a demonstration stays readable.
MAILED_BEFORE = timedelta(days=2)


def demo_key(*parts: object) -> uuid.UUID:
    """The fixed key of a row of the demonstration."""
    return uuid.uuid5(NAMESPACE, "/".join(str(part) for part in parts))


def load_conversations(
    report_: Report, people: dict[str, User], networks: dict[str, Reseau]
) -> None:
    """Questions with their answers, oldest first, created when missing."""
    now = timezone.now()
    known = set(Question.objects.values_list("submission_key", flat=True))
    waiting = [
        (space, data)
        for space, data in _all_questions(networks)
        if demo_key(data["key"]) not in known
    ]
    for space, data in sorted(waiting, key=lambda pair: -pair[1]["days"]):
        question = _ask(space, data, people, asked_at=now - timedelta(days=data["days"]))
        report_.add("question", "questions")
        answers = _answer_all(question, data, people)
        report_.add("réponse", "réponses", len(answers))
        _moderate(answers, data, people, report_)


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


def _ask(
    space: Space, data: dict[str, Any], people: dict[str, User], *, asked_at: datetime
) -> Question:
    question = ask_question(
        actor=people[data["author"]],
        space=space,
        title=data["title"],
        body=data["body"].strip(),
        submission_key=demo_key(data["key"]),
        stage=data.get("stage", ""),
        lots=data.get("lots"),
        period=data.get("period", ""),
        energy=data.get("energy", ""),
        heating_mode=data.get("mode", ""),
        tags=data.get("tags", ()),
    )
    dates = {"created_at": asked_at, "last_activity_at": asked_at}
    Question.objects.filter(pk=question.pk).update(**dates)
    question.created_at = asked_at
    return question


def _answer_all(question: Question, data: dict[str, Any], people: dict[str, User]) -> list[Answer]:
    answers = []
    for number, item in enumerate(data.get("answer", [])):
        answer = answer_question(
            actor=people[item["author"]],
            question=question,
            body=item["body"].strip(),
            submission_key=demo_key(data["key"], number),
        )
        _date_answer(answer, question, question.created_at + timedelta(hours=item["hours"]))
        answers.append(answer)
    if "accepted" in data:
        chosen = answers[data["accepted"]]
        accept_answer(actor=people[data["author"]], answer=chosen)
        when = chosen.created_at + timedelta(hours=1)
        date_notifications(f"questions-retenue-{chosen.pk}", when)
    return answers


def _date_answer(answer: Answer, question: Question, when: datetime) -> None:
    row = Question.objects.filter(pk=question.pk)
    Answer.objects.filter(pk=answer.pk).update(created_at=when)
    row.update(last_activity_at=when)
    if answer.author_id != question.author_id:
        # The first answer by somebody else: the service set it to the present.
        row.filter(first_answer_at=answer.created_at).update(first_answer_at=when)
    answer.created_at = when
    date_notifications(f"questions-reponse-{answer.pk}", when)


def date_notifications(key: str, when: datetime) -> None:
    """Date what was told under this key; old enough, it is mailed and read already."""
    told = Notification.objects.filter(key=key)
    told.update(created_at=when)
    if timezone.now() - when > MAILED_BEFORE:
        told.update(mailed_at=when, read_at=when)


def _moderate(
    answers: list[Answer], data: dict[str, Any], people: dict[str, User], report_: Report
) -> None:
    """Notices of the demonstration: one decided (the text is hidden), one that waits."""
    kind = by_model(Answer)
    if kind is None:
        raise LookupError(Answer)
    for answer, item in zip(answers, data.get("answer", []), strict=True):
        if "hidden_rule" in item:
            notice, _ = report(
                actor=people[item["hidden_reporter"]],
                kind=kind,
                content=answer,
                category=item["hidden_notice"],
                explanation=item["hidden_why"],
            )
            decide_case(
                actor=people["agence"],
                case=notice.case,
                version=notice.case.version,
                kind=DecisionKind.HIDE,
                facts=item["hidden_facts"],
                ground=Ground.CGU,
                rule=rule(item["hidden_rule"]).citation,
            )
            report_.add("décision de modération", "décisions de modération")
        if "reported_by" in item:
            report(
                actor=people[item["reported_by"]],
                kind=kind,
                content=answer,
                category=item["reported_category"],
                explanation=item["reported_why"],
            )
            report_.add("signalement à traiter", "signalements à traiter")
