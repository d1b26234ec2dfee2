import pytest

from cms.models import GuideIndexPage
from tests.cms.factories import make_site


@pytest.fixture
def site(db: None) -> GuideIndexPage:
    return make_site()
