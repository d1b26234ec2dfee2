"""The conversations of the demonstration: questions, answers, and what moderation made of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from taggit.models import Tag

from ambassadeurs.reseaux.models import Reseau
from cms.services import rule
from communaute.moderation.enums import DecisionKind, Ground
from communaute.moderation.registry import by_model
from communaute.moderation.services import decide_case
from communaute.moderation.services import report as report_content
from communaute.questions.comments import add_comment
from communaute.questions.effects import mark_useful
from communaute.questions.enums import SpaceKind
from communaute.questions.models import Answer, Question, Space, Subscription, TagSynonym
from communaute.questions.numbers import ROUTING_NUMBERS
from communaute.questions.reading.lists import write_summary
from communaute.questions.revisions.services import edit_text
from communaute.questions.services import (
    accept_answer,
    answer_question,
    ask_question,
    create_space,
)
from communaute.questions.subscriptions import set_following
from communaute.questions.tags import KnownTags, add_synonym

from .cast import Cast
from .loader import read_toml
from .past import PastAct, demo_key, tick

FILES = ("grenoble", "dijon", "rennes", "national", "themes")
THEME_SPACE = "theme-assemblee-generale"
# Other words for tags: whoever types them finds the tag.
SYNONYMS = {
    "Assemblée générale": ("AG",),
    "Eau chaude": ("ECS", "Eau chaude sanitaire"),
    "Aides financières": ("Subventions",),
}
# Who follows a space or the theme of a tag, from `FOLLOWED_DAYS` ago on.
FOLLOWED_SPACES = (("coproprietaire", "grenoble"), ("elodie", "themes"), ("denise", "themes"))
FOLLOWED_TAGS = (("coproprietaire", "Eau chaude"), ("ambassadrice", "Assemblée générale"))
FOLLOWED_DAYS = 15
SUMMARY_DAYS = 6


def conversation_acts(cast: Cast) -> Iterator[PastAct]:
    """The questions with their answers and what followed; nothing once they are there: people who
    wrote since may not write before."""
    spaces = _spaces(cast.networks)
    questions = _all_questions(spaces)
    keys = [demo_key(data["key"]) for _, data in questions]
    if not Question.objects.filter(submission_key__in=keys).exists():
        for space, data in questions:
            yield from Conversation(cast, space, data).acts()
    if not Subscription.objects.filter(tag__isnull=False).exists():
        yield PastAct(cast.now - timedelta(days=FOLLOWED_DAYS), partial(_follow, cast, spaces))
    if not TagSynonym.objects.exists():
        yield PastAct(cast.now, partial(_add_synonyms, cast))


def _follow(cast: Cast, spaces: dict[str, Space]) -> None:
    targets: list[tuple[str, Space | Tag]] = [(who, spaces[name]) for who, name in FOLLOWED_SPACES]
    targets += [(who, _tag(name)) for who, name in FOLLOWED_TAGS]
    for who, target in targets:
        set_following(actor=cast.people[who], target=target, follows=True)
        cast.report.add("suivi", "suivis")


def _tag(name: str) -> Tag:
    """The tag of a theme: guides may have named it first, in small letters."""
    return Tag.objects.get(name=KnownTags.read().find(name))


def _add_synonyms(cast: Cast) -> None:
    for name, others in SYNONYMS.items():
        for other in others:
            add_synonym(actor=cast.people["editrice"], tag=_tag(name), name=other)
            cast.report.add("synonyme de mot-clé", "synonymes de mots-clés")


def _spaces(networks: dict[str, Reseau]) -> dict[str, Space]:
    """By the name of the file that holds their questions."""
    spaces = {key: reseau.space for key, reseau in networks.items() if reseau.space}
    spaces["national"] = Space.objects.filter(kind=SpaceKind.NATIONAL).first() or create_space(
        kind=SpaceKind.NATIONAL, slug="national", title="Toutes les copropriétés"
    )
    spaces["themes"] = Space.objects.get(slug=THEME_SPACE)
    return spaces


def _all_questions(spaces: dict[str, Space]) -> list[tuple[Space, dict[str, Any]]]:
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

    def acts(self) -> Iterator[PastAct]:
        asked_at = self.cast.now - timedelta(days=self.data["days"])
        yield PastAct(asked_at, self.ask)
        yield from self.waiting(asked_at)
        for number, item in enumerate(self.data.get("answer", [])):
            answered_at = asked_at + timedelta(hours=item["hours"])
            yield PastAct(answered_at, partial(self.answer, number, item))
            if self.data.get("accepted") == number:
                yield PastAct(answered_at + timedelta(hours=1), partial(self.accept, number))
            yield from self.around(number, item, answered_at)
            if "hidden_rule" in item:
                yield PastAct(self.cast.now, partial(self.hide, number, item))
            if "reported_by" in item:
                yield PastAct(self.cast.now, partial(self.report, number, item))

        for item in self.data.get("comment", []):
            yield PastAct(
                asked_at + timedelta(hours=item["hours"]), partial(self.comment, None, item)
            )
        if "summary" in self.data:
            yield PastAct(asked_at + timedelta(days=SUMMARY_DAYS), self.summarise)

    def around(self, number: int, item: dict[str, Any], at: datetime) -> Iterator[PastAct]:
        """What happens to an answer: edited by its author, commented, said useful."""
        if "edited" in item:
            hours = timedelta(hours=item["edited_hours"])
            yield PastAct(at + hours, partial(self.edit, number, item))
        for comment in item.get("comment", []):
            yield PastAct(
                at + timedelta(hours=comment["hours"]), partial(self.comment, number, comment)
            )
        for login in item.get("useful", []):
            yield PastAct(at + timedelta(days=1), partial(self.say_useful, number, login))

    def waiting(self, asked_at: datetime) -> Iterator[PastAct]:
        """While nobody answers, the clock tells others, each at its hour."""
        hours = [item["hours"] for item in self.data.get("answer", [])]
        first = asked_at + timedelta(hours=min(hours)) if hours else self.cast.now
        for wait in (
            timedelta(hours=ROUTING_NUMBERS.next_people_hours),
            timedelta(hours=ROUTING_NUMBERS.agency_hours),
            timedelta(days=ROUTING_NUMBERS.team_days),
        ):
            if asked_at + wait < first:
                yield PastAct(asked_at + wait, partial(tick, "routing.reach_next"))

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

    def edit(self, number: int, item: dict[str, Any]) -> None:
        answer = self.answers[number]
        edit_text(
            actor=self.people[item["author"]],
            content=answer,
            body=item["edited"].strip(),
            version=answer.version,
        )

    def comment(self, number: int | None, item: dict[str, Any]) -> None:
        add_comment(
            actor=self.people[item["author"]],
            about=self.question if number is None else self.answers[number],
            body=item["body"],
            submission_key=demo_key(self.data["key"], "comment", number, item["hours"]),
        )
        self.cast.report.add("commentaire", "commentaires")

    def say_useful(self, number: int, login: str) -> None:
        mark_useful(actor=self.people[login], answer=self.answers[number])

    def summarise(self) -> None:
        question = Question.objects.get(pk=self.question.pk)
        write_summary(
            actor=self.people["equipe"], question=question, body=self.data["summary"].strip()
        )
        self.cast.report.add("résumé de discussion", "résumés de discussion")

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
