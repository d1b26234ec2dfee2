"""Cases, notices, decisions and statements, in Grenoble (Isère) unless said otherwise.

Statements and decisions are written by the services, as in real life: `decided(...)` and
`hidden_case(...)` go the whole way.
"""

from datetime import timedelta
from unittest.mock import patch

import factory
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from factory.django import DjangoModelFactory

from communaute.moderation.appeals import appeal, decide_appeal
from communaute.moderation.enums import AppealOutcome, DecisionKind, Ground, NoticeCategory
from communaute.moderation.models import Case, Notice
from communaute.moderation.registry import by_model
from communaute.moderation.services import decide_case, report
from communaute.moderation.services.private import open_private
from communaute.moderation.wordings import quotes, with_passage
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.states import FACTS, RULE
from tests.communaute.questions.factories import QuestionFactory


class CaseFactory(DjangoModelFactory):
    """An open case about a question (`content`), due in two days."""

    class Meta:
        model = Case
        exclude = ("content",)
        skip_postgeneration_save = True

    content = factory.SubFactory(QuestionFactory)
    content_type = factory.LazyAttribute(
        lambda case: ContentType.objects.get_for_model(case.content)
    )
    object_id = factory.SelfAttribute("content.pk")
    author = factory.SelfAttribute("content.author")
    commune = factory.SelfAttribute("content.commune")
    departement = factory.SelfAttribute("content.departement")
    snapshot = factory.LazyAttribute(lambda case: by_model(type(case.content)).text(case.content))
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=2))

    @factory.post_generation
    def notices(self, create, extracted, **kwargs):
        """One notice by a member, or as many as asked (0 for none)."""
        number = 1 if extracted is None else extracted
        if create and number:
            NoticeFactory.create_batch(number, case=self)
            Case.objects.filter(pk=self.pk).update(notices_count=number)
            self.notices_count = number


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = Notice

    case = factory.SubFactory(CaseFactory, notices=0)
    category = NoticeCategory.COMMERCIAL
    explanation = "C’est une publicité pour un vendeur."
    reporter = factory.SubFactory(UserFactory)


def facts_about(case):
    """Good reasons, which quote the text of a case."""
    content = case.target
    text = by_model(type(content)).text(content) if content else ""
    return FACTS if not text or quotes(FACTS, text) else with_passage(FACTS, text[:60])


def hide(case, actor, **more):
    """Hide the content of a case, read first, with good reasons; returns the decision."""
    case.refresh_from_db()
    open_private(actor=actor, case=case)
    arguments = {
        "kind": DecisionKind.HIDE,
        "facts": facts_about(case),
        "ground": Ground.CGU,
        "rule": RULE,
        "version": case.version,
    }
    return decide_case(actor=actor, case=case, **(arguments | more))


def hidden_case(actor=None, **case):
    """A case whose text is hidden, by an agency of Isère unless another actor is given."""
    found = CaseFactory(**case)
    hide(found, actor or UserFactory(agence=True))
    found.refresh_from_db()
    return found


def told_case(**case):
    """A case decided an hour ago: nobody may undo it, and the author reads why."""
    with an_hour_ago():
        return hidden_case(**case)


def an_hour_ago():
    """What is decided in the block is told: nobody may undo it any more."""
    past = timezone.now() - timedelta(hours=1)
    return patch.object(timezone, "now", lambda: past)


def statement_of(case):
    return case.decisions.get(kind=DecisionKind.HIDE).statement


def contested(**case):
    """An appeal against a hiding, waiting for its answer."""
    statement = statement_of(hidden_case(**case))
    return appeal(actor=statement.recipient, statement=statement, text="Ce n’était pas une pub.")


def answered(filed, outcome=AppealOutcome.OVERTURNED, *, actor=None, **more):
    """An appeal that somebody of the national team answers; returns it."""
    said = {"outcome": outcome, "reply": "Vous avez raison."} | more
    return decide_appeal(actor=actor or UserFactory(equipe=True), appeal=filed, **said)


def reported(content, actor=None, **more):
    """The notice of somebody who reports this text, by the service."""
    said = {"category": NoticeCategory.COMMERCIAL, "explanation": "Un vendeur insiste."} | more
    kind = by_model(type(content))
    return report(actor=actor or UserFactory(), kind=kind, content=content, **said)[0]
