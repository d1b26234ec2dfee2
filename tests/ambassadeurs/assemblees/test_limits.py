"""What the papers may cost: queries, seconds, bytes, and what is too long to be read."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import load_command_class
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ambassadeurs.assemblees.dossier import services
from ambassadeurs.assemblees.dossier.papers import PAPERS
from tests.ambassadeurs.simulation.test_views import text_of as read_page

from .dossiers import WHOLE, page_of

pytestmark = pytest.mark.django_db
PURE = {"vote": "assemblees", "assembly_calendar": "assemblees", "split": "simulation"}


@pytest.mark.parametrize("is_checked", [True, False])
def test_a_list_of_40_mb_is_said_too_long(member, assembly, is_checked):
    client = Client(enforce_csrf_checks=is_checked)
    client.force_login(member)
    body = b"lots=" + b"1;10%0A" * 6_000_000
    page = client.post(
        page_of(assembly, "cout-par-lot/"), body, content_type="application/x-www-form-urlencoded"
    )
    assert page.status_code == 413
    assert "Ce que vous avez envoyé est trop long" in read_page(page)


@pytest.mark.parametrize("is_sent", [False, True])
def test_each_paper_takes_few_queries(client, member, assembly, is_sent):
    services.save_numbers(actor=member, assemblee=assembly, numbers=WHOLE)
    if is_sent:
        services.say_sent(actor=member, assemblee=assembly)
    client.force_login(member)
    asked = {}
    for key in ("lettre", *PAPERS):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page_of(assembly, f"{key}/")).status_code == 200
        asked[key] = len(queries)
    assert {key: number for key, number in asked.items() if number > 10} == {}


@pytest.mark.parametrize(("name", "app"), PURE.items())
def test_what_only_counts_waits_for_no_database(name, app):
    assert load_command_class(f"ambassadeurs.{app}", name).requires_system_checks == []


def test_a_vote_is_counted_where_there_is_no_database(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "vote", '{"article": "25f", "T": 10000, "F": 5001}'],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/nowhere/none.sqlite3"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "adoptee_25" in done.stdout
