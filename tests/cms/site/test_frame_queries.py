"""The frame costs nothing to a page, whoever reads it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.site import selectors
from cms.site.models import Banner
from socle.models import PublicVersion
from socle.public_pages import forget_held
from tests.communaute.comptes.factories import UserFactory

from .test_banners import make_banner

pytestmark = pytest.mark.django_db


def cost(client, address="/reseaux/"):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries if "cms_site" in query["sql"]]


def test_the_frame_is_read_once_for_a_version(client, site):
    make_banner()
    assert cost(client)
    assert cost(client, "/ambassadeurs/") == []
    client.force_login(UserFactory())
    # A page that keeps nothing of its own for all.
    client.get("/reseaux/?page=1")
    with CaptureQueriesContext(connection) as queries:
        client.get("/reseaux/?page=1")
    assert not [one for one in queries if "cms_site" in one["sql"]]
    assert not [one for one in queries if "publicversion" in one["sql"]]


def test_reading_it_costs_the_same_with_one_banner_and_with_many(site):
    def queries():
        forget_held()
        with CaptureQueriesContext(connection) as captured:
            selectors.frame()
        return len(captured)

    make_banner()
    queries()
    one = queries()
    for _ in range(20):
        make_banner()
    assert queries() == one


def test_every_change_moves_the_public_version(site, django_capture_on_commit_callbacks):
    def number():
        return PublicVersion.objects.values_list("number", flat=True).filter(pk=1).first() or 0

    before = number()
    with django_capture_on_commit_callbacks(execute=True):
        make_banner()
    assert number() > before
    with django_capture_on_commit_callbacks(execute=True):
        Banner.objects.get().delete()
    assert number() > before + 1
