"""A double click, a second tab, the browser's Back: the same POST again meets what is done already,
and is told so; it is neither an error nor a page that does not exist.
"""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.architecture.test_permissions_matrix import session_of, use_session
from tests.architecture.test_posts_matrix import ROOMS
from tests.conftest import ROLES
from tests.personas import make_person

# The link of a mail, known to one person, signed in or not: its page says what is the case, and
# where to go on.
SAID_ON_A_404 = {
    "donnees:take_back": "Ce lien ne sert plus",
    "events:give_up": "Cette inscription n’existe plus",
}


@pytest.mark.usefixtures("trusted")
@pytest.mark.django_db
@pytest.mark.parametrize("room", sorted(ROOMS))
def test_the_same_click_twice(room):
    people = {role: make_person(role) for role in ROLES}
    sessions = {user: session_of(user) for user in people.values()}
    client = Client(raise_request_exception=False)
    wrong = []
    for name, row in ROOMS[room].items():
        for whose, scene, statuses in row.cases():
            role = next((one for one, status in statuses.items() if status in (200, 302)), None)
            if role is None:
                continue
            before = transaction.savepoint_create()
            user = people.get(role)
            given = scene() if whose == "other" else scene(user)
            address, data = given if isinstance(given, tuple) else (given, row.data)
            for _ in range(2):
                use_session(client, sessions.get(user, ""))
                cache.clear()
                again = client.post(address, data)
            transaction.savepoint_rollback(before)
            is_said = name in SAID_ON_A_404 and SAID_ON_A_404[name] in again.text
            if not is_said and (again.status_code in (403, 404) or again.status_code >= 500):
                wrong.append(f"{name}, {whose}, {role}: {again.status_code}")
    assert not wrong, "\n".join(wrong)
