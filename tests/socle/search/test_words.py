from concurrent.futures import ThreadPoolExecutor

import pytest
import snowballstemmer

from socle.search.results import extract, marked
from socle.search.words import compounds, sound_of, stem_of, stems, tokens
from socle.words import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Réseaux de chaleur classés", "reseau chaleur classe"),
        ("l’eau chaude", "LES EAUX CHAUDES"),
        ("assemblée générale", "assemblees generales"),
        ("e\u0301tude", "étude"),
        ("œuvre", "oeuvres"),
    ],
)
def test_plurals_accents_capitals_and_small_words_do_not_count(one, other):
    assert stems(one) == stems(other) != []


def test_acronyms_and_numbers_stay_whole():
    assert stems("CEE, ECS, AG, R1 et 7501C") == ["cee", "ecs", "ag", "r1", "7501c"]


@pytest.mark.parametrize("text", ["", "a", "de la", '"', "*", "%", "🔥", "\x00", "NEAR(", "—"])
def test_nonsense_has_few_words_and_never_a_sign(text):
    assert all(stem.isalnum() and stem.isascii() for stem in stems(text))


def test_a_word_knows_where_it_stands():
    text = "Le prix, à l’hiver"
    assert [text[token.start : token.end] for token in tokens(text)] == ["prix", "hiver"]


def test_what_is_hyphenated_is_also_one_word():
    assert [(token.folded, token.shown) for token in compounds("une Sous-station")] == [
        ("sousstation", "sous-station")
    ]
    assert compounds("7-8-9") == []


@pytest.mark.parametrize("typed", ["chofage", "chauffage", "chaufage"])
def test_what_sounds_alike(typed):
    assert sound_of(typed) == sound_of("chauffage")


def test_an_extract_marks_the_words_and_escapes_the_rest():
    text = "Début. " + "Du texte sans rapport. " * 30 + "<b>Le prix</b> & la facture de l’été."
    found = extract(text, {"prix", "factur"})
    assert "<mark>prix</mark>" in found
    assert "<mark>facture</mark>" in found
    assert "&lt;b&gt;" in found
    assert "<b>" not in found
    assert found.startswith("… ")
    assert len(found) < 320
    assert extract("Rien ici.", {"prix"}) == "Rien ici."
    assert marked("<i>Prix</i>", {"prix"}) == "&lt;i&gt;<mark>Prix</mark>&lt;/i&gt;"


def test_threads_do_not_give_each_other_the_letters_of_their_words():
    endings = ("issements", "ations", "euses", "ements", "ivité", "antes", "eraient", "iques")
    words = [fold(f"chauff{letter}{end}") for letter in "abcdefghijklmnop" for end in endings]
    alone = snowballstemmer.stemmer("french")
    right = [fold(alone.stemWord(word)) for word in words]

    def stem_all(_):
        return [stem_of.__wrapped__(word) for word in words]

    with ThreadPoolExecutor(4) as threads:
        assert all(given == right for given in threads.map(stem_all, range(60)))
