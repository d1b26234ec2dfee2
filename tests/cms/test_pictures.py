"""The images of a text: their sizes, their words, and what an editor may send."""

import gc
import io
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.images.models import Rendition

from cms.media_blocks.pictures import SMALL, lighten, picture, to_lighten
from cms.starter import EDITORS
from socle.models import PublicVersion
from socle.scheduler.runner import run
from tests.cms.factories import make_guide
from tests.cms.test_admin import person, sign_in

# Wagtail leaves the file of a rendition for the collector to close.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
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
    return shown_whole(image).img


def shown_whole(image):
    return BeautifulSoup(str(picture(image)), "html.parser").picture


def test_a_file_replaced_or_deleted_is_asked_no_more_by_public_pages(
    image, django_capture_on_commit_callbacks
):
    photo = image(drawn())
    shown(photo)

    def moves(act):
        before = PublicVersion.objects.values_list("number", flat=True).first() or 0
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return PublicVersion.objects.values_list("number", flat=True).get() > before

    for act in (photo.save, photo.renditions.all().delete, photo.delete):
        assert moves(act), act


def test_a_small_image_is_never_offered_twice(image):
    assert shown(image(drawn(size=(300, 200)))).get("srcset") is None
    sizes = shown(image(drawn(size=(640, 360))))["srcset"].split(", ")
    assert [one.rsplit(" ", 1)[-1] for one in sizes] == ["640w", "480w"]


def test_a_file_that_is_lost_leaves_nothing(image):
    lost = image(drawn())
    lost.file.storage.delete(lost.file.name)
    assert picture(lost) == ""


def test_images_are_made_when_the_page_appears_and_the_clock_makes_the_lighter_ones_first_offered(
    client, site, image, django_capture_on_commit_callbacks
):
    photo = image(drawn())
    photo.contextual_alt_text, photo.decorative = "Une chaufferie", False
    guide = make_guide(slug="illustre")
    guide.body = [("picture", {"image": photo, "caption": ""})]
    guide.save_revision().publish()
    # Three sizes, and the one of who shares the page: what is slow to make waits for the clock.
    assert Rendition.objects.count() == 4
    assert not Rendition.objects.filter(filter_spec__contains="avif").exists()
    assert read_picture(client).source is None
    # Not made when it is read.
    assert Rendition.objects.count() == 4
    version = PublicVersion.objects.first()
    with django_capture_on_commit_callbacks(execute=True):
        assert tick() == {"pictures_made": 3}
    moved = PublicVersion.objects.get()
    assert moved.community == (version.community if version else 0) + 1
    found = read_picture(client)
    assert found.source["type"] == "image/avif"
    for tag, kind in ((found.source, ".avif"), (found.img, ".webp")):
        addresses = [one.split(" ") for one in tag["srcset"].split(", ")]
        assert [width for _, width in addresses] == ["800w", "480w", "1200w"]
        assert all(address.endswith(kind) for address, _ in addresses)
        assert tag["sizes"] == "(min-width: 48em) 42rem, 100vw"
    assert found.img["src"].endswith(".webp")
    told = {name: found.img[name] for name in ("alt", "loading", "width")}
    assert told == {"alt": "Une chaufferie", "loading": "lazy", "width": "800"}
    # Shares keep a format that all read; done once.
    assert shared_by(client, "/guides/illustre/").endswith(".jpg")
    assert tick() == {}
    assert to_lighten(NOW) == []


def read_picture(client):
    cache.clear()
    page = BeautifulSoup(client.get("/guides/illustre/").content, "html.parser")
    return page.select_one(".cu-guide__picture picture")


def tick():
    return run(NOW, only=["cms.pictures"]).counts


def test_files_of_a_page_from_before_are_lightened_too_and_lost_ones_stop_nothing(image):
    lost, kept = image(drawn(), "perdue.png"), image(drawn(size=(300, 200)), "petite.png")
    picture(lost, SMALL)
    picture(kept)
    assert to_lighten(NOW) == [lost.pk, kept.pk]
    lost.file.storage.delete(lost.file.name)
    assert tick() == {"pictures_made": 3}
    assert to_lighten(NOW) == [lost.pk]
    assert lighten(kept.pk + 99, NOW) == 0
    # What was made of it before stays shown.
    again = get_image_model().objects.get(pk=lost.pk)
    assert BeautifulSoup(str(picture(again, SMALL)), "html.parser").img["src"].endswith(".webp")
    assert shown_whole(kept).source["srcset"].endswith(".avif")


def test_a_picture_costs_one_query_then_none_and_some_sizes_alone_are_not_offered(
    image, django_assert_num_queries
):
    large = image(drawn())
    picture(large)
    for _ in range(2):
        cache.clear()
        with django_assert_num_queries(1):
            picture(large)
        lighten(large.pk, NOW)
    with django_assert_num_queries(0):
        picture(large)
    assert shown_whole(large).source
    large.renditions.filter(filter_spec="max-1200x900|format-avif").get().delete()
    assert shown_whole(large).source is None
    lighten(large.pk, NOW)
    assert shown_whole(large).source


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


def test_a_drawing_is_told_which_formats_are_taken(send):
    answer = send("dessin.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    told = answer.context["form"].errors["file"]
    assert told == [
        "Ce fichier n’est pas une image d’un format accepté (JPEG, PNG, WEBP, GIF, AVIF)."
    ]


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
