import pytest
from django.core.exceptions import ValidationError
from django.template.loader import get_template
from wagtail.blocks import StreamBlockValidationError
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.rich_text import RichText

from cms.blocks import GuideBody, ProseBlock, TableBlock
from cms.media_blocks.pictures import detail_of
from cms.models import GuidePage
from cms.stream_builder import faq, figures, h, note, p, prose, steps, table
from socle.french import filesizeformat
from tests.cms.factories import make_guide


def clean_stream(*blocks):
    body = GuideBody()
    return body.clean(body.normalize(list(blocks)))


def test_a_guide_has_twelve_flat_blocks_with_a_template_each():
    blocks = GuideBody().child_blocks
    text = {"heading", "paragraph", "callout", "fact", "quote"}
    lists = {"steps", "table", "faq"}
    assert set(blocks) == text | lists | {"picture", "video", "file", "action"}
    for block in blocks.values():
        get_template(block.meta.template)


def test_two_parts_may_not_share_their_anchor():
    with pytest.raises(ValidationError):
        clean_stream(h("Le prix"), p("Un."), h("Le prix "))
    assert len(clean_stream(h("Le prix"), h("Le vote"))) == 2


@pytest.mark.parametrize("title", ["???", "😀"])
def test_a_title_without_a_letter_is_not_said_to_be_there_twice(title):
    with pytest.raises(StreamBlockValidationError) as refused:
        clean_stream(h(title), p("Un."))
    assert "au moins une lettre" in str(refused.value.block_errors[0])


@pytest.mark.django_db
def test_an_unknown_figure_is_refused_where_it_is_typed():
    with pytest.raises(ValidationError, match="inconnu"):
        ProseBlock().clean(prose("Voir [fait:inconnu]."))
    assert ProseBlock().clean(prose("Voir [fait:tva_reduite]."))


def clean_table(content):
    block = TableBlock()
    return block.clean(block.normalize({"caption": "Titre", "content": content}))


def test_a_table_is_read_from_bars_or_from_a_spreadsheet():
    assert clean_table("A | B\n1 | 2").rows == [["A", "B"], ["1", "2"]]
    assert clean_table("A\tB\n1\t2").body == [["1", "2"]]


@pytest.mark.parametrize(
    "content",
    ["A | B", "A | B\n1 | 2 | 3", "a|b|c|d|e|f|g\n1|2|3|4|5|6|7"],
    ids=["no content", "uneven", "seven columns"],
)
def test_a_table_that_cannot_be_read_is_refused(content):
    with pytest.raises(ValidationError):
        clean_table(content)


def test_six_columns_are_the_limit():
    assert len(clean_table("a|b|c|d|e|f\n1|2|3|4|5|6").header) == 6


# Willow leaves the temporary file of a new rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.django_db
def test_every_block_shows_on_a_page(client):
    image = Image.objects.create(title="Chaufferie", file=get_test_image_file())
    document = Document.objects.create(title="Modèle de résolution", file=get_test_image_file())
    picture = {
        "image": {"image": image.pk, "alt_text": "Un échangeur", "decorative": False},
        "caption": "Photo : ADEME",
    }
    guide = make_guide(
        body=[
            h("Une partie"),
            p("Texte à [fait:tva_reduite]."),
            (
                "paragraph",
                RichText(
                    f'<p>Le <a linktype="document" id="{document.pk}"><b>modèle</b> à voter</a>, '
                    'et <a linktype="document" id="987654">un autre</a>.</p>'
                ),
            ),
            figures("co2_gaz_acv"),
            note("verifier", "avec le syndic", "Un point."),
            steps(("Un", "D’abord."), ("Deux", "")),
            table("Qui fait quoi", "Qui | Quoi", "Syndic | Signe"),
            faq(("Et après ?", "On voit.")),
            ("quote", {"text": "C’est silencieux.", "author": "Monique, conseil syndical"}),
            ("file", {"document": document, "description": "À adapter"}),
        ]
    )
    raw = [*guide.body.raw_data, {"type": "picture", "value": picture}]
    guide.body = list(raw)
    guide.save()
    page = client.get(guide.url).content.decode()
    size = filesizeformat(document.file.size)
    assert page.count(size) == 2
    # Read, never noted by who only reads.
    document.refresh_from_db()
    assert document.file_size is None
    for expected in (
        '<h2 id="une-partie">Une partie</h2>',
        'href="#chiffre-tva_reduite"',
        "À vérifier : avec le syndic",
        '<th scope="row">Syndic</th>',
        "<summary>Et après\u00a0?</summary>",
        "C’est silencieux.",
        'alt="Un échangeur"',
        "Modèle de résolution",
        f'<a href="{document.url}"><b>modèle</b> à voter (PNG, {size})</a>',
        "et un autre.",
        'id="chiffre-co2_gaz_acv"',
    ):
        assert expected in page
    assert "style=" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("noted", [None, 2048])
def test_a_document_whose_file_is_gone_still_says_its_kind(noted):
    document = Document(title="Modèle", file="documents/perdu.pdf", file_size=noted)
    assert detail_of(document) == ("PDF, 2,0\u00a0ko" if noted else "PDF")


def test_blocks_stay_out_of_the_migrations():
    _, path, args, kwargs = GuidePage._meta.get_field("body").deconstruct()
    assert (path, args) == ("cms.fields.BodyField", [[]])
    assert "block_lookup" not in kwargs


@pytest.mark.django_db
def test_a_text_leads_to_no_page_that_visitors_cannot_open(
    client, django_capture_on_commit_callbacks
):
    other = make_guide(title="Les aides")
    link = f'<p>Lisez <a linktype="page" id="{other.pk}">les aides</a>.</p>'
    guide = make_guide(title="Le réseau", body=[("paragraph", RichText(link))])
    assert f'<a href="{other.url}">les aides</a>' in client.get(guide.url).text
    with django_capture_on_commit_callbacks(execute=True):
        other.unpublish()
    page = client.get(guide.url).text
    assert "<p>Lisez les aides.</p>" in page
    assert other.url not in page
