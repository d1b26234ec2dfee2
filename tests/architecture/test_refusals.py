"""A service that says no raises a `Refused`: whoever forgets to catch it answers 403, in words."""

import ast
import inspect
from collections import Counter
from importlib import import_module
from pathlib import Path
from unittest.mock import Mock

import pytest

from communaute.questions.errors import QuestionNotAllowed
from socle.errors import Refused
from tests.architecture.routes import OURS

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("ambassadeurs", "cms", "communaute", "config", "socle")
# They start something when they are read.
ENTRIES = {"web", "worker", "rsgi", "wsgi", "asgi"}
# What no person is told: a defect of ours, a file or a service that fails, caught where it happens.
TECHNICAL = {
    "AppendOnlyError",
    "BackupFailed",
    "BadAddress",
    "ClientLeft",
    "Damaged",
    "GeocoderUnavailable",
    "GeographyError",
    "ImportFailed",
    "NoAnswer",
    "NotTrusted",
    "OutsideCoverage",
    "OutsideLambert",
    "RegisterImportFailed",
    "Rejected",
    "TooMany",
    "UnknownFact",
    "UnknownFormat",
    "UnknownRule",
    "Unreachable",
    "Unreadable",
    "UnreadableCase",
    "UnreadableLots",
    "UnreadableVote",
    "UnreadableFile",
}


@pytest.fixture(scope="module", autouse=True)
def every_module():
    """All the code is read: what other tests happen to read changes nothing here."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts and path.stem not in ENTRIES:
                parts = path.relative_to(ROOT).with_suffix("").parts
                import_module(".".join(parts).removesuffix(".__init__"))


def errors_of_ours(parent=Exception):
    for child in parent.__subclasses__():
        # Not those that Django makes for each model, inside its class.
        if child.__module__.startswith(OURS) and "." not in child.__qualname__:
            yield child
        yield from errors_of_ours(child)


def refusals():
    return {error for error in errors_of_ours() if issubclass(error, Refused)} - {Refused}


def test_every_error_of_a_room_is_a_refusal():
    assert len(refusals()) > 10
    others = {
        f"{error.__module__}.{error.__name__}"
        for error in errors_of_ours()
        if not issubclass(error, Refused) and error.__name__ not in TECHNICAL
    }
    assert others == set()


def test_two_errors_never_share_a_name():
    named = Counter(error.__name__ for error in set(errors_of_ours()))
    assert {name for name, number in named.items() if number > 1} == set()


def own_init(error):
    return next((kind for kind in error.__mro__ if "__init__" in vars(kind)), None)


def made(error):
    """One of them, with what its constructor asks for."""
    if own_init(error) is Refused:
        return error() if error.message else error("Une phrase.")
    known = {
        "message": "Une phrase.",
        "problems": {"day": "Une phrase."},
        "case": Mock(claimed_by="Une collègue"),
    }
    given = {
        name: known.get(name, 2)
        for name, parameter in inspect.signature(error).parameters.items()
        if parameter.default is inspect.Parameter.empty
    }
    return error(**given)


def test_a_refusal_keeps_its_words():
    mute = [error.__name__ for error in refusals() if " " not in str(made(error))]
    assert mute == []


def raised(tree):
    """Name and number of arguments of each exception that is raised."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise):
            call = node.exc
            name = call.func if isinstance(call, ast.Call) else call
            if isinstance(name, ast.Name):
                yield name.id, len(call.args) if isinstance(call, ast.Call) else 0, node.lineno


def test_nobody_refuses_without_a_word():
    mute = {
        error.__name__ for error in refusals() if own_init(error) is Refused and not error.message
    }
    assert QuestionNotAllowed.__name__ in mute
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for name, arguments, line in raised(ast.parse(path.read_text(encoding="utf-8")))
        if name in mute and not arguments
    ]
    assert found == []


@pytest.mark.django_db
def test_a_forgotten_refusal_is_a_403_that_keeps_words_and_text(client, monkeypatch):
    from communaute.questions import views
    from tests.communaute.comptes.factories import UserFactory
    from tests.communaute.questions.factories import AnswerFactory

    def refuse(**_):
        raise QuestionNotAllowed("Cette question vient d’être fermée.")

    monkeypatch.setattr(views, "accept_answer", refuse)
    client.force_login(UserFactory())
    typed = {"texte": "Un long texte écrit.\nAvec <b>soin</b>."}
    response = client.post(f"/communaute/reponses/{AnswerFactory().pk}/retenir/", typed)
    assert response.status_code == 403
    page = response.content.decode()
    assert "Cette question vient d’être fermée." in page
    assert "Un long texte écrit." in page
    assert "&lt;b&gt;soin" in page
