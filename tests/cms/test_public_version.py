import pytest
from django.core.cache import cache

from cms.models import SiteSettings
from socle.models import PublicVersion
from socle.public_pages import add_to_public_pages, held_of_site, touch_public_pages

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


def test_what_every_page_shows_is_held_by_the_process_until_public_pages_change(
    django_capture_on_commit_callbacks,
):
    made = []

    def make():
        made.append(len(made))
        return made[-1]

    assert [held_of_site("essai", make) for _ in range(2)] == [0, 0]
    # The cache forgets, the process does not.
    cache.clear()
    assert held_of_site("essai", make) == 0
    with django_capture_on_commit_callbacks(execute=True):
        touch_public_pages()
    assert held_of_site("essai", make) == 1
    with django_capture_on_commit_callbacks(execute=True):
        add_to_public_pages()
    assert held_of_site("essai", make) == 1
