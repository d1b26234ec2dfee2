"""The log as auditors read it: all of it, and nobody's name."""

from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.perms import is_national_team
from communaute.moderation.audit_log import views
from communaute.moderation.audit_log.log import record
from communaute.moderation.enums import AUTOMATIC, Act, Escalation, NoticeCategory
from communaute.moderation.models import Case, ModerationLog
from communaute.moderation.registry import type_of
from communaute.moderation.services import ask_review, escalate
from socle.calendar import PARIS
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import FACTS, CaseFactory, hidden_case

pytestmark = pytest.mark.django_db
JOURNAL = "/moderation/journal/"


@pytest.fixture
def auditor():
    return UserFactory(auditeur=True)


def positions(response):
    return [row.position for row in response.context["page_obj"]]


def test_an_auditor_reads_every_act_and_acts_on_nothing(client, auditor):
    case = hidden_case()
    client.force_login(auditor)
    page = client.get(JOURNAL)
    assert page.status_code == 200
    assert "Décision : masquer" in page.text
    assert not Case.objects.visible_to(auditor).exists()
    assert not is_national_team(auditor)
    for name, arguments in (("queue", []), ("case", [case.pk]), ("appeals", [])):
        assert client.get(reverse(f"moderation:{name}", args=arguments)).status_code in {403, 404}
    assert client.post(reverse("moderation:decide", args=[case.pk])).status_code == 404


def test_nobody_is_named_and_nothing_is_quoted(client, auditor):
    moderator = UserFactory(agence=True, display_name="Claire Martin")
    author = UserFactory(display_name="Jean Dupont")
    case = hidden_case(actor=moderator, content__author=author, content__body="Un texte secret.")
    client.force_login(auditor)
    for text in (client.get(JOURNAL).text, client.get("/moderation/journal.csv").content.decode()):
        assert f"compte n° {moderator.pk}" in text or f";{moderator.pk};" in text
        for hidden in (moderator, author, moderator.email, author.email, FACTS, case.snapshot):
            assert str(hidden) not in text


def test_why_a_case_is_passed_on_is_in_the_case_and_not_in_the_log(client, auditor):
    why, team = "Son voisin Jean Dupont m’a appelée.", UserFactory(equipe=True)
    case, moderator = CaseFactory(), UserFactory(agence=True)
    escalate(actor=moderator, case=case, level=Escalation.NATIONAL, why=why)
    client.force_login(auditor)
    for text in (client.get(JOURNAL).text, client.get("/moderation/journal.csv").content.decode()):
        assert "Équipe nationale" in text
        assert "Dupont" not in text
    client.force_login(team)
    assert "Jean Dupont" in client.get(case.get_absolute_url()).text


def test_what_a_program_found_in_a_text_is_in_the_notice_and_not_in_the_log():
    case = CaseFactory()
    why = "Un téléphone : 06 12 34 56 78."
    ask_review(kind=type_of(case), content=case.target, why=why, due_at=case.due_at)
    assert "06 12" in case.notices.get(visitor_key=AUTOMATIC).explanation
    assert (case.log.last().detail, case.log.last().act) == ("", Act.REVIEW)


def test_what_nobody_signs_says_who_did_it(client, auditor):
    signed = [
        (Act.NOTICE, NoticeCategory.RUDE.label, "quelqu’un qui signale"),
        (Act.REVIEW, "", "un programme"),
        (Act.CONTEST, NoticeCategory.RUDE.label, "quelqu’un qui signale"),
        (Act.AUTO_HIDE, "CGU 3.1", "un programme"),
        (Act.APPEAL, "", "la personne concernée"),
        (Act.SHOW_AGAIN, "", "l’horloge"),
        (Act.SANCTION_ENDED, "", "l’horloge"),
    ]
    case = CaseFactory()
    for act, detail, _ in reversed(signed):
        record(case, act, detail=detail)
    client.force_login(auditor)
    page = BeautifulSoup(client.get(JOURNAL).content, "html.parser")
    cells = [row.select("td")[-1].text.strip() for row in page.select("tbody tr")]
    assert cells == [who for _, _, who in signed]


