import re

import pytest
from django.conf import settings

from socle.typography import typeset_html, typography

NB = "\u00a0"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Qui ? « Moi » : 5 %", f"Qui{NB}? «{NB}Moi{NB}»{NB}: 5{NB}%"),
        ("Oui ; non !", f"Oui{NB}; non{NB}!"),
        ("100 €", f"100{NB}€"),
        ("à 86 m du réseau, 420 kW, 5 minutes", f"à 86{NB}m du réseau, 420{NB}kW, 5 minutes"),
        ("10:30, https://exemple.fr", "10:30, https://exemple.fr"),
        (f"Déjà{NB}?", f"Déjà{NB}?"),
        ("L’accord de Robert C.. Rien de plus.", "L’accord de Robert C. Rien de plus."),
        ("Nous le disons à Élise É..", "Nous le disons à Élise É."),
        ("Robert C... Et puis..", "Robert C... Et puis.."),
        ("", ""),
    ],
)
def test_plain_text(typed, shown):
    assert typography(typed) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<p>Qui ?</p>", f"<p>Qui{NB}?</p>"),
        ("<p>« <b>Moi</b> »</p>", f"<p>«{NB}<b>Moi</b>{NB}»</p>"),
        ("<p><b>Coût</b> : 5 €</p>", f"<p><b>Coût</b>{NB}: 5{NB}€</p>"),
        ("<p>à 86 m du réseau</p>", f"<p>à 86{NB}m du réseau</p>"),
        ("<p>À Robert C..</p>", "<p>À Robert C.</p>"),
        ('<a href="/A../">Voir C..</a>', '<a href="/A../">Voir C.</a>'),
        ("<p>La ligne\n      ?</p>", f"<p>La ligne{NB}?</p>"),
        ('<a title="Qui ?" href="/?q=a ;b">Qui</a>', '<a title="Qui ?" href="/?q=a ;b">Qui</a>'),
    ],
)
def test_texts_of_a_page(typed, shown):
    assert typeset_html(typed) == shown


@pytest.mark.parametrize(
    "kept",
    [
        "<textarea name=body>Qui ? « Moi »</textarea>",
        '<input value="Qui ?">',
        "<script>const a = b ? c : d;</script>",
        '<script type="application/json">{"a" : 1}</script>',
        "<style>a :hover { color : red ; }</style>",
        "<pre>a ? b : c</pre>",
        "<code>a ? b</code>",
        "<!-- a ? -->",
    ],
)
def test_what_people_type_and_machines_read_is_left_alone(kept):
    assert typeset_html(f"<p>Ah !</p>{kept}<p>Oh !</p>") == f"<p>Ah{NB}!</p>{kept}<p>Oh{NB}!</p>"


def test_twice_is_once():
    page = "<p>« Qui ? » : moi !</p>"
    assert typeset_html(typeset_html(page)) == typeset_html(page)


def test_scripts_typeset_the_sentences_they_write():
    """A text of a script with a sign that must not begin a line goes through `typeset`."""
    sentence = re.compile(r"""(["`])([A-ZÀÉ](?:(?!\1).)*[\w’}] [:;?!»%€](?:(?!\1).)*)\1""")
    bare = [
        f"{path.name}: {words}"
        for path in sorted((settings.BASE_DIR / "static" / "js").rglob("*.js"))
        for line in path.read_text("utf-8").splitlines()
        if not line.lstrip().startswith(("//", "/*", "*")) and "typeset(" not in line
        for _, words in sentence.findall(line)
    ]
    assert bare == []
