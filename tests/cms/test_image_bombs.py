"""An image that an editor adds is bounded by its header, as anybody's is."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form, get_image_multi_form

from tests.socle.test_bombs import lying_png

pytestmark = pytest.mark.django_db


def bound(data, name="photo.png"):
    form = get_image_form(get_image_model())
    return form({"title": "Chaufferie"}, {"file": SimpleUploadedFile(name, data)})


def image(kind):
    target = io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(target, kind)
    return target.getvalue()


def test_a_header_that_lies_is_refused_before_wagtail_decodes_it(monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    form = bound(lying_png(1, 59_000_000))
    assert form.errors["file"] == ["Cette image est trop grande. Réduisez-la avant de l’envoyer."]


@pytest.mark.parametrize("kind", ["TIFF", "EPS", "BMP"])
def test_another_format_under_the_name_of_an_image_is_refused(kind):
    assert list(bound(image(kind)).errors) == ["file"]


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp"), ("GIF", "a.gif")]
)
def test_the_images_of_editors_are_taken(kind, name):
    assert "file" not in bound(image(kind), name).errors


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_an_image_cut_anywhere_is_refused_or_shown_but_never_an_error(kind):
    whole = image(kind)
    for end in range(1, len(whole), 7):
        bound(whole[:end], f"a.{kind.lower()}").is_valid()
    assert "abîmée ou coupée" in bound(image("PNG")[:60]).errors["file"][0]


def test_changing_the_words_of_an_image_asks_no_file():
    assert "file" not in get_image_multi_form(get_image_model())({}).fields
