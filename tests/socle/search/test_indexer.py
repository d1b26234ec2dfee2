"""The index follows what it is told, and knows when it is not exact."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from socle.search import indexer, vocabulary
from socle.search.models import Document, Word
from socle.search.results import find
from socle.search.sources import Row, Source, register_source

from .made_up import KEY, made_up, row

pytestmark = pytest.mark.django_db


def found(query: str) -> list[str]:
    return [line.url for line in find(query).lines]


def test_what_is_indexed_is_found_as_it_is_now_and_no_longer_once_gone():
    with made_up(row(1, "La chaudière", "Elle a trente ans.")) as rows:
        assert found("chaudières") == ["/essai/1/"]
        rows[1] = row(1, "Le brûleur", "Il est neuf.")
        indexer.index(KEY, [1])
        assert found("trente") == []
        assert found("bruleur") == ["/essai/1/"]
        del rows[1]
        indexer.index(KEY, [1])
        assert found("brûleur") == []
        assert not Document.objects.exists()


def test_a_write_that_is_undone_leaves_the_index_as_it_was():
    with made_up(row(1, "La chaudière")) as rows:
        rows[1] = row(1, "Le plombier")
        with transaction.atomic():
            indexer.index(KEY, [1])
            transaction.set_rollback(True)
        assert found("chaudière") == ["/essai/1/"]
        assert found("plombier") == []


def test_the_check_tells_what_is_missing_wrong_or_too_much():
    with made_up(*(row(pk, f"Titre {pk}") for pk in (1, 2, 3))) as rows:
        assert list(indexer.differences()) == []
        rows[4] = row(4, "Titre 4")
        rows[2] = row(2, "Autre")
        del rows[1]
        said = {str(one).partition(" : ")[0]: one.what for one in indexer.differences()}
        assert said == {
            "essai 1": "en trop",
            "essai 2": "différent (title, title_words)",
            "essai 4": "absent de l’index",
        }
        with pytest.raises(CommandError, match="diffère en 3 endroit"):
            call_command("rebuild_search", check=True, stdout=io.StringIO())
        call_command("rebuild_search", stdout=io.StringIO())
        assert list(indexer.differences()) == []
        assert Document.objects.count() == 3


def test_a_rebuild_by_lots_forgets_what_is_no_longer_there(monkeypatch):
    monkeypatch.setattr(indexer, "BATCH", 2)
    with made_up(*(row(pk, f"Titre {pk}") for pk in range(1, 8))) as rows:
        for pk in (1, 4, 7):
            del rows[pk]
        rows[12] = row(12, "Nouveau")
        assert indexer.rebuild() == {KEY: 5}
        assert list(indexer.differences()) == []


def test_starting_anew_builds_what_is_missing_and_what_comes_with_the_code():
    with made_up(row(1, "Une chose")):
        Document.objects.all().delete()
        assert indexer.refresh() == {KEY: 1}
        assert indexer.refresh() == {}


def test_two_sources_never_share_a_number():
    with (
        made_up(),
        pytest.raises(ValueError, match="99"),
    ):
        register_source(Source("autre", 99, "questions", lambda pks: [], list))
    with pytest.raises(KeyError):
        indexer.index("inconnue", [1])


def test_words_are_learnt_then_counted():
    with made_up(row(1, "Chaudière", "chaudière et brûleur"), row(2, "Chaudières")) as rows:
        vocabulary.recount()
        things = dict(Word.objects.values_list("word", "things"))
        assert things == {"chaudiere": 2, "chaudieres": 2, "bruleur": 1}
        rows[1] = Row(pk=1, title="Chaudière", url="/")
        indexer.index(KEY, [1])
        vocabulary.recount()
        assert not Word.objects.filter(word="bruleur").exists()


def test_known_words_are_not_written_again(django_assert_num_queries):
    # Held rows, rows gone, the document, known words: none of its own for a savepoint.
    with made_up(row(1, "Chaudière et brûleur")), django_assert_num_queries(3):
        indexer.index(KEY, [1])


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SAID, ADDED = "Elle a trente ans.", "Le brûleur de la sous-station est neuf."


@pytest.fixture
def lengthened():
    """What is said of a thing has grown by its end since it was indexed."""
    before = row(1, "La chaudière", SAID, happened_at=NOON)
    with made_up(before) as rows:
        at = NOON + timedelta(hours=1)
        rows[1] = row(1, "La chaudière", f"{SAID}\n{ADDED}", happened_at=at)
        assert len(list(indexer.differences())) == 1
        yield rows


def test_what_is_added_at_the_end_is_indexed_without_reading_the_rest(
    lengthened, django_assert_num_queries
):
    # The document read, then written; known words, then those that are new.
    with django_assert_num_queries(4):
        indexer.extend(KEY, 1, ADDED, at=NOON + timedelta(hours=1))
    assert list(indexer.differences()) == []
    assert found("bruleurs neufs") == found("sousstation") == found("trente") == ["/essai/1/"]
    assert Word.objects.filter(word="bruleur").exists()


def test_where_nothing_is_said_only_the_date_moves(lengthened):
    at = NOON + timedelta(hours=1)
    lengthened[1] = row(1, "La chaudière", SAID, happened_at=at)
    indexer.extend(KEY, 1, "", at=at)
    assert list(indexer.differences()) == []


@pytest.mark.parametrize("why", ["absent", "later", "many"])
def test_what_cannot_be_added_at_the_end_is_indexed_anew(lengthened, monkeypatch, why):
    at = NOON + timedelta(hours=1)
    if why == "absent":
        Document.objects.all().delete()
    if why == "later":
        Document.objects.update(happened_at=at + timedelta(seconds=1))
    if why == "many":
        monkeypatch.setattr(indexer, "WORDS_MAX", 3)
    indexer.extend(KEY, 1, "Rien de tout cela.", at=at)
    assert list(indexer.differences()) == []
