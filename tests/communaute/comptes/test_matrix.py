"""The room's own lines of the matrix, for a visitor and a member."""

import pytest

from .factories import UserFactory
from .matrix import MATRIX


@pytest.mark.django_db
@pytest.mark.parametrize("name", MATRIX)
def test_visitor_and_member(client, name):
    line = MATRIX[name]
    assert client.get(line["url"]()).status_code == line["anonymous"]
    client.force_login(UserFactory())
    assert client.get(line["url"]()).status_code == line["membre"]
