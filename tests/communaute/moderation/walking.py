"""A small house where people write, report, decide, contest and leave at random: `Walk`.

The same seed gives the same walk. Each act may be refused by a rule of ours: nothing changes then.
"""

import random
import uuid
from dataclasses import replace
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from communaute.comptes.closing import close_account
from communaute.comptes.enums import MembershipRole
from communaute.comptes.models import User
from communaute.moderation.appeals import Lighter, appeal, decide_appeal
from communaute.moderation.enums import (
    AppealOutcome,
    ContentStatus,
    DecisionKind,
    Escalation,
    NoticeCategory,
    SanctionKind,
)
from communaute.moderation.models import (
    Appeal,
    Case,
    Decision,
    Notice,
    Proposal,
    Sanction,
    StatementOfReasons,
)
from communaute.moderation.perms import can_decide
from communaute.moderation.queue.screen import decide_together, undo_together
from communaute.moderation.registry import by_model
from communaute.moderation.sanctions.services import (
    confirm_proposal,
    decline_proposal,
    lift_sanction,
    propose_decision,
    propose_measure,
    sanction_person,
)
from communaute.moderation.services import (
    allowed_kinds,
    claim_case,
    contest_outcome,
    decide_case,
    escalate,
    open_own_case,
    release_case,
    report,
    undo_decision,
)
from communaute.notifications.outbox import drain
from communaute.questions.counters import repair
from communaute.questions.models import Answer, Comment, Question
from communaute.questions.revisions.services import edit_text
from communaute.questions.revisions.withdrawals import put_back, withdraw
from communaute.questions.search import index_question
from socle.errors import Refused
from tests.clock import tick
from tests.communaute.comptes.factories import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.communaute.moderation.factories import facts_about
from tests.communaute.moderation.test_measures import REASONS
from tests.communaute.questions.factories import (
    AnswerFactory,
    CommentFactory,
    QuestionFactory,
    SpaceFactory,
)

TEXTS = (Question, Answer, Comment)
KINDS = (
    *(DecisionKind.KEEP, DecisionKind.APPROVE, DecisionKind.ASK_EDIT, DecisionKind.HIDE),
    *(DecisionKind.HIDE, DecisionKind.REMOVE, DecisionKind.LOCK, DecisionKind.LIMIT),
    *(DecisionKind.LABEL, DecisionKind.RESTORE, DecisionKind.RESTORE),
)


class Walk:
    """`people` by role: two who moderate Isère, of whom one answers for their agency, one of
    Loire-Atlantique, two of the national team, four who write. One thread in each territory, and
    one for all of France; each text has a word of its own (`word_of`)."""

    def __init__(self, seed, clock):
        self.chance = random.Random(seed)  # noqa: S311 -- a test, always the same
        self.clock, self.trail = clock, [f"graine {seed}"]
        here, there = OrganisationFactory(covers=["38"]), OrganisationFactory(covers=["44"])
        lead = MembershipRole.RESPONSABLE
        self.moderators = [
            MembershipFactory(organisation=here).user,
            MembershipFactory(organisation=here, role=lead).user,
            MembershipFactory(organisation=there, role=lead).user,
            UserFactory(equipe=True),
            UserFactory(equipe=True),
        ]
        self.writers = UserFactory.create_batch(4)
        for code in ("38185", "44109", None):
            self._open_thread(SpaceFactory(commune_id=code, departement_id=code and code[:2]))
        repair()
        for pk in Question.objects.values_list("pk", flat=True):
            index_question(pk)

    def _open_thread(self, space):
        """A question, an answer and a comment of three people, in one territory."""
        asker, answerer, third = self.chance.sample(self.writers, 3)
        place = {"commune_id": space.commune_id, "departement_id": space.departement_id}
        question = QuestionFactory(space=space, author=asker, **_written("question"))
        answer = AnswerFactory(question=question, author=answerer, **_written("réponse"))
        CommentFactory(answer=answer, author=third, **_written("commentaire"))
        assert (question.commune_id, answer.departement_id) == (*place.values(),)

    def step(self):
        """One act of somebody, or the time that goes by."""
        name = self.chance.choices([*ACTS], [weight for weight, _ in ACTS.values()])[0]
        try:
            said = ACTS[name][1](self)
        except (Refused, Nothing) as error:
            said = f"non ({type(error).__name__})"
        self.trail.append(f"{name} : {said}")

    def any_of(self, rows):
        """One of these rows, whatever the database calls them."""
        found = [*rows.order_by("pk")]
        if not found:
            raise Nothing
        return self.chance.choice(found)

    def any_text(self, **which):
        model = self.chance.choice(TEXTS)
        return self.any_of(model.objects.filter(**which))

    def fresh(self, people):
        """Somebody as they come with a request: nothing of them is kept in memory."""
        return self.any_of(User.objects.filter(pk__in=[one.pk for one in people]))

    @property
    def moderator(self):
        return self.fresh(self.moderators)

    def judge(self, case):
        """Somebody who may decide it, most of the time."""
        able = [one for one in self.moderators if can_decide(one, case)]
        return self.fresh(able) if able and self.chance.random() < 0.8 else self.moderator

    @property
    def writer(self):
        return self.fresh(self.writers)


