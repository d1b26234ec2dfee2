"""A row of the matrix of rights, for the rooms of this folder."""

from tests.conftest import ROLES


def row(url, anonymous=302, others=200, **roles):
    """A row: anonymous visitors, everybody signed in, then the roles that differ."""
    return {"url": url, "anonymous": anonymous} | dict.fromkeys(ROLES, others) | roles
