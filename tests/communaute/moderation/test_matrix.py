from communaute.moderation.urls import urlpatterns
from tests.communaute.moderation.matrix import MATRIX


def test_every_address_is_in_the_matrix():
    """What each role gets at each of them: tests/architecture/test_permissions_matrix.py."""
    assert {f"moderation:{pattern.name}" for pattern in urlpatterns} == set(MATRIX)
