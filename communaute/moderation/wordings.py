"""Ready-made wordings of the reasons: snippets that the team edits, version by version.

A ready-made wording, in `/gestion/`.
"""

import re
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin

from cms.rules import UnknownRule
from socle.concurrent_edits import SharedAdminForm

from .enums import NoticeCategory
from .reasons import GENERAL, HOLE, LAWS, PASSAGE, STARTERS, CannedReason, resolve


class Wording(DraftStateMixin, RevisionMixin, models.Model):
    """A usual reason to act: the rule it rests on and the facts, with « … » left to complete.

    Each publication is a revision that stays readable; a statement keeps the words it was sent
    with.
    """

    key = models.SlugField(
        "identifiant", max_length=40, unique=True, help_text="Un mot sans espace. Ne change plus."
    )
    title = models.CharField(
        "nom", max_length=80, help_text="Ce que le modérateur lit dans la liste."
    )
    category = models.CharField("raison signalée", max_length=12, choices=NoticeCategory)
    rule = models.CharField(
        "règle ou loi",
        max_length=40,
        help_text="Le numéro d’une règle (3.2, C1), ou le code d’une loi (code-civil-9).",
    )
    facts = models.TextField(
        "les faits, expliqués à l’auteur",
        max_length=1000,
        help_text="Sans reproche. « … » marque la place du passage que le modérateur cite ; sans "
        "elle, le passage est cité à la fin.",
    )
    example = models.TextField(
        "exemple", max_length=600, blank=True, help_text="Un cas où cette raison convient."
    )

    base_form_class = SharedAdminForm
    panels = [
        MultiFieldPanel(
            [FieldPanel("key"), FieldPanel("title"), FieldPanel("category")], heading="Où"
        ),
        FieldPanel("rule"),
        FieldPanel("facts"),
        FieldPanel("example"),
    ]

    class Meta:
        verbose_name = "motif rédigé"
        verbose_name_plural = "motifs rédigés"
        ordering = ["category", "title", "pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.key == GENERAL.key:
            message = "« Autre raison » est déjà dans la liste, sans règle : prenez un autre mot."
            raise ValidationError({"key": message})
        try:
            resolve(self.rule)
        except UnknownRule as error:
            known = ", ".join(LAWS)
            message = f"{error} Les lois connues : {known}."
            raise ValidationError({"rule": message}) from error


# Which ready-made wordings there are; until the team has its own, those of `reasons.py`.


def wordings() -> list[CannedReason]:
    """The published wordings, in the order of the list (one query), then the general one."""
    kept = Wording.objects.filter(live=True).exclude(key=GENERAL.key)
    names = ("key", "title", "category", "rule", "facts", "example")
    return [*([CannedReason(**row) for row in kept.values(*names)] or STARTERS), GENERAL]


def wording_for(key: str, known: list[CannedReason] | None = None) -> CannedReason:
    """The wording of that key, else the first of that category of notice, else the general one."""
    known = wordings() if known is None else known
    of_key = (one for one in known if one.key == key)
    of_category = (one for one in known if one.category == key)
    return next(of_key, None) or next(of_category, GENERAL)


def category_of(code: str) -> str:
    """The category of the first wording that rests on this rule or law."""
    known = next((one.category for one in wordings() if one.rule == code), "")
    return known or (NoticeCategory.ILLEGAL.value if code in LAWS else NoticeCategory.OTHER.value)


def create_starter_wordings() -> list[str]:
    """Create them when there is none at all; returns their titles. An edit is never undone."""
    if Wording.objects.exists():
        return []
    for one in STARTERS:
        wording = Wording(**asdict(one))
        wording.save()
        wording.save_revision().publish()
    return [one.title for one in STARTERS]


# What a statement of reasons must hold before it may leave.


_QUOTED = re.compile(r"«\s*(.+?)\s*»|\"([^\"]+)\"|“([^”]+)”", re.S)
_MARKS = re.compile(r"[\W_]+")
_LINK = re.compile(r"\]\([^)\s]*\)")
_OPENING, _CLOSING = re.compile(r"«\s*"), re.compile(r"\s*»")
# The place of the passage in a ready-made wording.
_PLACE = re.compile(r"«\s…\s»")

HAS_HOLE = "Remplacez « … » par le passage ou la raison."
NO_PASSAGE = (
    "Citez entre « » les mots du texte qui posent problème : l’auteur doit savoir lesquels."
)


def fault_of(facts: str, text: str) -> str:
    """Why these facts cannot be sent, in words for the moderator; "" when they can.

    `text` is what the author wrote: what is quoted must be in it, but for spaces, capitals and
    marks.
    """
    if HOLE.search(facts):
        return HAS_HOLE
    return "" if quotes(facts, text) else NO_PASSAGE


def quotes(facts: str, text: str) -> bool:
    """Whether the facts quote words of the text."""
    return any(holds(text, passage) for passage in quoted(facts))


def quoted(facts: str) -> list[str]:
    """The passages between quotation marks."""
    return [found for groups in _QUOTED.findall(facts) if (found := "".join(groups).strip(" …"))]


def holds(text: str, passage: str) -> bool:
    """Whether these words are in the text, as it is written or as the site shows it."""
    words = _flat(passage)
    if not words:
        return bool(passage.strip()) and passage.strip() in text
    return any(words in _flat(one) for one in (text, _LINK.sub(" ", text)))


def with_passage(facts: str, passage: str) -> str:
    """The facts with the passage quoted: where they leave its place, else at their end; what it
    quotes itself goes between marks of the second level."""
    facts, passage = facts.strip(), " ".join(passage.split())
    if not passage or passage in facts:
        return facts
    passage = _CLOSING.sub("”", _OPENING.sub("“", passage))
    if passage in facts:
        return facts
    cited = f"« {passage} »"
    if _PLACE.search(facts):
        return _PLACE.sub(lambda _: cited, facts, count=1)
    return f"{facts} {_PLACE.sub(lambda _: cited, PASSAGE)}".strip()


def _flat(text: str) -> str:
    return _MARKS.sub(" ", text).strip().casefold()
