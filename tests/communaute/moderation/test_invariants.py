"""No restriction without a statement of reasons, whatever the way."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from communaute.moderation.audit_log.verification import unexplained
from communaute.moderation.decision_rules import STATUS_OF
from communaute.moderation.enums import (
    AUTOMATIC,
    RESTRICTED,
    WITH_STATEMENT,
    ContentStatus,
    DecisionKind,
    Ground,
)
from communaute.moderation.errors import ModerationError
from communaute.moderation.models import Decision, StatementOfReasons
from communaute.moderation.services import decide_case
from tests.communaute.moderation.factories import FACTS, RULE, CaseFactory
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

ROOMS = ("socle", "cms", "communaute", "ambassadeurs", "config")


def writes_restricted(tree):
    """Functions of a module that hand a restricted state to a call or store it."""
    restricted = {f"ContentStatus.{status.name}" for status in RESTRICTED}
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            values = []
            if isinstance(node, ast.Assign):
                values = [node.value]
            elif isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in {"filter", "exclude", "Q", "When", "Count"}:
                    continue
                values = [*node.args, *(keyword.value for keyword in node.keywords)]
            if any(ast.unparse(value) in restricted for value in values):
                yield function.name


def test_no_function_gives_a_restricted_state_by_its_name():
    """The state comes from the kind of the decision, in the one place that writes both."""
    found = []
    for room in ROOMS:
        for path in (Path(settings.BASE_DIR) / room).rglob("*.py"):
            source = path.read_text()
            if "migrations" not in path.parts and "ContentStatus." in source:
                found += [(path.name, name) for name in writes_restricted(ast.parse(source))]
    assert found == []


@pytest.mark.django_db
@pytest.mark.parametrize("status", list(ContentStatus))
def test_every_decision_that_leaves_a_text_hidden_has_its_statement(status, agence):
    """Whatever is asked, with its facts about questions, without them about answers."""
    texts = {}
    for kind in (*DecisionKind, "autre"):
        for facts, content in (
            (FACTS, QuestionFactory(status=status)),
            ("", AnswerFactory(status=status)),
        ):
            case = CaseFactory(content=content)
            texts[case.pk] = (kind, content)
            if status == ContentStatus.PENDING:
                case.notices.update(visitor_key=AUTOMATIC, reporter=None)
            try:
                decide_case(
                    actor=agence,
                    case=case,
                    version=1,
                    kind=kind,
                    facts=facts,
                    ground=Ground.CGU,
                    rule=RULE,
                )
            except ModerationError:
                assert not case.decisions.exists(), kind
    now = {pk: type(text).objects.get(pk=text.pk).status for pk, (_, text) in texts.items()}
    restricted = {pk: texts[pk] for pk in now if now[pk] in RESTRICTED and now[pk] != status}
    explained = Decision.objects.filter(kind__in=WITH_STATEMENT)
    assert not explained.filter(statement__isnull=True).exists()
    assert explained.count() == StatementOfReasons.objects.count()
    taken_away = explained.filter(kind__in=STATUS_OF, case__in=texts).values_list("case", flat=True)
    assert restricted == {pk: texts[pk] for pk in taken_away}
    assert list(unexplained()) == []
