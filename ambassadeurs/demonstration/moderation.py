"""What moderation made of one conversation of Isère, so that each of its screens has something to
show: a case of each kind, decided or waiting, with the measures and the appeals that followed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from communaute.moderation.appeals import appeal, decide_appeal
from communaute.moderation.decision_rules import reasons_of
from communaute.moderation.enums import (
    AppealOutcome,
    DecisionKind,
    Escalation,
    NoticeCategory,
    SanctionKind,
)
from communaute.moderation.models import Case, Decision, Notice
from communaute.moderation.registry import by_model
from communaute.moderation.sanctions.services import (
    propose_decision,
    propose_measure,
    sanction_person,
)
from communaute.moderation.services import (
    claim_case,
    contest_outcome,
    decide_case,
    escalate,
)
from communaute.moderation.services import report as report_content
from communaute.questions.models import Answer, Question, Space
from communaute.questions.services import answer_question, ask_question

from .cast import Cast
from .loader import read_toml
from .past import PastAct, ago, demo_key

NETWORK = "grenoble"
DAY = 24


def moderation_acts(cast: Cast) -> Iterator[PastAct]:
    """The conversation and its cases; nothing once it is there."""
    data = read_toml("moderation.toml")
    if not Question.objects.filter(submission_key=demo_key(data["question"]["key"])).exists():
        yield from Moderated(cast, data).acts()


class Moderated:
    """One question, answers that were reported, and what became of each."""

    def __init__(self, cast: Cast, data: dict[str, Any]) -> None:
        self.cast, self.people, self.data = cast, cast.people, data
        self.question: Question
        self.answers: dict[str, Answer] = {}
        self.cases: dict[str, Case] = {}

    def acts(self) -> Iterator[PastAct]:
        asked_at = ago(self.cast.now, self.data["question"]["days"])
        yield PastAct(asked_at, self.ask)
        for item in self.data["answer"]:
            yield PastAct(
                asked_at + timedelta(hours=item["hours"]), lambda item=item: self.answer(item)
            )
        for days, act in (
            (8, self.label_an_old_price),
            (7, self.hide_advertising_and_warn),
            (6, self.hide_and_overturn),
            (5, self.leave_online),
            (4, self.contest_what_was_left_online),
            (4, self.hide_off_topic),
            (1, self.ask_to_correct),
            (1, self.close_to_answers),
        ):
            yield PastAct(ago(self.cast.now, days), act)
        yield PastAct(self.cast.now - timedelta(hours=2), self.leave_waiting)

    def ask(self) -> None:
        data = self.data["question"]
        self.question = ask_question(
            actor=self.people[data["author"]],
            space=Space.objects.get(reseau=self.cast.networks[NETWORK]),
            title=data["title"],
            body=data["body"].strip(),
            submission_key=demo_key(data["key"]),
        )
        self.cast.report.add("question", "questions")

    def answer(self, item: dict[str, Any]) -> None:
        self.answers[item["key"]] = answer_question(
            actor=self.people[item["author"]],
            question=self.question,
            body=item["body"].strip(),
            submission_key=demo_key(self.data["question"]["key"], item["key"]),
        )
        self.cast.report.add("réponse", "réponses")

    def label_an_old_price(self) -> None:
        self.reported("ancien-prix", "robert", NoticeCategory.FALSE, "Ce prix a sept ans.")
        self.decide(
            "ancien-prix",
            DecisionKind.LABEL,
            "3.5",
            "Vous donnez un prix, « fait en 2019 », sans dire qu’il a pu changer.",
            detail="Prix de 2019",
        )

    def hide_advertising_and_warn(self) -> None:
        """Hidden, its author warned; the appeal waits for another agency or the national team."""
        self.reported("publicite", "martine", NoticeCategory.COMMERCIAL, "C’est de la publicité.")
        facts = "Vous recommandez « l’entreprise de mon gendre », et promettez une remise."
        hidden = self.decide("publicite", DecisionKind.HIDE, "3.2", facts)
        self.sanction("publicite", SanctionKind.WARNING, 180 * DAY, facts)
        appeal(
            actor=self.people["bruno"],
            statement=hidden.statement,
            text="Je ne gagne rien : je voulais rendre service à des voisins.",
        )

    def hide_and_overturn(self) -> None:
        self.reported("ton-vif", "josiane", NoticeCategory.RUDE, "Le ton est agressif.")
        hidden = self.decide(
            "ton-vif",
            DecisionKind.HIDE,
            "3.3",
            "« décidée sans nous » accuse vos voisins.",
        )
        contested = appeal(
            actor=self.people["gilles"],
            statement=hidden.statement,
            text="Je parle d’une dépense, pas d’une personne, et mon conseil est utile.",
        )
        decide_appeal(
            actor=self.people["equipe"],
            appeal=contested,
            outcome=AppealOutcome.OVERTURNED,
            reply=(
                "Le ton est vif, mais personne n’est visé, et le conseil est bon. Votre réponse "
                "est de nouveau en ligne."
            ),
        )

    def leave_online(self) -> None:
        self.reported("laissee", "denise", NoticeCategory.FALSE, "C’est faux.")
        self.decide("laissee", DecisionKind.KEEP)

    def contest_what_was_left_online(self) -> None:
        """Who reported asks once for somebody else to read it."""
        contest_outcome(
            notice=Notice.objects.get(case=self.cases["laissee"]),
            text="Une autre réponse de la discussion dit le contraire : relisez, s’il vous plaît.",
        )

    def hide_off_topic(self) -> None:
        self.reported("hors-sujet", "alain", NoticeCategory.OFF_TOPIC, "Rien à voir.")
        self.decide(
            "hors-sujet",
            DecisionKind.HIDE,
            "3.1",
            "Vous parlez de « la porte du garage », sans lien avec le chauffage.",
        )

    def ask_to_correct(self) -> None:
        self.reported(
            "a-corriger", "samira", NoticeCategory.PERSONAL_DATA, "On peut reconnaître le gardien."
        )
        self.decide(
            "a-corriger",
            DecisionKind.ASK_EDIT,
            "3.4",
            "Vous dites où habite le gardien : « au rez-de-chaussée de la tour C ».",
        )

    def close_to_answers(self) -> None:
        notice, _ = report_content(
            actor=self.people["alain"],
            kind=by_model(Question),
            content=Question.objects.get(pk=self.question.pk),
            category=NoticeCategory.OTHER,
            explanation="La discussion tourne en rond.",
        )
        self.cases["question"] = notice.case
        self.decide(
            "question",
            DecisionKind.LOCK,
            "3.8",
            "Sous « désembouer tout l’immeuble », les mêmes messages reviennent chaque jour.",
        )

    def leave_waiting(self) -> None:
        """What waits this morning: an emergency, a case that a colleague holds, a wave of one
        person, a text entrusted to the national team, two acts that a second person confirms."""
        self.reported(
            "arnaque", "loic", NoticeCategory.ILLEGAL, "C’est une escroquerie, ma voisine a signé."
        )
        self.reported("moquerie", "huguette", NoticeCategory.RUDE, "Je me sens humiliée.")
        claim_case(actor=self.people["agence.noe"], case=self.case("moquerie"))
        for key in ("vague-1", "vague-2"):
            self.reported(key, "martine", NoticeCategory.COMMERCIAL, "Toujours le même gendre.")
        self.reported("rumeur", "rachid", NoticeCategory.FALSE, "Cela fait peur à ma mère.")
        escalate(
            actor=self.people["agence.noe"],
            case=self.case("rumeur"),
            level=Escalation.NATIONAL,
            why="La rumeur circule dans toute la France.",
        )
        facts = "« Mon gendre fait aussi les chaudières » : vous vendez encore, une fois averti."
        asked = {"actor": self.people["agence.noe"], "reasons": reasons_of("3.2", None, facts)}
        case = self.case("vague-1")
        propose_decision(**asked, case=case, version=case.version, kind=DecisionKind.REMOVE)
        case = self.case("vague-2")
        propose_measure(
            **asked,
            case=case,
            version=case.version,
            sanction=SanctionKind.READ_ONLY,
            hours=7 * DAY,
        )

    def reported(self, key: str, by: str, category: NoticeCategory, why: str) -> None:
        answer = Answer.objects.get(pk=self.answers[key].pk)
        notice, _ = report_content(
            actor=self.people[by],
            kind=by_model(Answer),
            content=answer,
            category=category,
            explanation=why,
        )
        self.cases[key] = notice.case
        self.cast.report.add("signalement", "signalements")

    def case(self, key: str) -> Case:
        """The case as it is now."""
        return Case.objects.get(pk=self.cases[key].pk)

    def decide(
        self, key: str, kind: DecisionKind, code: str = "", facts: str = "", *, detail: str = ""
    ) -> Decision:
        case = self.case(key)
        self.cast.report.add("décision de modération", "décisions de modération")
        return decide_case(
            actor=self.people["agence"],
            case=case,
            version=case.version,
            kind=kind,
            reasons=reasons_of(code, None, facts) if code else None,
            detail=detail,
        )

    def sanction(self, key: str, kind: SanctionKind, hours: int, facts: str) -> None:
        case = self.case(key)
        sanction_person(
            actor=self.people["agence"],
            case=case,
            version=case.version,
            sanction=kind,
            hours=hours,
            reasons=reasons_of("3.2", None, facts),
        )
        self.cast.report.add("mesure", "mesures")
