import re

import pytest
from django.conf import settings
from django.template import Context, Template

from socle.words import after_a, after_de, network, normalise, without_hidden


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Saint-Étienne", "saint etienne"),
        ("St Etienne", "saint etienne"),
        ("STE-MAXIME", "sainte maxime"),
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("Œuilly", "oeuilly"),
        ("  Paris   12e ", "paris 12e"),
        ("Est", "est"),
        ("🙂 %_", ""),
        ("", ""),
    ],
)
def test_normalise(text, expected):
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("name", "of", "at"),
    [
        ("Grenoble", "de Grenoble", "à Grenoble"),
        ("Échirolles", "d’Échirolles", "à Échirolles"),
        ("Œuilly", "d’Œuilly", "à Œuilly"),
        ("Le Mans", "du Mans", "au Mans"),
        ("Les Lilas", "des Lilas", "aux Lilas"),
        ("La Rochelle", "de La Rochelle", "à La Rochelle"),
        ("L’Haÿ-les-Roses", "de L’Haÿ-les-Roses", "à L’Haÿ-les-Roses"),
        ("Lens", "de Lens", "à Lens"),
        ("Yvetot", "d’Yvetot", "à Yvetot"),
    ],
)
def test_a_commune_after_a_preposition(name, of, at):
    assert (after_de(name), after_a(name)) == (of, at)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Odette P.", "d’Odette P."),
        ("Élise", "d’Élise"),
        ("Yves", "d’Yves"),
        ("Yannick", "de Yannick"),
        ("Huguette M.", "d’Huguette M."),
        ("Hélène", "d’Hélène"),
        ("Hadrien", "d’Hadrien"),
        ("Hervé", "d’Hervé"),
        ("Hyères", "d’Hyères"),
        ("Hassan", "de Hassan"),
        ("Hicham", "de Hicham"),
        ("Hans", "de Hans"),
        ("Paul & Co", "de Paul &amp; Co"),
        ("Agence de l’énergie", "d’Agence de l’énergie"),
        ("Le Belledonne", "du Belledonne"),
        ("un ancien membre", "d’un ancien membre"),
    ],
)
def test_a_name_after_de_in_a_template(name, said):
    assert Template("{{ name|de }}").render(Context({"name": name})) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Sodien", "réseau « Sodien »"),
        ("Réseau principal", "réseau principal"),
        ("RESEAU DE CHALEUR DU MIRAIL", "réseau DE CHALEUR DU MIRAIL"),
        ("Réseau", "réseau « Réseau »"),
        ("Réseaux de l’Est", "réseau « Réseaux de l’Est »"),
    ],
)
def test_a_network_is_not_said_twice(name, said):
    assert network(name) == said


def test_no_template_writes_de_before_a_name_without_the_filter():
    """Of a person, an organisation or a copropriété; the service's own name is chosen once."""
    names = r"[\w.]*(?:name|residence|organisation|asker|question_by|authority|other)"
    bare = re.compile(rf"(?<!\w)de (?:<strong>)?{{{{ (?!SERVICE\.|service_)({names}) }}}}")
    found = {
        (path.name, one[1])
        for path in (settings.BASE_DIR / "templates").rglob("*")
        if path.suffix in {".html", ".txt"}
        for one in bare.finditer(path.read_text())
    }
    assert found == set()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Prix \u202eed", "Prix ed"),
        ("a\u2066b\u2069\u202ac", "abc"),
        ("\u200b\u3164", ""),
        ("\u200f12\u200e", "12"),
        ("l’été, à 5 €", "l’été, à 5 €"),
    ],
)
def test_signs_that_nobody_sees_are_taken_out(typed, kept):
    assert without_hidden(typed) == kept