class Nothing(Exception):
    """There is nothing to do it to."""


def _written(what):
    word = f"mot{uuid.uuid4().hex[:8]}"
    body = f"Voici une {what} où l’on parle de {word}, et du prix du raccordement."
    return {"body": body, "body_html": f"<p>{body}</p>"}


def word_of(content):
    """The word that this text alone says."""
    return next(one for one in content.body.replace(",", " ").split() if one.startswith("mot"))


def _report(walk):
    content = walk.any_text(status=ContentStatus.PUBLISHED)
    actor = walk.chance.choice([walk.writer, walk.moderator, AnonymousUser()])
    category = walk.chance.choice([NoticeCategory.COMMERCIAL, NoticeCategory.ILLEGAL])
    more = {"explanation": "Regardez.", "visitor_key": "" if actor.pk else uuid.uuid4().hex}
    report(actor=actor, kind=by_model(type(content)), content=content, category=category, **more)
    return content


def _open_case(walk):
    content = walk.any_text()
    return open_own_case(actor=walk.moderator, kind=by_model(type(content)), content=content)


# What most texts of a walk say: of those that say something else, the service decides nothing.
WAVE = replace(REASONS, facts=f"{REASONS.facts} « prix du raccordement », « très clair ».")


def _why(case):
    """Good reasons, which quote the text of the case as it is now."""
    return replace(REASONS, facts=facts_about(case))


def _asked(walk, act=decide_case):
    """Something possible, most of the time, so that the walk goes somewhere."""
    case, kind = walk.any_of(Case.objects.all()), walk.chance.choice(KINDS)
    if walk.chance.random() < 0.8:
        kind = walk.chance.choice(allowed_kinds(case, case.target) or KINDS)
    asked = {"case": case, "version": case.version, "kind": kind, "reasons": _why(case)}
    if act is decide_case:
        asked["detail"] = "Prix de 2019" if kind == DecisionKind.LABEL else ""
    act(actor=walk.judge(case), **asked)
    return f"{kind} {case} {case.target!r}"


def _decide_and_undo(walk):
    """As if it had not been."""
    case = walk.any_of(Case.objects.all())
    before, is_open = state_of(case.target), case.is_open
    kind = walk.chance.choice(allowed_kinds(case, case.target) or KINDS)
    actor = walk.judge(case)
    detail = "Prix de 2019" if kind == DecisionKind.LABEL else ""
    given = {"case": case, "version": case.version, "reasons": _why(case), "detail": detail}
    decision = decide_case(actor=actor, kind=kind, **given)
    undo_decision(actor=actor, decision=decision)
    case.refresh_from_db()
    assert (state_of(case.target), case.is_open) == (before, is_open), walk.trail
    return f"{kind} {case}"


def state_of(content):
    """What a decision may change of a text."""
    fresh = type(content).objects.get(pk=content.pk)
    marks = (fresh.status, fresh.locked_at, fresh.limited_at, fresh.caution)
    links = (fresh.hidden_for_id, fresh.locked_for_id, fresh.limited_for_id, fresh.labelled_for_id)
    return marks, links


def _undo(walk):
    lately = [*Decision.objects.order_by("-pk")[:3]]
    if not lately:
        raise Nothing
    last = walk.chance.choice(lately)
    actor = last.decided_by or walk.moderator
    undo_decision(actor=actor, decision=last)
    return last


def _wave(walk):
    cases = [walk.any_of(Case.objects.to_decide()) for _ in range(3)]
    kind = walk.chance.choice([DecisionKind.HIDE, DecisionKind.KEEP])
    actor, versions = walk.judge(cases[0]), {one.pk: one.version for one in cases}
    made = decide_together(actor=actor, versions=versions, kind=kind, reasons=WAVE)
    if walk.chance.random() < 0.5:
        undo_together(actor=actor, decisions=made)
    return kind, versions


