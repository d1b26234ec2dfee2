import re
from io import StringIO
from time import process_time

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command

from communaute.questions.models import Answer, Question
from communaute.questions.tags import themes_of
from communaute.questions.text_pipeline.text import (
    RENDERER_VERSION,
    TAGS,
    clean_text,
    has_words,
    plain,
    render,
    same_text,
)
from tests.communaute.questions.factories import AnswerFactory


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[cliquez](javascript:alert(1))",
        "[cliquez](data:text/html;base64,PHNjcmlwdD4=)",
        "![image](https://example.org/pixel.png)",
        '<a href="https://example.org" onclick="x()">x</a>',
        "<style>body{display:none}</style>",
        '<div style="position:fixed">',
    ],
)
def test_nothing_dangerous_is_left(text):
    page = BeautifulSoup(render(text), "html.parser")

    assert {tag.name for tag in page.find_all()} <= TAGS
    assert all(set(tag.attrs) <= {"href", "rel", "start"} for tag in page.find_all())
    assert all(link["href"].startswith("https://") for link in page.select("a[href]"))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Voir https://www.ademe.fr/aides.", "https://www.ademe.fr/aides"),
        ("(https://example.org/a_b)", "https://example.org/a_b"),
        ("[le site](https://example.org)", "https://example.org"),
        ("<https://example.org/x>", "https://example.org/x"),
    ],
)
def test_web_addresses_are_marked_links(text, address):
    html = render(text)

    assert html.count("<a ") == 1
    assert f'href="{address}"' in html
    assert 'rel="nofollow ugc noopener"' in html


@pytest.mark.parametrize(
    "text",
    [
        *("[x](/moderation/)", "[x](//example.org)", "[x](ftp://a.b)"),
        # People are never links.
        *(
            "monique@example.org",
            "<monique@example.org>",
            "06 12 34 56 78",
            "[tél](tel:0612345678)",
        ),
    ],
)
def test_only_whole_web_addresses_become_links(text):
    assert "href" not in render(text)


def test_texts_are_compared_and_read_without_their_marks():
    assert same_text("Combien ça coûte ?", "combien ca COUTE")
    assert not same_text("Combien ça coûte ?", "Combien ça coûtait ?")
    assert plain(render("**Oui** & <non>\n\n- un")) == "Oui & <non>\n\nun"
    assert clean_text(" a\r\nb\rc \r\n") == "a\nb\nc"
    themes = {
        "Quel est le prix du R1 ?": ["Prix de la chaleur"],
        "Quelle majorité en AG pour les travaux ?": ["Assemblée générale", "Travaux"],
        "Qui peut m’aider dans ce pacte ?": [],
    }
    assert {text: themes_of(text) for text in themes} == themes


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "**Oui**\n\n- un\n- deux",
            "<p><strong>Oui</strong></p>\n<ul>\n<li>un</li>\n<li>deux</li>\n</ul>",
        ),
        ("un\ndeux", "<p>un<br>\ndeux</p>"),
        # Headings and indents do not break the page.
        ("# Titre", "<p><strong>Titre</strong></p>"),
        ("###### Le *prix*", "<p><strong>Le <em>prix</em></strong></p>"),
        ("Titre\n===\n#", "<p>Titre<br>\n===</p>\n<p></p>"),
        ("    quatre espaces", "<p>quatre espaces</p>"),
        # No line begins with a sign, nor ends with an opening quote.
        (
            "Quand ? « Demain » : oui !",
            "<p>Quand&nbsp;? «&nbsp;Demain&nbsp;»&nbsp;: oui&nbsp;!</p>",
        ),
        ("Vraiment\n? Oui", "<p>Vraiment&nbsp;? Oui</p>"),
        ("Il dit «\noui\n».", "<p>Il dit «&nbsp;oui&nbsp;».</p>"),
        ("**Combien** ?", "<p><strong>Combien</strong>&nbsp;?</p>"),
        ("« **oui** »  ; non", "<p>«&nbsp;<strong>oui</strong>&nbsp;»&nbsp;; non</p>"),
    ],
)
def test_markdown_of_every_day_with_french_punctuation(text, told):
    assert render(text) == told


def test_a_text_says_something_in_words():
    texts = {
        "a" * 24: False,
        "🔥" * 12: False,
        "?!" * 11: False,
        "haha haha haha haha": False,
        "Oui, c’est fait.": True,
        "Прекрасно": True,
    }
    assert {text: has_words(text) for text in texts} == texts


BOMBS = {
    "quotes in quotes": ">" * 10_000,
    "quotes, spaced": "> " * 5_000 + "x",
    "lists in lists": "- " * 5_000 + "x",
    "numbers in numbers": "1. " * 3_300 + "x",
    "brackets": "[" * 10_000,
    "links in links": "[a](" * 2_500,
    "closed links": "[" * 5_000 + "]" * 5_000,
    "stars": "*" * 10_000,
    "stars apart": "* " * 5_000,
    "stars around": "*a " * 3_333,
    "underscores": "_a__ " * 2_000,
    "ticks": "".join("`" * n + " " for n in range(1, 140)),
    "a huge table": "|a|b|\n|-|-|\n" + "|x|y|\n" * 1_600,
    "entities": "&amp;" * 2_000,
    "addresses": "https://a.fr " * 760,
    "headings": "# a\n" * 2_500,
    "quotes and lists": "> - " * 2_500 + "x",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_gives_a_bounded_page_in_a_bounded_time(name):
    text = BOMBS[name][:10_000]
    before = process_time()
    html = render(text)
    assert process_time() - before < 5
    assert len(html) < 60 * len(text)
    page = BeautifulSoup(html, "html.parser")
    assert max((len(list(tag.parents)) for tag in page.find_all()), default=0) < 60
    assert not page.find(re.compile("^h[1-6]$|table"))


@pytest.mark.django_db
def test_old_texts_are_rendered_again_once():
    old = AnswerFactory(
        body="# Le prix\n\n**900 €**", body_html="<p>ancien</p>", renderer_version=1
    )
    Question.objects.update(renderer_version=RENDERER_VERSION, body_html="<p>tel quel</p>")
    with pytest.raises(CommandError, match="1 texte"):
        call_command("render_again", check=True)
    assert Answer.objects.get().body_html == "<p>ancien</p>"

    call_command("render_again", stdout=StringIO())

    old.refresh_from_db()
    assert old.body_html == "<p><strong>Le prix</strong></p>\n<p><strong>900 €</strong></p>"
    assert Question.objects.get().body_html == "<p>tel quel</p>"
    call_command("render_again", check=True, stdout=StringIO())
