"""Every block of every type of page, unfinished: the draft opens again, and nobody reads a 500."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.models import GuidePage, HomePage, RulesPage
from cms.pages.models import DossierPage, EventPage, NewsIndexPage, StoryPage
from cms.site.models import EasyPage
from cms.starter import EDITORS
from tests.clock import NOON
from tests.cms.factories import make_guide
from tests.cms.test_admin import person, sign_in
from tests.cms.typed import STATES, WRONG, states, stored, wrong

# Forms, pages and rights: nothing of them is the database’s own.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
KINDS = sorted(
    (model for model in apps.get_models() if issubclass(model, Page) and model is not Page),
    key=lambda model: model.__name__,
)
STREAMS = [
    pytest.param(model, field.name, id=f"{model.__name__}-{field.name}")
    for model in KINDS
    for field in model._meta.get_fields()
    if isinstance(field, StreamField)
]
# One page for each body that several types of page share: the editor’s screens are the same.
DISTINCT = [
    one
    for one in STREAMS
    if one.values[0] in (DossierPage, EasyPage, GuidePage, HomePage, RulesPage)
    and one.values != (DossierPage, "body")
]
STARTS_AT = NOON + timedelta(days=9)
GUIDE = dict(GuidePage.body.field.stream_block.child_blocks)
EASY = dict(EasyPage.body.field.stream_block.child_blocks)
# What a page of each type must say, its title and its summary apart.
REQUIRED = {
    GuidePage: {"stage": "idee"},
    StoryPage: {"person": "Monique, conseillère syndicale"},
    RulesPage: {"document": "Essai"},
    EventPage: {
        "starts_at": STARTS_AT,
        "ends_at": STARTS_AT + timedelta(hours=1),
        "place": "Grenoble",
    },
}


@pytest.fixture
def editor(client, site):
    sign_in(client, person(EDITORS))
    return client


def parent_of(model):
    """Where a page of this type is made."""
    if model is GuidePage:
        return Page.objects.get(slug="guides")
    if HomePage in model.allowed_parent_page_models():
        return HomePage.objects.get()
    found = NewsIndexPage.objects.first()
    if found is None:
        found = NewsIndexPage(title="Actualités", slug="actualites")
        HomePage.objects.get().add_child(instance=found)
    return found


def make_page(model, **fields):
    """A page of this type that anybody may read."""
    if model.max_count == 1 and (found := model.objects.first()):
        return found
    slug = f"l-ete-{model._meta.model_name}"
    page = model(title="L’été à la chaufferie", slug=slug, **REQUIRED.get(model, {}) | fields)
    for name in ("introduction", "summary"):
        if hasattr(page, name):
            setattr(page, name, "En une phrase.")
    for field in model._meta.get_fields():
        if isinstance(field, StreamField) and not field.blank:
            block = next(iter(field.stream_block.child_blocks))
            setattr(page, field.name, json.dumps([{"type": block, "value": None}]))
    parent_of(model).add_child(instance=page)
    return page


def form_of(page, **changes):
    """What the editor of a page sends, its streams apart."""
    form = page.get_edit_handler().get_form_class()(instance=page)
    sent = {name: _written(form[name]) for name in form.fields}
    return {name: value for name, value in sent.items() if value is not None} | {
        "comments": inline_formset([]),
        **changes,
    }


def _written(field):
    value = field.value()
    if isinstance(value, bool) or value is None:
        return "on" if value else None
    if hasattr(value, "stream_block"):
        return {"count": "0"}
    if hasattr(field.field.widget, "converter"):
        return rich_text(str(value))
    prepared = field.field.prepare_value(value)
    written = field.field.widget.format_value(prepared) or ""
    return written[0] if isinstance(written, list) else str(written)


def addresses(page):
    return f"/gestion/pages/{page.pk}/edit/", f"/gestion/pages/{page.pk}/edit/preview/"


def streams(field):
    """The forms of a stream that holds each of its blocks at each moment of its writing: one form,
    or one a moment where a block may stand once."""
    written = {state: [] for state in STATES}
    for name, block in field.stream_block.child_blocks.items():
        for state, value in states(block).items():
            written[state].append((name, value))
    if field.stream_block.meta.block_counts:
        return [streamfield(items) for items in written.values()]
    return [streamfield([item for items in written.values() for item in items])]


@pytest.mark.parametrize(("model", "name"), DISTINCT)
def test_a_draft_with_unfinished_blocks_opens_again(editor, model, name):
    page = make_page(model)
    edit, preview = addresses(page)
    for stream in streams(model._meta.get_field(name)):
        form = nested_form_data(form_of(page) | {name: stream})
        saved = editor.post(edit, form, headers={"accept": "application/json"})
        assert saved.status_code == 200, saved.json()
        assert editor.post(preview, form).json()["is_valid"]
        assert editor.get(edit).status_code == 200
        assert editor.get(f"/gestion/pages/{page.pk}/view_draft/").status_code == 200


@pytest.mark.parametrize(
    "unfinished",
    [{"summary": ""}, {"body": [("picture", {})]}, {"body": [("heading", "?")]}],
    ids=["a field", "a block", "a title"],
)
def test_what_is_unfinished_is_not_published_with_others(editor, unfinished):
    """Neither chosen in a list, nor under a page that is."""
    done, draft = make_guide(live=False), make_guide(live=False)
    for name, value in unfinished.items():
        setattr(draft, name, value)
    draft.save_revision(clean=False)
    many = "/gestion/bulk/wagtailcore/page/publish/?next=/gestion/"
    above = f"{many}&id={done.get_parent().pk}"
    for url, sent in (
        (f"{many}&id={done.pk}&id={draft.pk}", {}),
        (above, {"include_descendants": "on"}),
    ):
        answer = editor.post(url, sent)
        assert answer["Location"] == addresses(draft)[0]
        assert "rien n’est publié" in editor.get(answer["Location"]).text
        assert not GuidePage.objects.live().exists()
    assert editor.post(f"{many}&id={done.pk}")["Location"] == "/gestion/"
    assert GuidePage.objects.live().get() == done


@pytest.mark.parametrize("sent", [{}, {"title": "Autre"}, {"action-publish": "1"}])
def test_a_form_that_came_without_the_fields_of_its_script_is_a_400(editor, sent):
    page = make_page(GuidePage)
    response = editor.post(addresses(page)[0], sent)
    assert response.status_code == 400
    assert "le formulaire n’est pas arrivé entier" in response.content.decode()


@pytest.mark.parametrize(("model", "name"), DISTINCT)
def test_what_is_wrong_in_a_block_is_told_and_kept(editor, model, name):
    page = make_page(model)
    edit, preview = addresses(page)
    blocks = model._meta.get_field(name).stream_block.child_blocks
    items = [(kind, wrong(block)) for kind, block in blocks.items()]
    form = nested_form_data(form_of(page) | {name: streamfield(items)})
    answer = editor.post(edit, form)
    if answer.status_code == 200:
        assert WRONG in BeautifulSoup(answer.content, "html.parser").decode()
    assert editor.post(preview, form).status_code == 200
    assert editor.get(f"{preview}?mode=").status_code == 200
    assert editor.get(edit).status_code == 200


def test_a_visitor_never_reads_a_500_for_an_unfinished_block(client, site):
    """Published by the clock, or several at once: no form looks at it again."""
    pages = []
    for model in {one.values[0]: None for one in STREAMS}:
        page = make_page(model)
        for name in (one.values[1] for one in STREAMS if one.values[0] is model):
            blocks = model._meta.get_field(name).stream_block.child_blocks.items()
            raw = [{"type": kind, "value": one} for kind, block in blocks for one in stored(block)]
            setattr(page, name, json.dumps(raw))
        page.save_revision(clean=False).publish()
        pages.append(page)
    lists = ("/", "/guides/", "/plan-du-site/", "/sitemap-pages.xml")
    for address in (*(page.url for page in pages), *lists):
        assert client.get(address).status_code == 200, address
    sign_in(client, person(EDITORS))
    assert client.get("/gestion/").status_code == 200
    for page in pages:
        if any(type(page) is one.values[0] for one in DISTINCT):
            assert client.get(addresses(page)[0]).status_code == 200, page


@pytest.mark.parametrize("name", sorted({**GUIDE, **EASY}))
def test_an_empty_block_shows_nothing(site, name):
    block = (GUIDE | EASY)[name]
    for raw in stored(block):
        html = BeautifulSoup(block.render(block.to_python(raw)), "html.parser")
        assert html.get_text(strip=True) == ""
        # What draws a frame, a mark or a number around nothing.
        assert html.select("p, li, figure, blockquote, h2, table, details, .cu-note") == []
