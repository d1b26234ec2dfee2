"""The words of the index: learnt at each write, counted each night, compared with what is typed."""

from collections.abc import Iterable
from itertools import batched

from django.core.cache import cache
from django.db import connection, transaction
from rapidfuzz.distance import OSA

from .models import Word
from .numbers import NUMBERS
from .words import Token, sound_of

BATCH = 2_000
_COMMONEST = "search:commonest"
_SHORTEST = 3
# So many letters begin a word, fewer begin too many.
BEGINNING = 4
# One mistake up to this length, two beyond.
_ONE_MISTAKE_UP_TO = 5


def learn(found: Iterable[Token]) -> None:
    """Add the words that are not known yet. Known ones are not touched: writers never wait for
    one another on a common word."""
    words = {token.folded: token for token in found if is_a_word(token.folded)}
    missing = set(words)
    for part in batched(sorted(words), BATCH, strict=False):
        missing -= set(Word.objects.filter(word__in=part).values_list("word", flat=True))
    rows = [_row(words[word]) for word in sorted(missing)]
    Word.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def is_a_word(folded: str) -> bool:
    """Letters only, three at least: numbers are not misspelt."""
    return len(folded) >= _SHORTEST and folded.isalpha()


def _row(token: Token) -> Word:
    word = token.folded
    return Word(
        word=word,
        shown=token.shown[:60],
        stem=token.stem,
        sound=sound_of(word),
        initial=word[0],
        ending=word[-2:],
        length=len(word),
    )


def things_of_the_commonest() -> int:
    """How many things hold the commonest word of the index; read once an hour."""
    return int(cache.get_or_set(_COMMONEST, Word.objects.most_held, 3_600) or 0)


@transaction.atomic
def recount() -> int:
    """Count again how many things hold each word, and forget those that none holds any more.

    Returns how many words moved. The database's own index says it: no text is read.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT term, doc FROM site_search_terms")
        else:
            cursor.execute(
                "SELECT word, ndoc FROM ts_stat('SELECT vector FROM site_search_document')"
            )
        held = dict(cursor.fetchall())
    gone, moved = [], []
    for word in Word.objects.only("pk", "stem", "things").iterator(BATCH):
        things = held.get(word.stem, 0)
        if not things:
            gone.append(word.pk)
        elif things != word.things:
            word.things = things
            moved.append(word)
    for part in batched(gone, BATCH, strict=False):
        Word.objects.filter(pk__in=part).delete()
    Word.objects.bulk_update(moved, ["things"], batch_size=500)
    transaction.on_commit(lambda: cache.delete(_COMMONEST))
    return len(gone) + len(moved)


def nearest(
    word: str, known: Iterable[tuple[str, str, str, int]] = ()
) -> tuple[str, str, int] | None:
    """The word that `word` most likely stands for: (shown, stem, things), or None.

    Few mistakes first (an inversion is one), then the same sound, the same first letter, the
    commonest; else the commonest word of which it is the beginning. `known` are words that count
    though no thing holds them (synonyms).
    """
    if not is_a_word(word):
        return None
    sound = sound_of(word)
    allowed = 1 if len(word) <= _ONE_MISTAKE_UP_TO else 2
    best: tuple[tuple[int, bool, bool, int, str], tuple[str, str, int]] | None = None
    for other, shown, stem, things in (
        *Word.objects.like(word, sound, NUMBERS.spelling_pool),
        *known,
    ):
        sounds_alike = sound_of(other) == sound
        # The same sound is not enough: « zzyzx » is not « six ».
        limit = max(allowed, len(word) // 2) if sounds_alike else allowed
        distance = OSA.distance(word, other, score_cutoff=limit)
        if other == word or distance > limit:
            continue
        rank = (distance, not sounds_alike, other[0] != word[0], -things, other)
        if best is None or rank < best[0]:
            best = rank, (shown, stem, things)
    if best is not None:
        return best[1]
    # Not a mistake, but the beginning of a word: « greno ».
    return Word.objects.beginning_with(word) if len(word) >= BEGINNING else None
