import pytest

from cms.starter import EDITORS
from tests.cms.test_admin import person, sign_in


@pytest.fixture
def editor(client, site):
    user = person(EDITORS)
    sign_in(client, user)
    return user


@pytest.fixture(autouse=True)
def every_test_reads_it(frame_that_people_made: None) -> None:
    """The frame that people made, not that of a new installation."""
