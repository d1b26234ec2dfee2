import pytest

from cms.models import SiteSettings
from socle.models import PublicVersion
from socle.public_pages import touch_public_pages

from .factories import make_guide

pytestmark = pytest.mark.django_db


def version():
    return PublicVersion.objects.values_list("number", flat=True).filter(pk=1).first() or 0


def moves(callbacks, act):
    before = version()
    with callbacks(execute=True):
        act()
    return version() > before


def test_the_number_moves_after_the_commit(django_capture_on_commit_callbacks):
    assert moves(django_capture_on_commit_callbacks, touch_public_pages)


def test_what_editors_do_is_seen_at_once(django_capture_on_commit_callbacks):
    guide = make_guide()
    for act in (
        lambda: guide.save_revision().publish(),
        guide.unpublish,
        SiteSettings.load().save,
        guide.delete,
    ):
        assert moves(django_capture_on_commit_callbacks, act), act


def test_a_draft_changes_nothing_for_the_public(django_capture_on_commit_callbacks):
    guide = make_guide()
    assert not moves(django_capture_on_commit_callbacks, guide.save_revision)
