"""One spelling for all: what people type and what the register writes meet here."""

import re
import unicodedata
from functools import lru_cache

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_NOT_WORD = re.compile(r"[^a-z0-9]+")
# Words that say nothing of a subject: asked for, they would match everything.
STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a ai au aux avec ce ces comment d dans de des du elle en est et il ils j je l la le "
        "les leur ma mes mon n ne nos notre nous on ou par pas pour qu que qui quoi s sa se "
        "ses si son sont sur ta te tu un une vos votre vous y",
    )
)
# Said in any question, whatever it is about: they tell two texts apart no better.
VAGUE_WORDS = frozenset(
    re.findall(
        r"\w+",
        "alors apres aucun aussi autre avant avez avoir avons bien bonjour car cette ceux "
        "chez comme depuis deux doit donc dont elles encore entre etait ete etes etre faire "
        "fait faut leurs mais meme merci moins ont oui peut peux plus pourquoi pouvez quand "
        "quel quelle quelles quels sans sous suis tous tout toute toutes tres",
    )
)
_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}

# Signs of Unicode that nobody sees: they turn around what follows to the end of the line, or make
# a text out of nothing. Joiners of emojis stay.
_HIDDEN = dict.fromkeys(
    [
        *(*range(0x202A, 0x202F), *range(0x2066, 0x206A)),
        *(0x200B, 0x200E, 0x200F, 0x061C, *range(0x2060, 0x2065), 0xFEFF, 0x180E),
        *(0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800),
    ]
)


# No « d’ » before a Y that glides into a vowel: d’Yves, de Yannick; nor before an H, but the mute
# one that begins French names: d’Huguette, d’Hélène, de Hassan.
_ELIDED = re.compile(r"[aeiou]|y[^aeiou]|h(adr|e[clnr]|i[lp]|o[nr]|u[bg]|y)")
# « Le Mans » is « du Mans » and « au Mans »: the article melts into the word before it.
_CONTRACTED = (("Le ", "du ", "au "), ("Les ", "des ", "aux "))


def without_hidden(text: str) -> str:
    """A text without the signs that nobody sees, those that turn a line around among them."""
    return text.translate(_HIDDEN)


@lru_cache(5_000)
def after_de(name: str) -> str:
    """A name after « de »: d’Échirolles, d’Odette, du Mans, des Lilas, de La Rochelle, de Yann."""
    for article, contracted, _ in _CONTRACTED:
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"d’{name}" if _ELIDED.match(normalise(name)) else f"de {name}"


def after_a(name: str) -> str:
    """A commune after « à »: à Grenoble, au Mans, aux Lilas, à La Rochelle."""
    for article, _, contracted in _CONTRACTED:
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"à {name}"


def network(name: str) -> str:
    """A network in a sentence, after its article: réseau « Sodien », but réseau principal, for a
    name that begins with the word already."""
    first, _, rest = name.partition(" ")
    return f"réseau {rest}" if fold(first) == "reseau" and rest else f"réseau « {name} »"


def fold(text: str) -> str:
    """Lower case, without accents nor ligatures: « Étude de la chaudière » → « etude de la… »."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def normalise(text: str) -> str:
    """Return `text` in lower case, without accents, hyphens or apostrophes, "St" written out.

    Words are separated by one space; everything that is neither letter nor digit is a separator.
    >>> normalise("St-Étienne")
    'saint etienne'
    """
    words = _NOT_WORD.sub(" ", fold(text)).split()
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)
