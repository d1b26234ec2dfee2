"""No restriction without a statement of reasons, whatever the way."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from communaute.moderation.enums import ContentStatus, DecisionKind, Ground
from communaute.moderation.errors import ModerationError
from communaute.moderation.models import Decision, StatementOfReasons
from communaute.moderation.services import decide_case
from communaute.questions.models import Answer, Question
from tests.communaute.moderation.factories import FACTS, RULE, CaseFactory
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

ROOMS = ("socle", "cms", "communaute", "ambassadeurs", "config")


def writes_hidden(tree):
    """Functions of a module that hand `ContentStatus.HIDDEN` to a call or store it."""
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
            if any(ast.unparse(value) == "ContentStatus.HIDDEN" for value in values):
                yield function.name


def test_only_one_function_of_the_service_hides_and_it_stores_the_statement_first():
    found = []
    for room in ROOMS:
        for path in (Path(settings.BASE_DIR) / room).rglob("*.py"):
            if "migrations" not in path.parts:
                tree = ast.parse(path.read_text())
                found += [(path.name, name) for name in writes_hidden(tree)]
    assert found == [("decisions.py", "_restrict")]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [*DecisionKind, "autre"])
@pytest.mark.parametrize("status", list(ContentStatus))
@pytest.mark.parametrize("facts", [FACTS, ""])
def test_every_decision_that_leaves_a_text_hidden_has_its_statement(kind, status, facts, agence):
    for content in (QuestionFactory(status=status), AnswerFactory(status=status)):
        case = CaseFactory(content=content)
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
            assert not case.decisions.exists()
    newly_hidden = [
        content
        for model in (Question, Answer)
        for content in model.objects.filter(status=ContentStatus.HIDDEN)
        if status != ContentStatus.HIDDEN
    ]
    hiding = Decision.objects.filter(kind=DecisionKind.HIDE)
    assert len(newly_hidden) == hiding.count() == StatementOfReasons.objects.count()
    assert not hiding.filter(statement__isnull=True).exists()
