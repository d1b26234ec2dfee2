"""The few blocks of a page that is easy to read."""

from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from cms.blocks import TitleBlock

SENTENCE_MAX, POINT_MAX, POINTS_MAX = 140, 90, 7


class PicturedBlock(blocks.StructBlock):
    """A sentence and the image that says the same: the image is beside it, never alone."""

    image = ImageBlock(label="Image")
    text = blocks.CharBlock(label="Phrase", max_length=SENTENCE_MAX)

    class Meta:
        icon = "image"
        label = "Phrase avec une image"
        template = "cms/blocks/pictured.html"


class EasyBody(blocks.StreamBlock):
    """Titles, sentences of one idea, short lists."""

    heading = TitleBlock(
        icon="title", label="Titre", max_length=60, template="cms/blocks/heading.html"
    )
    sentence = blocks.CharBlock(
        icon="pilcrow",
        label="Phrase",
        max_length=SENTENCE_MAX,
        template="cms/blocks/sentence.html",
        help_text="Une idée. Des mots de tous les jours.",
    )
    pictured = PicturedBlock()
    points = blocks.ListBlock(
        blocks.CharBlock(label="Point", max_length=POINT_MAX),
        icon="list-ul",
        label="Liste",
        min_num=2,
        max_num=POINTS_MAX,
        template="cms/blocks/points.html",
    )
