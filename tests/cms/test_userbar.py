"""Wagtail’s checks read the page through its user bar: in every preview, on no public page."""

import pytest
from wagtail.models import Page, get_page_models

from cms.demo.loading import load_guides, load_pages
from cms.models import AccessibilityPage, GuideIndexPage, HomePage, RulesPage, StandardPage
from cms.site.models import EasyPage
from cms.starter import EDITORS
from tests.cms.factories import make_guide
from tests.cms.kept import once
from tests.cms.test_admin import person, sign_in

pytestmark = pytest.mark.django_db
BAR = "checker-axe-configuration"


def one_of_each(site):
    kinds = (HomePage, GuideIndexPage, AccessibilityPage, StandardPage, RulesPage, EasyPage)
    return [kind.objects.first() for kind in kinds] + [make_guide()]


def test_every_preview_carries_it_under_the_policy_of_the_admin(client, site):
    sign_in(client, person(EDITORS))
    for page in one_of_each(site):
        preview = client.get(f"/gestion/pages/{page.pk}/view_draft/")
        assert BAR in preview.content.decode(), page.specific_class
        assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]


def test_every_kind_of_page_that_editors_write_carries_it(client, site):
    once(load_guides)
    once(load_pages)
    sign_in(client, person(EDITORS))
    kinds = [kind for kind in get_page_models() if kind is not Page]
    for kind in kinds:
        page = kind.objects.first()
        assert page, kind
        preview = client.get(f"/gestion/pages/{page.pk}/view_draft/")
        assert BAR in preview.content.decode(), kind


def test_no_public_page_does_for_an_editor_or_anybody(client, site):
    pages = one_of_each(site)
    for visitor in (None, person(EDITORS)):
        if visitor:
            sign_in(client, visitor)
        for page in pages:
            response = client.get(page.url)
            assert response.status_code == 200
            assert "userbar" not in response.content.decode()
            assert "'unsafe-inline'" not in response["Content-Security-Policy"]


def test_a_preview_is_never_kept_for_the_public(client, site):
    sign_in(client, person(EDITORS))
    guide = make_guide()
    client.get(f"/gestion/pages/{guide.pk}/view_draft/")
    client.post("/gestion/logout/")
    assert BAR not in client.get(guide.url).content.decode()