def _claim(walk):
    return claim_case(actor=walk.moderator, case=walk.any_of(Case.objects.all()), take_over=True)


def _release(walk):
    case = walk.any_of(Case.objects.exclude(claimed_by=None))
    return release_case(actor=case.claimed_by, case=case)


def _escalate(walk):
    level = walk.chance.choice([Escalation.LEAD, Escalation.NATIONAL])
    case = walk.any_of(Case.objects.to_decide())
    return escalate(actor=walk.moderator, case=case, level=level, why="Je ne sais pas en juger.")


def _appeal(walk):
    statement = walk.any_of(StatementOfReasons.objects.all())
    return appeal(actor=statement.recipient, statement=statement, text="Je ne suis pas d’accord.")


def _answer_appeal(walk):
    found, outcome = walk.any_of(Appeal.objects.waiting()), walk.chance.choice([*AppealOutcome])
    lighter = None
    if outcome == AppealOutcome.ALTERED:
        lighter = Lighter(kind=DecisionKind.LABEL, detail="Prix de 2019", reasons=WAVE)
    given = {"appeal": found, "outcome": outcome, "lighter": lighter}
    decide_appeal(actor=walk.moderator, reply="Nous avons relu.", **given)
    return found, outcome


def _contest(walk):
    notice = walk.any_of(Notice.objects.all())
    return contest_outcome(notice=notice, text="Relisez-le, s’il vous plaît.").case


def _measure(walk):
    sanction = walk.chance.choice([*SanctionKind])
    hours = None if sanction == SanctionKind.CLOSING else walk.chance.choice([24, 24 * 30])
    case = walk.any_of(Case.objects.all())
    act = walk.chance.choice([sanction_person, propose_measure])
    given = {"case": case, "version": case.version, "sanction": sanction, "hours": hours}
    act(actor=walk.judge(case), reasons=_why(case), **given)
    return sanction, case


def _settle_proposal(walk):
    given = {"actor": walk.moderator, "proposal": walk.any_of(Proposal.objects.all())}
    if walk.chance.random() < 0.6:
        return confirm_proposal(**given)
    return decline_proposal(**given, why="Le texte ne le justifie pas.")


def _lift(walk):
    sanction = walk.any_of(Sanction.objects.filter(lifted_at=None))
    return lift_sanction(actor=walk.moderator, sanction=sanction, why="Assez de temps a passé.")


def _edit(walk):
    content = walk.any_text(author__isnull=False)
    body = f"{content.body} Et puis {uuid.uuid4().hex[:6]}."
    texts = {"body": body} | ({"title": content.title} if isinstance(content, Question) else {})
    given = {"actor": content.author, "content": content, "version": content.version}
    return edit_text(**given, **texts).status


def _withdraw(walk):
    content = walk.any_text(author__isnull=False)
    return withdraw(actor=content.author, content=content).status


def _put_back(walk):
    content = walk.any_text(author__isnull=False, status=ContentStatus.DELETED)
    return put_back(actor=content.author, content=content).status


def _leave(walk):
    """Two people stay, so that somebody still writes."""
    if User.objects.filter(pk__in=[one.pk for one in walk.writers]).count() <= 2:
        raise Nothing
    return close_account(actor=walk.writer)


def _wait(walk):
    walk.clock.forward(walk.chance.choice([timedelta(minutes=2), timedelta(hours=5)]))
    drain()
    return timezone.now()


def _wait_for_days(walk):
    walk.clock.forward(timedelta(days=walk.chance.choice([2, 8])))
    tick(timezone.now())
    drain()
    return timezone.now()


# What happens, and how often.
ACTS = {
    "signaler": (5, _report),
    "ouvrir": (3, _open_case),
    "décider": (24, _asked),
    "décider et annuler": (5, _decide_and_undo),
    "annuler": (4, _undo),
    "vague": (3, _wave),
    "prendre": (2, _claim),
    "remettre": (1, _release),
    "confier": (2, _escalate),
    "proposer": (2, lambda walk: _asked(walk, propose_decision)),
    "contester": (4, _appeal),
    "répondre": (5, _answer_appeal),
    "faire relire": (2, _contest),
    "mesure": (3, _measure),
    "deuxième personne": (3, _settle_proposal),
    "lever": (2, _lift),
    "modifier": (5, _edit),
    "retirer": (1.5, _withdraw),
    "remettre en ligne": (3, _put_back),
    "fermer son compte": (0.4, _leave),
    "attendre": (6, _wait),
    "attendre des jours": (1, _wait_for_days),
}
