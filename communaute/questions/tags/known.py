"""The tags people may choose, found by their name or another word; themes found in a question."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches

from django.db.models import Count
from taggit.models import Tag

from socle.words import normalise

from ..models import TagSynonym

PROPOSED = 5
CLOSE = 0.6


@dataclass(frozen=True)
class KnownTags:
    """All names, read once (two queries): {word as it is compared: name of the tag}."""

    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls) -> KnownTags:
        names = {normalise(name): name for name in THEMES}
        names |= {normalise(name): name for name in Tag.objects.values_list("name", flat=True)}
        names |= dict(TagSynonym.objects.values_list("word", "tag__name"))
        return cls(names)

    def find(self, word: str) -> str | None:
        """The tag that this word names, or None."""
        return self.names.get(normalise(word))

    def close_to(self, word: str) -> list[str]:
        """At most three tags written nearly so, the closest first."""
        close = get_close_matches(normalise(word), self.names, n=3, cutoff=CLOSE)
        return list(dict.fromkeys(self.names[one] for one in close))

    def resolve(self, words: list[str]) -> list[str]:
        """Tags of these words, each once; a word that names none is left as it is."""
        return list(dict.fromkeys(self.find(word) or word for word in words))


def proposed_for(text: str) -> list[str]:
    """Tags proposed for a text: its themes, and the tags it names, five at most."""
    known = KnownTags.read()
    said = f" {normalise(text)} "
    named = [name for word, name in known.names.items() if word and f" {word} " in said]
    return list(dict.fromkeys([*known.resolve(themes_of(text)), *named]))[:PROPOSED]


def tag_at(slug: str) -> Tag | None:
    """The tag of a page, or the one that took its place when it was merged."""
    tag = Tag.objects.filter(slug=slug).first()
    if tag is None and slug:
        synonym = TagSynonym.objects.filter(slug=slug).select_related("tag").first()
        tag = synonym.tag if synonym else None
    return tag


def tags_for_editors() -> list[Tag]:
    """All tags with their `uses` by questions and guides, the most used first: one query."""
    uses = Count("taggit_taggeditem_items", distinct=True) + Count(
        "cms_guidetag_items", distinct=True
    )
    return list(Tag.objects.annotate(uses=uses).order_by("-uses", "name"))


# Beginnings of words (normalised) that announce each theme.
THEMES: dict[str, tuple[str, ...]] = {
    "Prix de la chaleur": ("prix", "cout", "tarif", "facture", "r1", "r2", "abonnement"),
    "Aides financières": (
        "aides",
        "subvention",
        "cee",
        "prime",
        "financement",
        "eco pret",
        "ademe",
    ),
    "Assemblée générale": ("assemblee", "ag", "vote", "voter", "majorite", "resolution"),
    "Travaux": ("travaux", "chantier", "sous station", "sousstation", "tranchee", "echangeur"),
    "Classement et PDP": ("classe", "classement", "pdp", "obligation", "obligatoire", "perimetre"),
    "Chauffage individuel": ("individuel", "radiateurs electriques", "chaudiere individuelle"),
    "Eau chaude": ("eau chaude", "ecs", "ballon"),
    "Syndic": ("syndic", "conseil syndical"),
    "Pompe à chaleur": ("pompe a chaleur", "pac"),
    "Confort et pannes": ("panne", "froid", "temperature", "bruit", "confort", "coupure"),
    "Environnement": ("co2", "carbone", "ecologique", "renouvelable", "biomasse", "incineration"),
}
_WHOLE_WORDS_UP_TO = 3
MAX_THEMES = 3


def themes_of(text: str) -> list[str]:
    """At most three themes of a text, in the order of `THEMES`."""
    words = f" {normalise(text)} "
    found = [
        theme
        for theme, starts in THEMES.items()
        if any(
            f" {start} " in words if len(start) <= _WHOLE_WORDS_UP_TO else f" {start}" in words
            for start in starts
        )
    ]
    return found[:MAX_THEMES]
