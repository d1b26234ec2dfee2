"""A reported private message is read on purpose: the log says who read it, when, in which case."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communaute.moderation.enums import Act, DecisionKind
from communaute.moderation.models import ModerationLog
from communaute.moderation.second_reading.services import decisions_of
from communaute.moderation.services import decide_case
from communaute.moderation.services.private import is_sealed, open_private
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory

from .asking import SECRET

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser(client):
    person = UserFactory(equipe=True)
    client.force_login(person)
    return person


def main_of(response):
    return BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)


def test_reading_is_logged_once_then_one_decides(client, case, adviser):
    url = f"{case.get_absolute_url()}lire/"
    page = main_of(client.get(case.get_absolute_url()))
    assert "Lire le message" in page
    assert "Que décidez-vous" not in page
    for _ in range(2):
        page = main_of(client.post(url, follow=True))
        assert SECRET in page
        assert "Que décidez-vous" in page
    row = case.log.get(act=Act.READ)
    assert (row.actor, row.case) == (adviser, case)
    assert row.digest
    colleague = UserFactory(equipe=True)
    assert is_sealed(colleague, case)
    assert not is_sealed(adviser, case)


def test_the_page_leads_to_no_thread_and_says_what_surrounds_the_message(client, case, adviser):
    message = case.target.message
    after = {"author": message.demande.ambassadeur.user, "from_requester": False}
    later = timezone.now() + timedelta(hours=1)
    message.demande.messages.create(**after, body="Je vous réponds.")
    message.demande.messages.create(**after, body="Pas encore remis.", shown_from=later)
    for page in (
        client.get(case.get_absolute_url()),
        client.post(f"{case.get_absolute_url()}lire/", follow=True),
    ):
        text = main_of(page)
        assert "Voir à sa place" not in text
        assert message.demande.get_absolute_url() not in page.text
        assert "aujourd’hui : remis" in text
    assert "Les messages d’avant et d’après" in text
    assert "Ce à quoi il répond" not in text
    assert "Je vous réponds." in text
    assert "Pas encore remis." not in text


def test_a_public_text_is_never_sealed(client, adviser):
    public = CaseFactory()
    assert not is_sealed(adviser, public)
    open_private(actor=adviser, case=public)
    assert not ModerationLog.objects.filter(act=Act.READ).exists()


def test_a_private_text_is_not_drawn_for_a_second_reading(case, adviser):
    open_private(actor=adviser, case=case)
    decide_case(actor=adviser, case=case, kind=DecisionKind.KEEP, version=case.version)
    decided = case.decisions.get().decided_at.date()
    assert not decisions_of(decided.replace(day=1)).exists()


@pytest.mark.parametrize("is_open", [False, True])
def test_the_case_of_a_private_text_keeps_the_budget(client, case, adviser, is_open):
    if is_open:
        client.post(f"{case.get_absolute_url()}lire/")
    client.get(case.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        assert client.get(case.get_absolute_url()).status_code == 200
    # The footer asks once in five minutes: not the page's own.
    own = [one for one in queries if "cms_accessibilitypage" not in one["sql"]]
    assert len(own) <= 12
