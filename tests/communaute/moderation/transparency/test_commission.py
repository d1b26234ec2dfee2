import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from communaute.moderation.enums import Ground
from communaute.moderation.models import StatementOfReasons
from communaute.moderation.transparency.commission import as_statement, to_export, without_people
from tests.communaute.moderation.factories import CaseFactory, hide, statement_of

pytestmark = pytest.mark.django_db
REQUIRED = (
    *("puid", "decision_ground", "content_type", "category", "content_date", "application_date"),
    *("decision_facts", "source_type", "automated_detection", "automated_decision"),
)


@pytest.fixture
def statement(agence):
    case = CaseFactory()
    facts = f"Votre texte cite un voisin : « {case.snapshot[:20]} ». Son numéro, 06 12 34 56 78."
    hide(case, agence, facts=facts)
    return statement_of(case)


def test_a_statement_takes_the_names_of_the_commission(statement):
    told = as_statement(statement)
    assert set(REQUIRED) <= set(told)
    assert told["puid"] == str(statement.puid)
    assert told["decision_ground"] == "DECISION_GROUND_INCOMPATIBLE_CONTENT"
    assert told["incompatible_content_illegal"] == "No"
    assert told["territorial_scope"] == ["FR"]
    assert told["source_type"] == "SOURCE_ARTICLE_16"
    assert told["automated_decision"] == "AUTOMATED_DECISION_NOT_AUTOMATED"
    assert told["content_language"] == "FR"


def test_an_illegal_text_names_its_law(agence):
    case = CaseFactory()
    hide(case, agence, ground=Ground.ILLEGAL, rule="Code civil, article 9")
    told = as_statement(statement_of(case))
    assert told["illegal_content_legal_ground"] == "Code civil, article 9"
    assert "incompatible_content_ground" not in told


def test_no_personal_data_leaves(statement):
    told = json.dumps(as_statement(statement), ensure_ascii=False)
    assert statement.excerpt[:20] not in told
    assert "06 12" not in told
    assert statement.content_url not in told
    assert statement.recipient.email not in told
    assert "[passage]" in told


@pytest.mark.parametrize(
    "text", ["Il écrit « secret » ici.", "Il écrit “secret” ici.", 'Il écrit "secret" ici.']
)
def test_what_is_quoted_is_taken_out(text):
    assert "secret" not in without_people(text)


def test_the_file_holds_the_period_and_nothing_else(statement, tmp_path, capsys):
    path = tmp_path / "exposes.json"
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    call_command("export_statements", str(path), f"--from={today}", f"--until={tomorrow}")
    kept = json.loads(path.read_text(encoding="utf-8"))["statements"]
    assert [one["puid"] for one in kept] == [str(statement.puid)]
    assert "1 exposé" in capsys.readouterr().out
    after = tomorrow + timedelta(days=1)
    call_command("export_statements", str(path), f"--from={tomorrow}", f"--until={after}")
    assert json.loads(path.read_text(encoding="utf-8"))["statements"] == []


def test_the_last_day_is_left_out(statement):
    at = statement.decision.decided_at
    assert list(to_export(at, at + timedelta(seconds=1))) == [statement]
    assert list(to_export(at - timedelta(days=1), at)) == []
    assert StatementOfReasons.objects.count() == 1


def test_sending_is_off_until_a_token_is_given(statement, tmp_path):
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    arguments = [str(tmp_path / "e.json"), f"--from={today}"]
    with pytest.raises(CommandError, match="éteint"):
        call_command("export_statements", *arguments, f"--until={tomorrow}", "--send")
    with pytest.raises(CommandError, match="suivre"):
        call_command("export_statements", *arguments, f"--until={today}")
