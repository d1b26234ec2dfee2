"""The sections of the home page. Their words begin as the service opened; what they show (an
ambassador, a question, a guide, a figure) comes by itself.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.images.blocks import ImageBlock

from .blocks import ProseBlock, TitleBlock
from .media_blocks import ActionBlock

WORDS_MAX = 240


class Drawing(models.TextChoices):
    """The drawings of the service, by the name of their file."""

    NETWORK = "etape-reseau", "Une rue et ses tuyaux"
    NEIGHBOURS = "etape-voisins", "Des voisins qui parlent"
    CONNECTION = "etape-raccordement", "Un immeuble raccordé"


def _title(words: str) -> TitleBlock:
    """The title of a section, as it begins."""
    return TitleBlock(label="Titre", max_length=120, default=words)


class AddressSection(blocks.StructBlock):
    """The test of an address, with the title of the page when it comes first."""

    label = TitleBlock(
        label="Ce que l’on demande", max_length=120, default="Testez l’adresse de votre immeuble"
    )
    promises = blocks.ListBlock(
        TitleBlock(label="Phrase", max_length=160),
        label="Ce que l’on obtient",
        max_num=5,
        default=[
            "La distance jusqu’au réseau le plus proche, et ce que cela change",
            "Les copropriétés de ce réseau qui ont accepté de vous répondre",
            "Gratuit, sans compte, et votre adresse n’est pas conservée",
        ],
    )

    class Meta:
        icon = "search"
        label = "Test d’adresse"
        template = "cms/home/address.html"


class HomeStepBlock(blocks.StructBlock):
    drawing = blocks.ChoiceBlock(
        label="Dessin", choices=Drawing.choices, default=Drawing.NETWORK, required=False
    )
    title = TitleBlock(label="Étape", max_length=80)
    text = TitleBlock(label="Ce qui se passe", max_length=WORDS_MAX)


class StepsSection(blocks.StructBlock):
    title = _title("Comment ça marche")
    steps = blocks.ListBlock(
        HomeStepBlock(),
        label="Étapes, dans l’ordre",
        min_num=2,
        max_num=4,
        default=[
            {
                "drawing": Drawing.NETWORK.value,
                "title": "Le réseau près de vous",
                "text": "Vous donnez une adresse. Nous mesurons la distance jusqu’aux tuyaux d’eau "
                "chaude qui passent sous les rues.",
            },
            {
                "drawing": Drawing.NEIGHBOURS.value,
                "title": "Des voisins qui l’ont fait",
                "text": "Des copropriétés raccordées à ce même réseau, les « ambassadeurs », vous "
                "racontent : le vote, le coût, le premier hiver.",
            },
            {
                "drawing": Drawing.CONNECTION.value,
                "title": "Ceux qui peuvent vous raccorder",
                "text": "L’exploitant du réseau étudie votre immeuble. L’agence locale de "
                "l’énergie vous conseille, sans rien vendre.",
            },
        ],
    )

    class Meta:
        icon = "list-ol"
        label = "Comment ça marche"
        template = "cms/home/steps.html"


class AmbassadorsSection(blocks.StructBlock):
    title = _title("Ils se sont raccordés")

    class Meta:
        icon = "group"
        label = "Ambassadeurs"
        template = "cms/home/ambassadors.html"


class QuestionsSection(blocks.StructBlock):
    title = _title("Les dernières questions")

    class Meta:
        icon = "help"
        label = "Dernières questions"
        template = "cms/home/questions.html"


class GuidesSection(blocks.StructBlock):
    title = _title("Des guides pour chaque étape")

    class Meta:
        icon = "list-ul"
        label = "Guides par étape"
        template = "cms/home/guides.html"


class FiguresSection(blocks.StructBlock):
    title = _title("Où nous en sommes")

    class Meta:
        icon = "order"
        label = "Chiffres du service"
        template = "cms/home/figures.html"


class TextSection(blocks.StructBlock):
    title = TitleBlock(label="Titre", max_length=120)
    text = ProseBlock(label="Texte")
    image = ImageBlock(label="Image", required=False)

    class Meta:
        icon = "pilcrow"
        label = "Texte et image"
        template = "cms/home/text.html"


class ActionSection(ActionBlock):
    class Meta:
        icon = "arrow-right-full"
        label = "Appel à agir"
        template = "cms/home/action.html"


class HomeBody(blocks.StreamBlock):
    """What the home page is made of. Each living section stands once."""

    address = AddressSection()
    steps = StepsSection()
    ambassadors = AmbassadorsSection()
    questions = QuestionsSection()
    guides = GuidesSection()
    figures = FiguresSection()
    text = TextSection()
    action = ActionSection()

    class Meta:
        block_counts = {
            name: {"max_num": 1}
            for name in (
                *("address", "steps", "ambassadors", "questions", "guides", "figures"),
                "action",
            )
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        late = [
            rank for rank, block in enumerate(cleaned) if rank and block.block_type == "address"
        ]
        if late:
            message = "Le test d’adresse porte le titre de la page : il vient en premier."
            raise StreamBlockValidationError(block_errors={late[0]: ValidationError(message)})
        return cleaned


FIRST = ("address", "steps", "ambassadors", "questions", "guides", "figures")


def first_sections() -> list[tuple[str, dict[str, object]]]:
    """The sections of a new home page, with the words each begins with."""
    return [(name, {}) for name in FIRST]


# What each reader gets made: the test says what was just done, questions come as they are asked.
MADE_EACH_TIME = {"address", "questions"}


@dataclass(frozen=True, slots=True)
class Section:
    """A block at its place; one section in two stands on another ground, but the first."""

    body: StreamValue
    position: int

    @property
    def block(self) -> Any:
        """Read when it is laid out only: what is kept costs nothing."""
        return self.body[self.position]

    @property
    def alternate(self) -> str:
        return "1" if self.position and self.position % 2 == 0 else ""


@dataclass(frozen=True, slots=True)
class Run:
    """Sections that follow one another; `is_for_all`: all their readers read the same."""

    is_for_all: bool
    sections: list[Section]

    @property
    def key(self) -> str:
        return str(self.sections[0].position)


def runs(body: StreamValue) -> list[Run]:
    """The sections of a page, in order."""
    kinds = [one["type"] for one in body.raw_data]
    by_kind = groupby(range(len(kinds)), lambda position: kinds[position] not in MADE_EACH_TIME)
    return [
        Run(is_for_all, [Section(body, position) for position in found])
        for is_for_all, found in by_kind
    ]
