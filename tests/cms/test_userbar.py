"""Wagtail’s checks read the page through its user bar: in every preview, on no public page."""

import pytest
from wagtail.models import Page, get_page_models

from cms.demo.loader import load_guides, load_pages
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


def test_the_preview_of_every_kind_of_page_carries_it_under_the_policy_of_the_admin(client, site):
    once(load_guides)
    once(load_pages)
    sign_in(client, person(EDITORS))
    for kind in (kind for kind in get_page_models() if kind is not Page):
        preview = client.get(f"/gestion/pages/{kind.objects.first().pk}/view_draft/")
        assert BAR in preview.content.decode(), kind
        assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]


def test_no_public_page_does_for_an_editor_or_anybody_and_a_preview_is_never_kept(client, site):
    pages = one_of_each(site)
    sign_in(client, person(EDITORS))
    client.get(f"/gestion/pages/{pages[-1].pk}/view_draft/")
    for is_signed_in in (True, False):
        if not is_signed_in:
            client.logout()
        for page in pages:
            response = client.get(page.url)
            assert response.status_code == 200
            assert "userbar" not in response.text
            assert BAR not in response.text
            assert "'unsafe-inline'" not in response["Content-Security-Policy"]
