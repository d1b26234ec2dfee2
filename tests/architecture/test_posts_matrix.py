"""Every role × every address that accepts POST × an object of another, then of one's own.

Each room keeps its rows beside its tests (`tests/<room>/matrix.py`, name `POSTS`); an address that
accepts POST and has no row fails here. Whoever is refused has written nothing. What changes
something that public pages show makes those that are kept obsolete (`socle.public_pages`).
"""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.test import Client, TestCase
from django.urls import reverse

from socle import public_pages
from tests.architecture.posts import GONE, REFUSED, SIGN_IN, Post
from tests.architecture.routes import nameless, names_with_object, post_names
from tests.architecture.statements import statements
from tests.architecture.test_permissions_matrix import session_of, use_session
from tests.conftest import ROLES
from tests.personas import make_person

TESTS = Path(__file__).resolve().parent.parent
REFUSALS = {GONE, REFUSED, SIGN_IN, 401, 403, 404, 405}
# What a refusal may write: the session, the count of attempts.
HARMLESS = ("comptes_opensession", "SAVEPOINT", "RELEASE", "ROLLBACK")
# Tables whose rows public pages show.
SHOWN = {
    *("questions_question", "questions_answer", "questions_comment", "questions_space"),
    *("questions_summary", "questions_attachment", "questions_profile"),
    *("taggit_tag", "taggit_taggeditem", "socle_publicversion", "reseaux_reseau"),
    *("comptes_user", "comptes_organisation", "comptes_membership", "comptes_coverage"),
    *("coproprietes_copropriete", "coproprietes_ambassadeur", "coproprietes_retourexperience"),
    *("coproprietes_figure", "coproprietes_photo", "visites_visit", "visites_booking"),
}
# What changes a part of such a row that no public page shows.
NOT_SHOWN = {
    "account_set_password": "a password",
    "account_signup": "an account that has written nothing",
    "ambassadeurs:mandate_renew": "until when the mandate runs",
    "ambassadeurs:mandate_review": "a mandate refused",
    "ambassadeurs:photo_remove": "of a text that is not published yet",
    "ambassadeurs:project_create": "a project is its people's",
    "ambassadeurs:retour_drop": "of a text that is not published yet",
    "ambassadeurs:retour_edit": "of a text that is not published yet",
    "ambassadeurs:retour_propose": "of a text that is not published yet",
    "ambassadeurs:retour_reopen": "of a text that is not published yet",
    "ambassadeurs:retour_review": "a text sent back",
    "assemblees:past": "a project is its people’s",
    "assemblees:result": "a project is its people’s",
    "comptes:on_call": "who is called at night",
    "demandes:block": "how many exchanges are open",
    "demandes:close": "how many exchanges are open",
    "demandes:new": "how many exchanges are open",
    "demandes:reopen": "how many exchanges are open",
    "guichets:agency_write": "who wrote for the agency",
    "visites:attendance": "who came",
}
MOVES = (public_pages._move_number, public_pages._move_community)
WRITTEN = re.compile(r'(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "(\w+)"')

# Whose object, role, status expected, status found.
type Try = tuple[str, str, int | str, int | str]


def load_posts() -> dict[str, dict[str, Post]]:
    """The rows of each room, by its folder of tests."""
    rooms = {}
    for path in sorted(TESTS.rglob("matrix.py")):
        parts = path.relative_to(TESTS.parent).with_suffix("").parts
        rooms["/".join(parts[1:-1])] = getattr(
            importlib.import_module(".".join(parts)), "POSTS", {}
        )
    return {room: posts for room, posts in rooms.items() if posts}


ROOMS = load_posts()
POSTS = {name: row for posts in ROOMS.values() for name, row in posts.items()}


def test_every_address_that_accepts_post_has_its_row():
    assert [name for name in post_names() if name not in POSTS] == []


def test_every_route_has_a_name():
    """What has none would be in no matrix."""
    assert nameless() == []


def test_no_row_speaks_of_an_address_that_is_gone():
    assert POSTS.keys() - set(post_names()) == set()
    assert len(POSTS) == sum(len(posts) for posts in ROOMS.values())


def test_an_object_is_tried_as_anothers_and_as_ones_own():
    """Or its row says why it has no owner among the roles."""
    without = [
        name
        for name in names_with_object()
        if name in POSTS and not POSTS[name].own_scene and not POSTS[name].nobody_owns
    ]
    assert without == []


@pytest.mark.usefixtures("trusted")
@pytest.mark.django_db
@pytest.mark.parametrize("room", sorted(ROOMS))
def test_rights_to_post(room):
    people = {role: make_person(role) for role in ROLES}
    sessions = {user: session_of(user) for user in people.values()}
    client = Client(raise_request_exception=False)
    wrong = []
    for name, row in ROOMS[room].items():
        for whose, role, expected, found in _tries(name, row, people, sessions, client):
            if found != expected:
                wrong.append(f"{name}, {whose}, {role}: {found}, not {expected}")
    assert not wrong, "\n".join(wrong)


def _tries(name: str, row: Post, people: dict, sessions: dict, client: Client) -> Iterator[Try]:
    """Each from the same state."""
    for whose, scene, statuses in row.cases():
        outer = transaction.savepoint_create()
        made = scene() if whose == "other" else None
        for role, expected in statuses.items():
            inner = transaction.savepoint_create()
            user = people.get(role)
            given = made or scene(user)
            address, data = given if isinstance(given, tuple) else (given, row.data)
            use_session(client, sessions.get(user, ""))
            found = _post(name, client, address, data, may_be_gone=expected == GONE)
            yield whose, role, expected, found
            transaction.savepoint_rollback(inner)
        transaction.savepoint_rollback(outer)


def _post(name: str, client: Client, address: str, data: dict, *, may_be_gone: bool) -> int | str:
    cache.clear()
    with statements() as sql, TestCase.captureOnCommitCallbacks() as after:
        response = client.post(address, data)
    status = _told(response)
    if may_be_gone and (status == 409 or (status == 302 and messages.INFO in _levels(response))):
        status = GONE
    if status in REFUSALS:
        written = [line for line in sql if not any(word in line for word in HARMLESS)]
        if written:
            return f"{status} after having written: {written[0][:120]}"
    elif name not in NOT_SHOWN and not any(act in MOVES for act in after):
        tables = {found[1] for line in sql if (found := WRITTEN.match(line))} & SHOWN
        if tables:
            return f"{status}, the public pages of before still shown: {sorted(tables)}"
    return status


def _told(response) -> int | str:
    """The status, in the words of the tables."""
    if response.status_code != 302:
        return response.status_code
    if urlsplit(response.url).path == reverse("account_login"):
        return SIGN_IN
    return REFUSED if messages.ERROR in _levels(response) else 302


def _levels(response) -> set[int]:
    return {message.level for message in messages.get_messages(response.wsgi_request)}
