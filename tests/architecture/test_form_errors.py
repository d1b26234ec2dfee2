"""What is sent wrong is said the same way on every page: the title begins with « Erreur – », a
summary takes the focus and leads to each field, and no sentence is Django's own.

Each address of the POST matrix is sent nothing, then nonsense, by somebody whom it lets in.
"""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.architecture.posts import Data, Post, Scene
from tests.architecture.test_permissions_matrix import BACKEND
from tests.architecture.test_posts_matrix import ROOMS
from tests.personas import make_person

LET_IN = {200, 302, 422}
# Django's own words, which name no field.
RAW = (
    "Ce champ est obligatoire",
    "Sélectionnez un choix valide",
    "Saisissez un nombre",
    "Saisissez une adresse",
    "Saisissez une date",
    "This field",
)


def nonsense(data: Data) -> dict[str, object]:
    """The same fields, filled with what none of them expects."""
    return dict.fromkeys(data, "\u0001 " + "?" * 40)


def who_enters(row: Post) -> tuple[str, str, Scene] | None:
    """Whose object, which role is let in there, and how it is made; own objects first."""
    for whose, scene, statuses in reversed(row.cases()):
        for role, status in statuses.items():
            if status in LET_IN and isinstance(status, int):
                return whose, role, scene
    return None


def problems_of(page: BeautifulSoup) -> list[str]:
    """What is missing from a page that says 422."""
    found = []
    title = page.title.get_text(" ", strip=True) if page.title else ""
    if not title.startswith("Erreur – "):
        found.append(f"title « {title} »")
    summary = page.select_one("#erreurs")
    if summary is None:
        found.append("no summary of the errors")
    else:
        if not summary.has_attr("autofocus") or summary.get("tabindex") != "-1":
            found.append("the summary does not take the focus")
        targets = [link["href"] for link in summary.select("a[href^='#']")]
        found += [f"{to} leads nowhere" for to in targets if not page.find(id=to[1:])]
        if not summary.get_text(strip=True):
            found.append("an empty summary")
    text = page.get_text(" ")
    found += [f"« {raw} »" for raw in RAW if raw in text]
    return found


@pytest.mark.usefixtures("trusted")
@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize("room", sorted(ROOMS))
def test_errors_are_said_the_same_way(room):
    people, wrong, read = {}, [], 0
    for name, row in ROOMS[room].items():
        entrant = who_enters(row)
        if entrant is None:
            continue
        whose, role, scene = entrant
        if role != "anonymous" and role not in people:
            people[role] = make_person(role)
        for kind in ("nothing", "nonsense"):
            held = transaction.savepoint_create()
            user = people.get(role)
            given = scene(user) if whose == "own" else scene()
            address, data = given if isinstance(given, tuple) else (given, row.data)
            page = _refused(address, {} if kind == "nothing" else nonsense(data), user)
            transaction.savepoint_rollback(held)
            if page is not None:
                read += 1
                wrong += [f"{name}, {kind} by {role}: {problem}" for problem in problems_of(page)]
    assert not wrong, "\n".join(wrong)


def _refused(address: str, data: dict, user: object) -> BeautifulSoup | None:
    """The page that answers 422, if it does."""
    cache.clear()
    client = Client()
    if user is not None:
        client.force_login(user, backend=BACKEND)
    response = client.post(address, data)
    if response.status_code != 422 or "html" not in response.get("Content-Type", ""):
        return None
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<title>Question</title><div id=erreurs autofocus tabindex=-1>Non", "title"),
        ("<title>Erreur – Question</title>", "no summary"),
        ("<title>Erreur – Question</title><div id=erreurs tabindex=-1>Non", "focus"),
        ("<title>Erreur – Q</title><div id=erreurs autofocus tabindex=-1>", "empty"),
        (
            "<title>Erreur – Q</title><p id=erreurs autofocus tabindex=-1><a href='#x'>X</a>",
            "leads nowhere",
        ),
        (
            "<title>Erreur – Q</title><p id=erreurs autofocus tabindex=-1>Ce champ est obligatoire",
            "obligatoire",
        ),
    ],
)
def test_what_is_missing_is_seen(html, problem):
    (found,) = problems_of(BeautifulSoup(html, "html.parser"))
    assert problem in found