def test_the_rows_are_filtered_and_a_wrong_filter_is_said(client, auditor):
    agent = UserFactory(agence=True)
    first, second = hidden_case(actor=agent), CaseFactory()
    record(second, Act.NOTICE)
    record(second, Act.CLAIM, actor=agent)
    client.force_login(auditor)
    assert positions(client.get(JOURNAL)) == [3, 2, 1]
    assert positions(client.get(JOURNAL, {"acte": Act.NOTICE})) == [2]
    assert positions(client.get(JOURNAL, {"dossier": first.pk})) == [1]
    agency = agent.organisations.get()
    assert positions(client.get(JOURNAL, {"organisation": agency.pk})) == [3, 1]
    wrong = client.get(JOURNAL, {"dossier": "abc", "acte": Act.NOTICE})
    assert wrong.status_code == 422
    assert "Écrivez un numéro, par exemple 42." in wrong.text
    assert positions(wrong) == [2]


def test_days_are_whole_days_of_paris(client, auditor, monkeypatch):
    client.force_login(auditor)
    for moment in (
        datetime(2026, 11, 25, 23, 59, 59, 999999, PARIS),
        datetime(2026, 11, 26, 0, 0, tzinfo=PARIS),
        datetime(2026, 11, 26, 23, 59, 59, 999999, PARIS),
        datetime(2026, 11, 27, 0, 0, tzinfo=PARIS),
    ):
        with monkeypatch.context() as clock:
            clock.setattr(timezone, "now", lambda m=moment: m)
            record(None, Act.NOTICE)
    day = {"du": "2026-11-26", "au": "2026-11-26"}
    assert positions(client.get(JOURNAL, day)) == [3, 2]


def test_pages_follow_one_another_by_keys(client, auditor, monkeypatch):
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    for _ in range(5):
        record(None, Act.NOTICE)
    client.force_login(auditor)
    page = client.get(JOURNAL)
    assert positions(page) == [5, 4]
    following = {"apres": page.context["page_obj"].next_cursor}
    assert positions(client.get(JOURNAL, following)) == [3, 2]
    assert positions(client.get(JOURNAL, {"avant": "fin"})) == [2, 1]


def test_a_page_takes_the_same_queries_at_one_row_and_at_sixty(client, auditor):
    client.force_login(auditor)
    record(None, Act.NOTICE, actor=auditor)
    client.get(JOURNAL)  # what is read once per process
    with CaptureQueriesContext(connection) as few:
        client.get(JOURNAL)
    for _ in range(60):
        record(None, Act.NOTICE, actor=auditor)
    with CaptureQueriesContext(connection) as many:
        client.get(JOURNAL)
    assert len(many) == len(few) <= 10


def test_the_file_has_the_same_rows_in_order(client, auditor):
    record(None, Act.NOTICE, detail="=Hors sujet")
    record(None, Act.CLAIM, actor=auditor)
    client.force_login(auditor)
    lines = client.get("/moderation/journal.csv", {"acte": Act.NOTICE}).content.decode()
    at = timezone.localtime(ModerationLog.objects.get(position=1).at)
    assert lines.splitlines()[1].startswith(f"1;{at:%Y-%m-%d %H:%M:%S};")
    assert "'=Hors sujet" in lines
    assert len(lines.splitlines()) == 2


def test_the_menu_leads_there(client, auditor):
    client.force_login(auditor)
    assert JOURNAL in client.get("/mon-compte/").text
    client.force_login(UserFactory())
    assert JOURNAL not in client.get("/mon-compte/").text


def test_the_file_of_a_wrong_filter_is_refused_and_has_titles_only(client, auditor):
    hidden_case()
    client.force_login(auditor)
    for query in ("du=hier", "acte=inconnu", "dossier=0", "organisation=0", "du=0001-01-01"):
        file = client.get(f"/moderation/journal.csv?{query}")
        assert (file.status_code, len(file.text.splitlines())) == (422, 1), query
        page = client.get(f"{JOURNAL}?{query}")
        assert (page.status_code, "journal.csv" in page.text) == (422, False), query
    assert client.get(f"{JOURNAL}?du=9999-12-31&au=9999-12-31").status_code == 200
