import pytest

from cms.models import GuideIndexPage
from cms.site import selectors
from socle.public_pages import held_in_process
from tests.cms.factories import make_site


@pytest.fixture
def site(db: None) -> GuideIndexPage:
    return make_site()


@pytest.fixture
def frame_that_people_made(monkeypatch: pytest.MonkeyPatch, clean_cache: None) -> None:
    monkeypatch.setattr(selectors, "held_in_process", held_in_process)
