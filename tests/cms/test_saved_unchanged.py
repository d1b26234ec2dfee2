"""What is shipped passes the editor's own form: nobody inherits a page that cannot be saved."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from cms.demo.loader import load_guides, load_pages
from tests.cms.kept import once
from tests.communaute.comptes.factories import UserFactory

pytestmark = pytest.mark.django_db


def refused(page, user):
    """What the form of a page says of what it shows."""
    form = page.get_edit_handler().get_form_class()(instance=page, for_user=user)
    for name, field in form.fields.items():
        try:
            field.clean(form[name].initial)
        except ValidationError as error:
            yield page.slug, name, error


def test_each_shipped_page_would_be_saved_unchanged(site):
    once(load_guides)
    load_pages()
    user = UserFactory(is_superuser=True)
    pages = Page.objects.filter(depth__gt=1).specific()
    assert len(pages) > 30
    assert [one for page in pages for one in refused(page, user)] == []
    for page in pages:
        page.full_clean()
