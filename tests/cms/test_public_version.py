import pytest
from django.core.cache import cache
from django.db import connection

from cms.models import SiteSettings
from socle import public_pages
from socle.models import PublicVersion
from socle.public_pages import (
    NUMBER_KEY,
    add_to_public_pages,
    held_in_process,
    touch_public_pages,
)
from tests.cms.factories import make_guide

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


def number_of_a_request():
    """The number that a request which begins now goes by."""
    public_pages._begin(None)
    held_in_process("essai", object)
    number = public_pages._moment.number
    public_pages._end(None)
    return number


def test_who_reads_while_the_number_moves_keeps_nothing_of_before(
    monkeypatch, django_capture_on_commit_callbacks
):
    """Two requests at each statement of the move, one before it and one after."""
    PublicVersion.objects.get_or_create(pk=1)
    cache.delete(NUMBER_KEY)
    seen = []

    def read_around(execute, sql, params, many, context):
        if not sql.startswith("UPDATE"):
            return execute(sql, params, many, context)
        seen.append(number_of_a_request())
        done = execute(sql, params, many, context)
        seen.append(number_of_a_request())
        return done

    forget = cache.delete

    def forget_then_read(key):
        forget(key)
        seen.append(number_of_a_request())

    monkeypatch.setattr(cache, "delete", forget_then_read)
    with connection.execute_wrapper(read_around), django_capture_on_commit_callbacks(execute=True):
        touch_public_pages()
    assert len(seen) == 3, seen
    assert number_of_a_request() == version() == seen[0] + 1


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

    assert [held_in_process("essai", make) for _ in range(2)] == [0, 0]
    # The cache forgets, the process does not.
    cache.clear()
    assert held_in_process("essai", make) == 0
    with django_capture_on_commit_callbacks(execute=True):
        touch_public_pages()
    assert held_in_process("essai", make) == 1
    with django_capture_on_commit_callbacks(execute=True):
        add_to_public_pages()
    assert held_in_process("essai", make) == 1
