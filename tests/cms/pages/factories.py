"""What people send from the pages of editors, for tests."""

import time
from datetime import UTC, datetime, timedelta
from itertools import count
from unittest.mock import patch

from cms.models import HomePage
from cms.pages.models import EventPage, NewsIndexPage
from cms.pages.services import receive_message
from socle.antispam import new_stamp
from tests.cms.factories import make_site

_numbers = count(1)


def stamp_of(seconds_ago=60):
    """The stamp of a form opened so long ago."""
    with patch("django.core.signing.time.time", return_value=time.time() - seconds_ago):
        return new_stamp()


def written(**fields):
    """What a person sends from `/contact/`."""
    return {
        "name": "Monique",
        "email": "monique@exemple.fr",
        "subject": "service",
        "message": "Puis-je visiter une sous-station ?",
        "website": "",
        "stamp": stamp_of(),
    } | fields


def make_message(**fields):
    values = {"name": "Monique", "email": "monique@exemple.fr", "subject": "service"}
    return receive_message(
        **values | {"key": f"{next(_numbers):064d}", "message": "Puis-je visiter ?"} | fields
    )


def make_page(kind, parent=None, **fields):
    make_site()
    values = {"title": "Une page", "slug": "une-page", "introduction": "En une phrase."} | fields
    page = kind(**values)
    (parent or HomePage.objects.get()).add_child(instance=page)
    page.save_revision().publish()
    return kind.objects.get(pk=page.pk)


def make_news_index():
    make_site()
    index = NewsIndexPage(title="Actualités", slug="actualites")
    HomePage.objects.get().add_child(instance=index)
    return index


def make_event(**fields):
    starts_at = datetime(2026, 12, 3, 17, 30, tzinfo=UTC)
    values = {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "place": "Grenoble",
        "slug": f"rendez-vous-{next(_numbers)}",
    }
    parent = fields.pop("parent", None) or NewsIndexPage.objects.first() or make_news_index()
    return make_page(EventPage, parent, **values | fields)
