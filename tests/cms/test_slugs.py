"""The addresses of pages are ASCII: proposed so, typed so, and renamed where they were not."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data

from cms.models import GuidePage, RulesPage
from cms.starter import EDITORS
from socle.slugs import LETTERS, PlainSlug, plain_slug
from tests.cms.factories import make_guide
from tests.cms.test_admin import guide_form, person, sign_in

pytestmark = pytest.mark.django_db
ACCENTED = "préparer-lassemblée-générale"
PLAIN = "preparer-lassemblee-generale"


def accent(page, slug=ACCENTED):
    """The address of a page, as Wagtail let it be typed once."""
    path = page.url_path.removesuffix(f"{page.slug}/") + f"{slug}/"
    Page.objects.filter(pk=page.pk).update(slug=slug, url_path=path)
    return GuidePage.objects.get(pk=page.pk)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("L’été du cœur", "l-ete-du-coeur"),
        ("10 questions à poser", "10-questions-a-poser"),
        (ACCENTED, PLAIN),
        ("« ? »", ""),
    ],
)
def test_a_text_becomes_the_word_of_an_address(text, slug):
    assert plain_slug(text) == slug


def test_every_type_of_page_has_a_plain_address():
    kinds = [one for one in apps.get_models() if issubclass(one, Page) and one is not Page]
    assert len(kinds) > 12
    assert [one for one in kinds if not issubclass(one, PlainSlug)] == []


@pytest.mark.parametrize("live", [True, False], ids=["published", "draft"])
def test_no_page_is_kept_with_an_accent_in_its_address(site, live):
    with pytest.raises(ValidationError, match=f"« {PLAIN} »"):
        make_guide(slug=ACCENTED, live=live)


@pytest.mark.parametrize("act", [{"action-publish": "1"}, {}], ids=["publish", "draft"])
def test_an_accent_typed_in_an_address_is_told_beside_its_field(client, site, act):
    sign_in(client, person(EDITORS))
    address = f"/gestion/pages/add/cms/guidepage/{site.pk}/"
    answer = client.post(address, guide_form(slug=ACCENTED, **act))
    assert f"Par exemple : « {PLAIN} »" in str(answer.context["form"].errors["slug"])
    assert "Un guide écrit à la main" in answer.text
    assert not GuidePage.objects.exists()


def test_what_is_proposed_of_a_title_keeps_its_letters(client, site):
    sign_in(client, person(EDITORS))
    page = client.get(f"/gestion/pages/add/cms/guidepage/{site.pk}/")
    attrs = page.context["form"].fields["slug"].widget.attrs
    assert attrs["data-w-slug-allow-unicode-value"] is False
    title = "L’Été à Nîmes : « ça chauffe » au cœur d'Évry"
    for letters, plain in LETTERS:
        title = letters.sub(plain, title)
    assert plain_slug(title) == "l-ete-a-nimes-ca-chauffe-au-coeur-d-evry"
    assert title.replace("«", "").replace("»", "").isascii()


def test_a_copy_takes_no_accent_either(client, site):
    sign_in(client, person(EDITORS))
    guide = make_guide()
    form = {"new_title": "Copie", "new_slug": ACCENTED, "new_parent_page": site.pk}
    answer = client.post(f"/gestion/pages/{guide.pk}/copy/", nested_form_data(form))
    assert "new_slug" in answer.context["form"].errors


def test_a_guide_leads_to_the_next_one_whatever_its_address(client, site):
    first = make_guide()
    following = accent(make_guide(title="Préparer l’assemblée générale"))
    page = client.get(first.url)
    assert page.status_code == 200
    assert f'href="{following.url}"' in page.text
    assert client.get(following.url).status_code == 200


def test_a_theme_without_a_letter_is_refused_where_it_is_typed(client, site):
    """Its page would have no address, and every page that leads to it would be a 500."""
    sign_in(client, person(EDITORS))
    address = f"/gestion/pages/add/cms/guidepage/{site.pk}/"
    answer = client.post(address, guide_form(tags="vote, ♥", **{"action-publish": "1"}))
    assert "retirez « ♥ »" in str(answer.context["form"].errors["tags"])
    assert not GuidePage.objects.exists()


def test_a_document_of_rules_without_a_letter_is_refused(site):
    page = RulesPage.objects.first()
    page.document = "♥"
    with pytest.raises(ValidationError, match="un mot qui a des lettres"):
        page.full_clean()
