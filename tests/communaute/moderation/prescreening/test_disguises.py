import pytest

from communaute.moderation.prescreening.personal.disguises import squeezed, undisguise


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Vi\u0430gr\u200ba", "Viagra"),
        ("Ｃａｓｉｎｏ", "Casino"),
        ("𝓬𝓪𝓼𝓲𝓷𝓸", "casino"),
        ("c\u0301asino", "casino"),
        ("ca\u00adsi\u2060no\ufe0f", "casino"),
        ("ΚΑΣΙΝΟ", "KAΣINO"),
        ("④② ٠٦ 0️⃣", "42 06 0"),
        ("Œuf à 3\u202fh", "OEuf a 3 h"),
        ("Ligne\nsuivante", "Ligne\nsuivante"),
        ("", ""),
    ],
)
def test_disguises_come_off(typed, plain):
    assert undisguise(typed).text == plain


def test_each_character_knows_where_it_was_typed():
    typed = "a\u200bb\u0301c"
    plain = undisguise(typed)
    assert plain.text == "abc"
    assert plain.typed(0, 1) == (0, 2)
    assert plain.typed(1, 2) == (2, 4)
    assert plain.typed(2, 3) == (4, 5)
    assert plain.typed(3, 3) == (5, 5)


def test_a_word_is_read_however_it_is_written():
    typed = (
        *("viagra", "VIAGRA", "v i a g r a", "V.I.A.G.R.A", "v-i-a-g-r-a"),
        *("vi\u200bagra", "vı\u0430gra"),
    )
    read = {word: squeezed(f"Du {word} pas cher") for word in typed}
    assert read == dict.fromkeys(typed, "du viagra pas cher")


def test_single_letters_of_a_sentence_stay_apart():
    assert squeezed("Il y a l’eau à 55 °C") == "il y a l eau a 55 c"
