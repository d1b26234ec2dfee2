"""The twelve flat blocks of a guide, and the two of the legal pages.

One template per block in `templates/cms/blocks/`. Nothing nests deeper than a list in a block.
What a draft lacks is asked when it is published: no rule of ours stops a save on the way.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from socle.facts_registry.selectors import UnknownFact, fact
from socle.facts_registry.shape import FEATURE, cites_in_a_link

from .enums import CalloutKind
from .facts import fact_choices, fact_label
from .media_blocks import ActionBlock, VideoBlock
from .media_blocks.pictures import detail_of
from .text import FACT_TOKEN, anchor_of, unknown_facts

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]
TABLE_MAX_COLUMNS = 6


class ProseBlock(blocks.RichTextBlock):
    """Rich text without titles nor embeds; a figure is chosen in a list, or typed `[fait:cle]`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", [*TEXT_FEATURES, FEATURE])
        super().__init__(**kwargs)

    @cached_property
    def field(self) -> forms.CharField:
        # Its converters need the models of every room.
        from .facts.chooser import ChipTextArea

        widget = ChipTextArea(features=self.features)
        return forms.CharField(widget=widget, **self.field_options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not self.is_deferred_validation:
            refuse_unknown_facts(text.source)
            if cites_in_a_link(text.source):
                raise ValidationError("Un chiffre mène déjà à sa source : sortez-le du lien.")
        return text


class QuotingTextBlock(blocks.TextBlock):
    """Plain text where a figure may be quoted as `[fait:cle]`."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not self.is_deferred_validation:
            refuse_unknown_facts(text)
        return text


class TitleBlock(blocks.CharBlock):
    """A title: the code of a figure would be shown as it is typed."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not self.is_deferred_validation:
            refuse_codes(text)
        return text


def refuse_unknown_facts(text: str) -> None:
    """Raise ValidationError, naming them, when a text quotes figures that do not exist."""
    unknown = unknown_facts(text)
    if unknown:
        raise ValidationError(f"Ce chiffre n’existe pas : {', '.join(unknown)}.")


def refuse_codes(text: str) -> None:
    """Raise ValidationError when a text that quotes no figure holds the code of one."""
    if FACT_TOKEN.search(text):
        message = "Le code d’un chiffre ne se lit pas ici\u00a0: citez-le dans le texte."
        raise ValidationError(message)


class FactChoiceBlock(blocks.ChoiceBlock):
    """One figure, searched by its own label: Wagtail would write those of all to find it."""

    def get_searchable_content(self, value: Any) -> list[str]:
        try:
            return [fact_label(fact(value))] if value else []
        except UnknownFact:
            return []


class FactBlock(blocks.StructBlock):
    facts = blocks.ListBlock(
        FactChoiceBlock(choices=fact_choices, label="Chiffre"),
        min_num=1,
        max_num=4,
        label="Chiffres",
    )

    class Meta:
        icon = "order"
        label = "Chiffres sourcés"
        template = "cms/blocks/fact.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["facts"], context["unknown"] = [], []
        # A draft holds figures that are not chosen yet.
        for key in filter(None, value["facts"]):
            try:
                context["facts"].append(fact(key))
            except UnknownFact:
                context["unknown"].append(key)
        return context


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label="Image")
    caption = blocks.CharBlock(label="Légende et crédit", required=False, max_length=200)

    class Meta:
        icon = "image"
        label = "Image"
        template = "cms/blocks/picture.html"


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(choices=CalloutKind.choices, default="info", label="Nature")
    title = TitleBlock(label="Titre", required=False, max_length=100)
    text = ProseBlock(label="Texte")

    class Meta:
        icon = "info-circle"
        label = "Encadré"
        template = "cms/blocks/callout.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        known = value["kind"] in CalloutKind.values
        kind = CalloutKind(value["kind"]) if known else CalloutKind.INFO
        return context | {"kind": kind.value, "kind_label": kind.label}


class StepBlock(blocks.StructBlock):
    title = TitleBlock(label="Étape", max_length=120)
    text = QuotingTextBlock(label="Ce qu’il faut faire", required=False)


class StepsBlock(blocks.StructBlock):
    steps = blocks.ListBlock(StepBlock(), min_num=2, label="Étapes, dans l’ordre")

    class Meta:
        icon = "list-ol"
        label = "Étapes"
        template = "cms/blocks/steps.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label="Citation", max_length=500)
    author = blocks.CharBlock(
        label="Qui parle", max_length=120, help_text="Prénom et rôle, jamais un nom de famille."
    )

    class Meta:
        icon = "openquote"
        label = "Citation"
        template = "cms/blocks/quote.html"


class TableValue(blocks.StructValue):
    """The rows of a table typed as text: the first one is the header."""

    @cached_property
    def rows(self) -> list[list[str]]:
        return [
            split_row(line) for line in (self.get("content") or "").splitlines() if line.strip()
        ]

    @property
    def header(self) -> list[str]:
        return self.rows[0] if self.rows else []

    @property
    def body(self) -> list[list[str]]:
        return self.rows[1:]


def split_row(line: str) -> list[str]:
    """Cells of a line: a spreadsheet pastes tabs, a person types vertical bars."""
    separator = "\t" if "\t" in line else "|"
    return [cell.strip() for cell in line.strip(separator + " ").split(separator)]


