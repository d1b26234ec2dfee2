"""The blocks that lead elsewhere, what a draft may lack, what an editor may upload and paste."""

import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.template.loader import get_template
from django.utils import timezone
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.blocks import StreamBlock, StreamValue, StructBlockValidationError
from wagtail.fields import StreamField
from wagtail.rich_text import expand_db_html
from wagtail.test.utils.form_data import rich_text, streamfield

from cms.blocks import TEXT_FEATURES, GuideBody
from cms.media_blocks import Action, FramedBlock, VideoBlock, frame_origins, video_at
from cms.models import GuidePage
from cms.starter import EDITORS
from cms.stream_builder import prose
from tests.cms.factories import make_guide, make_site
from tests.cms.test_admin import guide_form, person, sign_in

TUBE = "https://tube.numerique.gouv.fr/w/9c9de5e8-0a1e-484a"
VIDEO = {"title": "La sous-station", "url": TUBE, "transcript": prose("On voit une porte.")}


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("url", "frame"),
    [
        (TUBE, "https://tube.numerique.gouv.fr/videos/embed/9c9de5e8-0a1e-484a?p2p=0"),
        (
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=4",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0",
        ),
        (
            "https://youtu.be/dQw4w9WgXcQ",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0",
        ),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
        ("https://dai.ly/x8abcde", "https://geo.dailymotion.com/player.html?video=x8abcde"),
        ("http://youtu.be/dQw4w9WgXcQ", None),
        ("https://youtube.com.ailleurs.example/watch?v=dQw4w9WgXcQ", None),
        ("https://www.youtube.com/watch", None),
        ("https://youtu.be/%22%3E%3Cscript%3E", None),
        ("https://www.youtu", None),
        ("https://[", None),
        ("javascript:alert(1)", None),
    ],
)
def test_only_the_videos_of_known_sites_play_here(url, frame):
    video = video_at(url)
    assert (video.frame_url if video else None) == frame


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "https://ailleurs.example/w/1234567"}, "url"),
        ({"transcript": prose("")}, "transcript"),
    ],
)
def test_an_unknown_site_or_no_transcript_is_refused_beside_its_field(changes, field):
    block = VideoBlock()
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.normalize(VIDEO | changes))
    assert list(refused.value.block_errors) == [field]
    assert block.clean(block.normalize(VIDEO))["url"] == TUBE


@pytest.mark.django_db
def test_a_video_waits_for_a_click_and_its_page_alone_may_frame_it(client):
    guide = make_guide(body=[("video", VIDEO), ("action", {"action": "question", "words": ""})])
    plain = make_guide()
    for _ in range(2):  # made, then kept
        response = client.get(guide.url)
        assert (
            "frame-src https://tube.numerique.gouv.fr;" in f"{response['Content-Security-Policy']};"
        )
    page = BeautifulSoup(response.content, "html.parser")
    # The browser that has the page already keeps its policy with it.
    unchanged = client.get(guide.url, headers={"If-None-Match": response["ETag"]})
    assert unchanged.status_code == 304
    assert "Content-Security-Policy" not in unchanged
    assert not page.select("iframe, video")
    link = page.select_one("a[data-video]")
    assert (link["href"], link["data-title"]) == (TUBE, "La sous-station")
    assert "On voit une porte." in page.select_one(".cu-video details").text
    assert page.select_one(".cu-guide__next a")["href"] == "/communaute/questions/poser/"
    assert page.select_one("script[src*='js/pages/video']")
    other = client.get(plain.url)
    assert "frame-src" not in other["Content-Security-Policy"]
    assert "js/pages/video" not in other.text


@pytest.mark.django_db
def test_the_page_of_every_block_that_opens_a_frame_may_open_that_very_one(client):
    known = GuideBody().child_blocks.items()
    held = {name: one for name, one in known if isinstance(one, FramedBlock)}
    assert held
    for name, block in held.items():
        said = dict.fromkeys(block.child_blocks, "Des mots") | VIDEO
        page = client.get(make_guide(body=[(name, said)]).url)
        shown = BeautifulSoup(page.content, "html.parser").select("iframe, [data-video]")
        opened = {one.get("src") or one["data-video"] for one in shown}
        assert opened == {block.frame_url(said)}, name
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(*opened))
        assert f"frame-src {origin};" in f"{page['Content-Security-Policy']};", name


def _opens_a_frame(block):
    template = getattr(block.meta, "template", None)
    source = get_template(template).template.source if template else ""
    return "<iframe" in source or "data-video" in source


def test_every_block_that_opens_a_frame_says_its_origin():
    """As a `FramedBlock`, at the top of its stream: nothing looks for an origin deeper."""
    fields = [field for model in apps.get_models() for field in model._meta.local_fields]
    streams = [one.stream_block for one in fields if isinstance(one, StreamField)]
    top = [block for stream in streams for block in stream.child_blocks.values()]
    inner = [one for block in top for one in getattr(block, "child_blocks", {}).values()]
    silent = [one for one in top if not isinstance(one, FramedBlock)] + inner
    framed = [one for one in top if isinstance(one, FramedBlock)]
    silent += [one for one in framed if type(one).frame_url is FramedBlock.frame_url]
    assert {type(one).__name__ for one in silent if _opens_a_frame(one)} == set()


