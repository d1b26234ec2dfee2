"""The images of a text: their sizes, their words, and what an editor may send."""

import gc
import io

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.images.models import Rendition

from cms.media.pictures import picture
from cms.starter import EDITORS
from tests.cms.factories import make_guide
from tests.cms.test_admin import person, sign_in

# Wagtail leaves the file of a rendition for the collector to close.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]
TOO_HEAVY = 60 * 1024 * 1024


def drawn(kind="PNG", mode="RGB", size=(1600, 900), **options):
    file = io.BytesIO()
    Pillow.new(mode, size).save(file, kind, **options)
    return file.getvalue()


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    yield
    # Here, not in the middle of another test.
    gc.collect()


@pytest.fixture
def image(media):
    def make(content, name="photo.png"):
        made = get_image_model()(title="Photo", file=ContentFile(content, name))
        made.save()
        return made

    return make


def shown(image):
    return BeautifulSoup(str(picture(image)), "html.parser").img


def test_a_large_image_is_offered_in_three_sizes(image):
    tag = shown(image(drawn()))
    widths = [one.rsplit(" ", 1)[-1] for one in tag["srcset"].split(", ")]
    assert widths == ["800w", "480w", "1200w"]
    assert tag["src"].endswith(".webp")
    assert (tag["loading"], tag["width"]) == ("lazy", "800")


def test_a_small_image_is_never_offered_twice(image):
    assert shown(image(drawn(size=(300, 200)))).get("srcset") is None
    sizes = shown(image(drawn(size=(640, 360))))["srcset"].split(", ")
    assert [one.rsplit(" ", 1)[-1] for one in sizes] == ["640w", "480w"]


def test_a_file_that_is_lost_leaves_nothing(image):
    lost = image(drawn())
    lost.file.storage.delete(lost.file.name)
    assert picture(lost) == ""


def test_images_are_made_when_the_page_appears_not_when_it_is_read(client, site, image):
    photo = image(drawn())
    guide = make_guide(slug="illustre")
    photo.contextual_alt_text, photo.decorative = "Une chaufferie", False
    guide.body = [("picture", {"image": photo, "caption": ""})]
    guide.save_revision().publish()
    made = Rendition.objects.count()
    # Three sizes, and the one of who shares the page.
    assert made == 4
    page = BeautifulSoup(client.get("/guides/illustre/").content, "html.parser")
    assert page.select_one(".cu-guide__picture img")["alt"] == "Une chaufferie"
    assert Rendition.objects.count() == made


def shared_by(client, address):
    # A test never commits: the page kept for visitors would stay.
    cache.clear()
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return page.select_one("meta[property='og:image']")["content"]


def test_a_shared_page_shows_its_image_else_the_first_of_its_text_else_that_of_the_service(
    client, site, image
):
    assert shared_by(client, "/").startswith("http://testserver/static/images/partage")
    photo = image(drawn(size=(2000, 2000)), "texte.png")
    guide = make_guide(slug="illustre")
    assert "partage" in shared_by(client, "/guides/illustre/")
    guide.body = [("picture", {"image": photo, "caption": ""})]
    guide.save_revision().publish()
    assert "texte" in shared_by(client, "/guides/illustre/")
    # The part around the focal point is kept.
    chosen = image(drawn(size=(2000, 2000)), "choisie.png")
    chosen.focal_point_x, chosen.focal_point_y = 100, 1900
    chosen.focal_point_width = chosen.focal_point_height = 100
    chosen.save()
    guide.share_image = chosen
    guide.save_revision().publish()
    address = shared_by(client, "/guides/illustre/")
    assert "choisie" in address
    assert address.startswith("http") and address.endswith(".jpg")
    made = chosen.renditions.get()
    assert (made.width, made.height) == (1200, 630)
    assert made.focal_point_key
    chosen.file.storage.delete(chosen.file.name)
    made.delete()
    assert "partage" in shared_by(client, "/guides/illustre/")


@pytest.fixture
def send(client, site, media):
    sign_in(client, person(EDITORS))

    def post(name, content):
        file = SimpleUploadedFile(name, content)
        return client.post(reverse("wagtailimages:add"), {"title": "Photo", "file": file})

    return post


def test_an_image_of_60_mb_is_refused(send):
    answer = send("lourde.png", drawn(size=(10, 10)) + bytes(TOO_HEAVY))
    assert "file" in answer.context["form"].errors
    assert not get_image_model().objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("imprimeur.jpg", drawn("JPEG", "CMYK")),
        (
            "anime.gif",
            drawn("GIF", "P", save_all=True, append_images=[Pillow.new("P", (1600, 900), 9)]),
        ),
    ],
    ids=["of-a-printer", "animated"],
)
def test_what_a_browser_shows_badly_is_shown_still_and_in_colours_of_a_screen(send, name, content):
    assert send(name, content).status_code == 302
    kept = get_image_model().objects.get()
    for one in kept.get_renditions("max-480x360|format-webp").values():
        with one.file.open() as raw, Pillow.open(raw) as read:
            assert (read.format, read.mode, getattr(read, "n_frames", 1)) == ("WEBP", "RGB", 1)
