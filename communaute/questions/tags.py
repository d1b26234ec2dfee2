"""Tags of a question: found in its words, chosen by people, kept in order by editors.

Keeping tags in order: created, given other words, merged. By editors; each act is logged.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from taggit.models import Tag, TaggedItem
from wagtail.log_actions import log

from cms.indexed import GUIDES
from cms.models import GuideTag
from communaute.comptes.models import User
from socle.forms import PlainForm
from socle.public_pages import touch_public_pages
from socle.search.indexer import index
from socle.words import normalise

from . import perms
from .errors import TagRefused
from .models import Question, TagSynonym
from .numbers import NUMBERS
from .search import KEY

CREATED, SYNONYM, MERGED = (f"questions.tag_{act}" for act in ("created", "synonym", "merged"))


@transaction.atomic
def create_tag(*, actor: User, name: str) -> Tag:
    """A tag that people may choose from now on. Raises TagRefused."""
    name = _checked(actor, name)
    if KnownTags.read().find(name):
        raise TagRefused(f"« {name} » est déjà un mot-clé, ou le synonyme d’un mot-clé.")
    tag = Tag.objects.create(name=name)
    log(instance=tag, action=CREATED, user=actor, data={"name": name})
    touch_public_pages()
    return tag


@transaction.atomic
def add_synonym(*, actor: User, tag: Tag, name: str) -> TagSynonym:
    """Another word for a tag; again changes nothing. Raises TagRefused for a tag's own name."""
    name = _checked(actor, name)
    word = normalise(name)
    if known := TagSynonym.objects.filter(word=word, tag=tag).first():
        return known
    if KnownTags.read().find(name):
        raise TagRefused(f"« {name} » est déjà un mot-clé, ou le synonyme d’un autre.")
    synonym = TagSynonym.objects.create(word=word, name=name, tag=tag)
    log(instance=tag, action=SYNONYM, user=actor, data={"name": name})
    touch_public_pages()
    return synonym


@transaction.atomic
def merge_tags(*, actor: User, source: Tag, target: Tag) -> int:
    """All that has `source` gets `target`, of which it becomes another word: whoever types it, or
    opens its page, finds `target`. Returns how many contents moved. Raises TagRefused.
    """
    _check_may(actor)
    if source.pk == target.pk:
        raise TagRefused("Choisissez un autre mot-clé : celui-ci est le même.")
    list(Tag.objects.select_for_update().filter(pk__in=[source.pk, target.pk]).order_by("pk"))
    tagged = _tagged(source)
    guides = list(GuideTag.objects.filter(tag=source).values_list("content_object_id", flat=True))
    moved = _move_items(source, target) + _move_guides(source, target)
    TagSynonym.objects.filter(tag=source).update(tag=target)
    TagSynonym.objects.update_or_create(
        word=normalise(source.name),
        defaults={"name": source.name, "slug": source.slug, "tag": target},
    )
    log(instance=target, action=MERGED, user=actor, data={"name": source.name, "moved": moved})
    source.delete()
    index(KEY, tagged)
    index(GUIDES, guides)
    touch_public_pages()
    return moved


def _tagged(tag: Tag) -> list[int]:
    """Keys of the questions that have this tag, which the search knows by it."""
    items = TaggedItem.objects.filter(
        tag=tag, content_type=ContentType.objects.get_for_model(Question)
    )
    return list(items.values_list("object_id", flat=True))


def _move_items(source: Tag, target: Tag) -> int:
    moved = 0
    for item in TaggedItem.objects.filter(tag=source):
        same = {"content_type_id": item.content_type_id, "object_id": item.object_id}
        _, created = TaggedItem.objects.get_or_create(tag=target, **same)
        moved += created
    return moved


def _move_guides(source: Tag, target: Tag) -> int:
    moved = 0
    for item in GuideTag.objects.filter(tag=source):
        _, created = GuideTag.objects.get_or_create(
            tag=target, content_object_id=item.content_object_id
        )
        moved += created
    return moved


def _check_may(actor: User) -> None:
    if not perms.can_keep_tags(actor):
        raise TagRefused("Seules les personnes qui publient les guides rangent les mots-clés.")


def _checked(actor: User, name: str) -> str:
    _check_may(actor)
    name = " ".join(name.split())
    if not normalise(name) or len(name) > NUMBERS.tag_characters_max:
        raise TagRefused(f"Écrivez un mot-clé de {NUMBERS.tag_characters_max} caractères au plus.")
    return name


# Tags chosen on a form, and what editors type to keep them in order.


class TagsInput(forms.TextInput):
    """One line, tags separated by commas; several fields of this name (boxes) count as one."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        several = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""]
        return ", ".join(str(one) for one in several if one)

    def format_value(self, value: Any) -> str | None:
        return ", ".join(value) if isinstance(value, list | tuple) else super().format_value(value)


class TagsField(forms.CharField):
    """Tags that exist; its clean value is the list of their names, each once."""

    widget = TagsInput

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        text = super().clean(value)
        words = [" ".join(one.split()).lstrip("#") for one in text.replace(";", ",").split(",")]
        words = list(dict.fromkeys(word for word in words if word))
        longest = NUMBERS.tag_characters_max
        if any(len(word) > longest for word in words):
            message = f"Un mot-clé a {longest} caractères au plus. Séparez-les par des virgules."
            raise ValidationError(message, code="too_long")
        if not words:
            return []
        known = KnownTags.read()
        if errors := [_unknown(word, known) for word in words if not known.find(word)]:
            raise ValidationError(errors[: NUMBERS.tags_max])
        names = known.resolve(words)
        if len(names) > NUMBERS.tags_max:
            message = f"Choisissez {NUMBERS.tags_max} mots-clés au plus."
            raise ValidationError(message, code="too_many")
        return names


def _unknown(word: str, known: KnownTags) -> str:
    close = known.close_to(word)
    advice = f"Choisissez « {close[0]} », ou retirez-le." if close else "Retirez-le."
    return f"« {word} » n’est pas un mot-clé du site. {advice}"


class TagNameForm(PlainForm):
    """A new tag, or another word for one."""

    name = forms.CharField(
        label="Mot-clé",
        max_length=NUMBERS.tag_characters_max,
        error_messages={"required": "Écrivez un mot-clé."},
    )


class MergeForm(PlainForm):
    """The tag that takes the place of another."""

    target = forms.ModelChoiceField(
        Tag.objects.order_by("name"),
        label="Fusionner avec",
        error_messages={"required": "Choisissez le mot-clé qui reste."},
    )


# The tags people may choose, found by their name or another word; themes found in a question.


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