def test_a_block_of_another_name_that_plays_a_video_may_be_framed():
    stream = StreamBlock([("webinaire", VideoBlock())])
    body = StreamValue(stream, [{"type": "webinaire", "value": {"url": TUBE}}], is_lazy=True)
    assert frame_origins(body) == ["https://tube.numerique.gouv.fr"]


@pytest.mark.django_db
@pytest.mark.parametrize("action", Action.values)
def test_an_action_leads_to_a_page_that_exists(client, action):
    guide = make_guide(body=[("action", {"action": action, "words": "Essayez."})])
    page = BeautifulSoup(client.get(guide.url).content, "html.parser")
    link = page.select_one(".cu-guide__next a")
    assert link.text == Action(action).label
    assert client.get(link["href"], follow=True).status_code == 200


UNFINISHED = [
    ("heading", "Deux fois"),
    ("heading", "Deux fois"),
    ("paragraph", rich_text("<p>[fait:pas_encore]</p>")),
    ("video", {"title": "", "url": "https://www.youtu", "transcript": rich_text("")}),
    ("video", {"title": "", "url": "https://[", "transcript": rich_text("")}),
    ("action", {"action": "", "words": ""}),
    ("table", {"caption": "", "content": "Une seule ligne"}),
    ("faq", {"questions": streamfield([])}),
]


@pytest.mark.django_db
def test_an_unfinished_block_stops_no_save_but_is_not_published(client):
    index = make_site()
    sign_in(client, person(EDITORS))
    body = streamfield(UNFINISHED)
    address = f"/gestion/pages/add/cms/guidepage/{index.pk}/"
    assert client.post(address, guide_form(body=body)).status_code == 302
    guide = GuidePage.objects.get(slug="guide-ecrit")
    edit = f"/gestion/pages/{guide.pk}/edit/"
    assert client.post(edit, guide_form(body=body)).status_code == 302
    assert client.get(edit).status_code == 200
    assert client.get(f"/gestion/pages/{guide.pk}/view_draft/").status_code == 200
    published = []
    for block in UNFINISHED[1:]:
        body = streamfield([("heading", "Deux fois"), block])
        client.post(edit, guide_form(body=body, **{"action-publish": "1"}))
        published += [block] * GuidePage.objects.get(pk=guide.pk).live
    assert published == []


@pytest.mark.django_db
def test_a_schedule_in_the_past_is_refused(client, monkeypatch):
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    index = make_site()
    sign_in(client, person(EDITORS))
    address = f"/gestion/pages/add/cms/guidepage/{index.pk}/"
    for name in ("go_live_at", "expire_at"):
        past = guide_form(**{name: "2026-11-25 12:00", "action-publish": "1"})
        response = client.post(address, past)
        assert response.status_code == 200, name
        assert response.context["form"].errors[name]
    assert not GuidePage.objects.exists()


def block(text, kind="unstyled", styles=(), entities=()):
    """A block as Draftail sends it: styles are (name, offset, length), entities (key, …)."""
    ranges = [{"style": name, "offset": at, "length": size} for name, at, size in styles]
    links = [{"key": key, "offset": at, "length": size} for key, at, size in entities]
    return {
        "key": text[:5],
        "text": text,
        "type": kind,
        "depth": 0,
        "inlineStyleRanges": ranges,
        "entityRanges": links,
    }


def link(url):
    return {"type": "LINK", "mutability": "MUTABLE", "data": {"url": url}}


# What the editor makes of a page copied from Word, then of one from Google Docs: titles, colours,
# pictures of the machine, links that act.
WORD = {
    "blocks": [
        block("Un titre", "header-one", [("color-red", 0, 8), ("BOLD", 0, 2)]),
        block("Avant le lien et le piège", styles=[("UNDERLINE", 0, 5)], entities=[(0, 9, 4)]),
        block("piège", entities=[(1, 0, 5)]),
        block(" ", "atomic", entities=[(2, 0, 1)]),
        block("un point", "unordered-list-item"),
    ],
    "entityMap": {
        "0": link("https://exemple.fr/"),
        "1": link("javascript:alert(1)"),
        "2": {"type": "IMAGE", "mutability": "IMMUTABLE", "data": {"src": "file:///C:/photo.png"}},
    },
}
DOCS = {
    "blocks": [
        block("Avant <script>alert(1)</script>", "blockquote", [("STRIKETHROUGH", 0, 5)]),
        block("le lien", entities=[(0, 3, 4)]),
        block("case", "code-block", [("font-family-Arial", 0, 4)]),
    ],
    "entityMap": {"0": link("https://exemple.fr/")},
}


@pytest.mark.django_db
@pytest.mark.parametrize("pasted", [WORD, DOCS], ids=["word", "google docs"])
def test_what_is_pasted_keeps_its_words_and_loses_the_rest(pasted):
    made = ContentstateConverter(features=TEXT_FEATURES).to_database_format(json.dumps(pasted))
    page = BeautifulSoup(expand_db_html(made), "html.parser")
    assert {tag.name for tag in page.find_all()} <= {"p", "b", "i", "ul", "ol", "li", "a", "br"}
    left = {name for tag in page.find_all() for name in tag.attrs} - {"href", "data-block-key"}
    assert left == set()
    assert [one["href"] for one in page.select("a[href]")] == ["https://exemple.fr/"]
    # Draftail makes paragraphs of the titles that it does not offer, before it sends them.
    for one in pasted["blocks"]:
        if one["type"] in {"unstyled", "unordered-list-item"}:
            assert one["text"] in page.text
    assert "alert(1)" not in str(page)
