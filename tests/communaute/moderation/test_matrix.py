import pytest

from communaute.casework.urls import urlpatterns
from tests.communaute.moderation.matrix import MATRIX, ROLES


def test_every_address_is_in_the_matrix():
    assert {f"moderation:{pattern.name}" for pattern in urlpatterns} == set(MATRIX)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_matrix_says(role, client, person):
    if role != "anonymous":
        client.force_login(person(role))
    given = {name: client.get(row["url"]()).status_code for name, row in MATRIX.items()}
    assert given == {name: row[role] for name, row in MATRIX.items()}
