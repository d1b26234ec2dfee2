"""The words of the person alone, in mails as the mailboxes of France write them."""

import time
from pathlib import Path

import pytest

from communaute.notifications.inbound.cutting import read_words
from communaute.notifications.inbound.message import read_message, text_of

MESSAGES = sorted((Path(__file__).parent / "messages").glob("*.eml"))


def test_a_mail_gives_the_words_of_the_person_alone():
    found = {one.stem: read_words(read_message(one.read_bytes()).text()).text for one in MESSAGES}
    assert len(found) >= 20
    assert found == {
        one.stem: one.with_suffix(".txt").read_text(encoding="utf-8").strip() for one in MESSAGES
    }


HOSTILE = {
    "attributions": "Le 03/02/2026 10:12 <a@b>\n" * 8_000,
    "labels": "De : x\n" * 30_000,
    "quotes": "> \n" * 70_000,
    "closings": "Cordialement\n" * 16_000,
    "one long line": "Le 3 mars 2026 à 10:12 " * 9_000 + "a écrit ",
    "dashes": "-" * 220_000,
    "formulas and sentences": "Cordialement\nMonique\nje suis là.\n" * 7_000,
    "names": "Merci\nMonique Durand\n" * 10_000,
    "a long name": "Cordialement " + "a." * 110_000 + "!",
    "a long word": "Oui.\nCordialement\n" + "a" * 220_000,
    "notices": "Ce message confidentiel\n" * 9_000,
    "a long notice": "Ce message " + "par erreur confidentiel " * 9_000,
    "empty lines": "Cordialement\n" + "\n" * 200_000,
    "quoted names": "Le 03/02/2026 à 10:12, X a écrit :\n" * 6_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_of_the_largest_size_takes_long(text):
    """A quadratic rule would take minutes here, and fail the run by its own limit of time."""
    started = time.process_time()
    read_words(text)
    assert time.process_time() - started < 30


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Un<p>Deux", "Un\n\nDeux"),
        ('<p class="MsoNormal">Un</p><p class="MsoNormal">Deux</p>', "Un\nDeux"),
        ("Un<br>Deux<br/><br>Trois", "Un\nDeux\n\nTrois"),
        ("<ul><li><p>un</p></li><li>deux</ul>fin", "- un\n- deux\nfin"),
        ("<div>Oui</div><blockquote><p>cité<div>encore</blockquote><div>non", "Oui\nnon"),
        ("<script>alert(1)</script><style>p{}</style>a &lt;b&gt; &eacute;", "a <b> é"),
        ("<div> " * 30_000 + "fond", "fond"),
        ("<!doctype <<<p", ""),
    ],
)
def test_html_becomes_text(html, text):
    assert text_of(html) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Oui.\n\n-- \nMonique", "Oui."),
        ("Oui.\n\nCordialement\nMonique Durand\n06 00 00 00 00", "Oui."),
        ("Oui.\n\nBien cordialement, Monique D.", "Oui."),
        # Only a signature may be left out: what is too long for one is kept.
        ("Oui.\nCordialement\n" + "mot " * 30, "Oui.\nCordialement\n" + ("mot " * 30).strip()),
        ("Je salue cordialement le syndic.", "Je salue cordialement le syndic."),
        ("- un\n- deux", "- un\n- deux"),
        ("> cité\n\nMa réponse", "Ma réponse"),
        ("Le 03/02/2026 à 10:12, X a écrit :\n> cité, coupé\npar une messagerie", ""),
        ("", ""),
        ("\ufeff\u200b \u00a0", ""),
    ],
)
def test_signatures_and_quotes(text, words):
    assert read_words(text).text == words