class TableBlock(blocks.StructBlock):
    caption = TitleBlock(label="Titre du tableau", max_length=160)
    content = QuotingTextBlock(
        label="Contenu",
        help_text="Une ligne de texte par ligne du tableau, les cases séparées par une barre | "
        "(ou collées depuis un tableur). La première ligne donne les titres des colonnes.",
    )

    class Meta:
        icon = "table"
        label = "Tableau"
        template = "cms/blocks/table.html"
        value_class = TableValue

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        widths = {len(row) for row in cleaned.rows}
        problem = ""
        if len(cleaned.rows) < 2:
            problem = "Il faut une ligne de titres et au moins une ligne de contenu."
        elif len(widths) > 1:
            problem = "Toutes les lignes doivent avoir le même nombre de cases."
        elif max(widths) > TABLE_MAX_COLUMNS:
            problem = f"Un tableau a {TABLE_MAX_COLUMNS} colonnes au plus."
        if problem:
            raise blocks.StructBlockValidationError({"content": ValidationError(problem)})
        return cleaned


class QuestionBlock(blocks.StructBlock):
    question = TitleBlock(label="Question", max_length=160)
    answer = ProseBlock(label="Réponse")


class FaqBlock(blocks.StructBlock):
    questions = blocks.ListBlock(QuestionBlock(), min_num=1, label="Questions et réponses")

    class Meta:
        icon = "help"
        label = "Questions fréquentes"
        template = "cms/blocks/faq.html"


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label="Document")
    description = blocks.CharBlock(label="Ce qu’on y trouve", required=False, max_length=200)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        document = value.get("document")
        return context | {"detail": detail_of(document) if document else ""}

    class Meta:
        icon = "doc-full"
        label = "Document à télécharger"
        template = "cms/blocks/file.html"


class TitledStreamBlock(blocks.StreamBlock):
    """A stream whose titles make the table of contents: two may not lead to the same anchor."""

    heading = TitleBlock(
        icon="title",
        label="Titre de partie",
        max_length=120,
        template="cms/blocks/heading.html",
        help_text="Il apparaît dans le sommaire.",
    )
    paragraph = ProseBlock(
        icon="pilcrow",
        label="Texte",
        template="cms/blocks/paragraph.html",
        help_text="Pour citer un chiffre : tapez « / », puis « Citer un chiffre ».",
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        seen: set[str] = set()
        errors: dict[int, Exception] = {}
        for index, block in enumerate(cleaned):
            if block.block_type != "heading":
                continue
            anchor = anchor_of(block.value)
            if not anchor:
                errors[index] = ValidationError("Écrivez au moins une lettre ou un chiffre.")
            elif anchor in seen:
                errors[index] = ValidationError("Deux parties ne peuvent pas porter le même titre.")
            seen.add(anchor)
        if errors:
            raise StreamBlockValidationError(block_errors=errors)
        return cleaned


class GuideBody(TitledStreamBlock):
    """The twelve blocks of a guide."""

    fact = FactBlock()
    callout = CalloutBlock()
    steps = StepsBlock()
    table = TableBlock()
    faq = FaqBlock()
    quote = QuoteBlock()
    picture = PictureBlock()
    video = VideoBlock()
    file = FileBlock()
    action = ActionBlock()


class IdentityBlock(blocks.StaticBlock):
    """Publisher and host of the service, from the settings: never typed twice."""

    class Meta:
        icon = "user"
        label = "Éditeur et hébergeur"
        admin_text = "Affiche l’éditeur et l’hébergeur (Réglages › Identité du service)."
        template = "cms/blocks/identity.html"


class ProcessingsBlock(blocks.StaticBlock):
    """What is held about people, room by room: from what each room says of itself."""

    class Meta:
        icon = "list-ul"
        label = "Données conservées"
        admin_text = "Affiche ce que le service garde, pourquoi et combien de temps."
        template = "cms/blocks/processings.html"


class RulesBlock(blocks.StaticBlock):
    """Where the numbered rules of the page stand in its text."""

    class Meta:
        icon = "list-ol"
        label = "Règles numérotées de la communauté"
        admin_text = "Affiche les règles que citent les décisions de modération."
        template = "cms/blocks/rules.html"


class StandardBody(TitledStreamBlock):
    """The blocks of a legal page."""

    table = TableBlock()
    callout = CalloutBlock()
    identity = IdentityBlock()
    processings = ProcessingsBlock()


class RulesBody(StandardBody):
    """The blocks of a page of rules: those of a legal page, and the place of its rules."""

    rules = RulesBlock()


class RuleBlock(blocks.StructBlock):
    """One numbered rule. Its code never changes meaning: decisions cite it."""

    code = blocks.RegexBlock(
        regex=r"^[A-Z]?\d+(\.\d+)?$",
        label="Numéro",
        help_text="Par exemple 3.2. Un numéro déjà cité ne sert plus jamais à une autre règle.",
        error_messages={"invalid": "Un numéro comme 3.2 ou C1."},
        max_length=8,
    )
    title = TitleBlock(label="Titre", max_length=80)
    text = blocks.TextBlock(label="Texte", max_length=1000)

    class Meta:
        icon = "list-ol"
        label = "Règle"


class SourceBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titre", max_length=200)
    publisher = blocks.CharBlock(label="Auteur ou organisme", max_length=120)
    year = blocks.CharBlock(label="Année", max_length=60, required=False)
    url = blocks.URLBlock(label="Adresse", required=False)

    class Meta:
        icon = "link"
        label = "Source"
