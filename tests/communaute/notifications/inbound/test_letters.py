"""Two hundred French mails, as people and programs write them: what is taken of each."""

import pytest

from communaute.notifications.enums import ReceivedState
from communaute.notifications.inbound.cutting import looks_automatic, read_words
from communaute.notifications.inbound.message import read_message
from communaute.notifications.models import Mail
from tests.mails import sent_mails

from .conftest import TEXT
from .letters import letters, raw

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


def test_the_author_of_what_looks_automatic_is_asked(letter, received, question, monique):
    assert received(letter(ABSENCE)) == ReceivedState.REFUSED
    assert not question.answers.exists()
    [mail] = sent_mails()
    assert mail.to == ["monique@example.org"]
    assert "ressemble à une réponse automatique" in mail.body
    assert ABSENCE in mail.body
    assert question.get_absolute_url() in mail.body


@pytest.mark.parametrize("subject", ["Message automatique : absence", "[Auto-Reply] Re: question"])
def test_an_automatic_subject_is_ignored_without_a_word(letter, received, question, subject):
    assert received(letter(ABSENCE, Subject=subject)) == ReceivedState.IGNORED
    assert not Mail.objects.exists()


SIGNED = """Oui, nous sommes raccordés depuis 2019.

Cordialement,
Monique Durand
Présidente du conseil syndical
Prix du raccordement sur demande
"""


@pytest.mark.parametrize(
    ("text", "is_told"), [(SIGNED, True), (f"{TEXT}\n\nCordialement,\nMonique", False)]
)
def test_the_lines_of_a_signature_are_told_to_their_author(
    letter, received, question, text, is_told
):
    """A name alone under a formula is not worth a word."""
    assert received(letter(text)) == ReceivedState.DONE
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
