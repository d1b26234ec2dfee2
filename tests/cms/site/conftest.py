import pytest

from cms.models import GuideIndexPage
from cms.site import reading
from cms.starter import EDITORS
from tests.cms.factories import make_site
from tests.cms.test_admin import person, sign_in


@pytest.fixture
def site(db: None) -> GuideIndexPage:
    index = make_site()
    reading.forget()
    return index


@pytest.fixture
def editor(client, site):
    user = person(EDITORS)
    sign_in(client, user)
    return user


@pytest.fixture(autouse=True)
def frame_of_nobody_stays():
    yield
    reading.forget()
