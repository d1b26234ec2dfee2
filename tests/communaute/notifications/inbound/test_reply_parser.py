"""The words of the person alone, in mails as the mailboxes of France write them."""

import time
from pathlib import Path

import pytest

from communaute.notifications.enums import ReceivedState
from communaute.notifications.inbound.message import read_message, text_of
from communaute.notifications.inbound.reply_parser import looks_automatic, read_words
from communaute.notifications.inbound.services import receive
from communaute.notifications.models import Mail
from tests.communaute.notifications.inbound.conftest import TEXT
from tests.communaute.notifications.inbound.letters import letters, raw
from tests.mails import sent_mails

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


# --- As people and programs write them ------------------------------------------------------------


LETTERS = letters()
EXACT_AT_LEAST = 0.98


def taken(letter):
    return read_words(read_message(raw(letter)).text()).text


def test_nearly_all_give_exactly_what_was_typed():
    names = [letter["name"] for letter in LETTERS]
    assert len(set(names)) == len(names) >= 170
    written = [letter for letter in LETTERS if "expected" in letter]
    wrong = [one["name"] for one in written if taken(one) != one["expected"].strip()]
    assert len(wrong) <= len(written) * (1 - EXACT_AT_LEAST), wrong


def test_nothing_typed_is_lost_silently():
    """Each expected line is taken, or told to its author."""
    lost = {}
    for letter in LETTERS:
        words = read_words(read_message(raw(letter)).text())
        said = " ".join(f"{words.text} {words.left_out}".split())
        typed = letter.get("expected", "").split("\n")
        lost[letter["name"]] = [line for line in typed if " ".join(line.split()) not in said]
    assert {name: lines for name, lines in lost.items() if lines} == {}


def test_an_automatic_answer_without_headers_is_put_aside_and_no_person_is_taken_for_one():
    wrong = [
        letter["name"]
        for letter in LETTERS
        if letter.get("fate") != "ignored"
        and looks_automatic(read_message(raw(letter)), taken(letter))
        != (letter.get("fate") == "asked")
    ]
    assert wrong == []


ABSENCE = "Je suis absente jusqu’au 12 août. En cas d’urgence, contactez le standard."


def test_the_author_of_what_looks_automatic_is_asked(letter, question):
    assert receive(letter(ABSENCE)) == ReceivedState.REFUSED
    assert not question.answers.exists()
    [mail] = sent_mails()
    assert mail.to == ["monique@example.org"]
    assert "ressemble à une réponse automatique" in mail.body
    assert ABSENCE in mail.body
    assert question.get_absolute_url() in mail.body


@pytest.mark.parametrize("subject", ["Message automatique : absence", "[Auto-Reply] Re: question"])
def test_an_automatic_subject_is_ignored_without_a_word(letter, subject):
    assert receive(letter(ABSENCE, Subject=subject)) == ReceivedState.IGNORED
    assert not Mail.objects.exists()


SIGNED = """Oui, nous sommes raccordés depuis 2019.

Cordialement,
Monique Durand
Présidente du conseil syndical
Prix du raccordement sur demande
"""


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("text", "is_told"), [(SIGNED, True), (f"{TEXT}\n\nCordialement,\nMonique", False)]
)
def test_the_lines_of_a_signature_are_told_to_their_author(letter, question, text, is_told):
    """A name alone under a formula is not worth a word."""
    assert receive(letter(text)) == ReceivedState.DONE
    assert question.answers.get().body == text.partition("\n\nCordialement")[0]
    [done] = [mail for mail in sent_mails() if mail.to == ["monique@example.org"]]
    lines = "> Monique Durand\n> Présidente du conseil syndical\n> Prix du raccordement"
    for said in (lines, "modifiez votre texte sur le site", "n’ont pas été reprises"):
        assert (said in done.body) is is_told


HEAD = "De : a@b.fr\nÀ : c@d.fr\nObjet : x"


@pytest.mark.parametrize(
    ("text", "words", "left_out"),
    [
        ("Deux choses.\n> 50 lots\n> 3 escaliers", "Deux choses.", "> 50 lots\n> 3 escaliers"),
        ("Oui.\n--\nEt non.", "Oui.", "Et non."),
        ("Merci\nSamedi", "Merci", "Samedi"),
        ("Oui.\nCordialement\nMonique", "Oui.", ""),
        ("Oui.\n\nEnvoyé de mon iPhone", "Oui.", ""),
        ("Oui.\n\nDe : a@b.fr\nÀ : c@d.fr\nObjet : x\nNon.", "Oui.", f"{HEAD}\nNon."),
    ],
)
def test_what_is_left_out_and_may_have_been_typed(text, words, left_out):
    read = read_words(text)
    assert (read.text, read.left_out) == (words, left_out)
