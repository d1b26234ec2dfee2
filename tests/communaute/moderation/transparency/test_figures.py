from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from ambassadeurs.demonstration.past import past
from communaute.moderation.appeals import appeal
from communaute.moderation.enums import (
    AppealOutcome,
    ContentStatus,
    NoticeCategory,
    NoticeSource,
    SanctionKind,
    Source,
)
from communaute.moderation.models import Appeal, Case, ModerationLog, Notice
from communaute.moderation.registry import by_key
from communaute.moderation.services import ask_review, decide_case, report, text_edited
from communaute.moderation.transparency.models import (
    ClosedPeriod,
    ModerationMeans,
    MonthlyUsers,
    Period,
    ended_between,
    period_of,
    quarter_of,
)
from communaute.moderation.transparency.sections import NOTHING_YET, figures, sections
from communaute.moderation.transparency.services import (
    close_one,
    count_month,
    months_to_count,
    periods_to_close,
)
from communaute.questions.models import Question
from socle.small_counts import small
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import (
    CaseFactory,
    NoticeFactory,
    answered,
    contested,
    hidden_case,
    hide,
)
from tests.communaute.moderation.sanctions.scenes import sanctioned
from tests.communaute.questions.factories import QuestionFactory


def test_quarters_begin_and_end_at_midnight_in_paris():
    assert quarter_of(datetime(2026, 9, 30, 21, 59, 59, tzinfo=UTC)) == Period(2026, 3)
    assert quarter_of(datetime(2026, 9, 30, 22, 0, tzinfo=UTC)) == Period(2026, 4)
    assert Period(2026, 4).ends_at == Period(2027, 1).starts_at == Period(2026).ends_at
    assert (Period(2026, 1).key, Period(2026).key) == ("2026-T1", "2026")
    assert Period(2026, 1).label == "1er trimestre 2026"
    assert [period_of(key) for key in ("2026-T5", "26", "", None)] == [None] * 4


def test_the_periods_that_ended_since_the_first_act():
    first = datetime(2026, 8, 2, tzinfo=UTC)
    keys = [one.key for one in ended_between(first, datetime(2027, 4, 2, tzinfo=UTC))]
    assert keys == ["2026-T3", "2026-T4", "2026", "2027-T1"]
    assert ended_between(first, Period(2026, 3).ends_at - timedelta(seconds=1)) == []


def shown(period=None, organisation=None):
    raw = figures(period or quarter_of(timezone.now()), organisation)
    return {
        (section.key, line.key): line.shown
        for section in sections()
        if section.key in raw
        for line in section.lines(raw)
    }


@pytest.mark.django_db
def test_an_empty_service_publishes_zeros():
    found = shown()
    assert found["notices", "total"] == "0"
    assert found["decisions", "masquer"] == "0"
    assert found["delays", "decision"] == NOTHING_YET
    assert found["automation", "wholly"] == "0"
    assert found["errors", "hidden"] == NOTHING_YET
    assert found["users", "average"] == NOTHING_YET
    assert found["staff", "hours"] == NOTHING_YET


@pytest.mark.django_db
def test_figures_count_notices_decisions_and_appeals(agence, equipe):
    for _ in range(5):
        hidden_case(agence)
    for _ in range(6):
        case = CaseFactory(opened_at=timezone.now() - timedelta(hours=10))
        decide_case(actor=agence, case=case, version=1, kind="garder")
    for number in range(5):
        answered(contested(), actor=equipe, reply=f"Réponse {number}, motivée.")
    found = shown()
    # 16 of them: five by five, nobody sees one more come.
    assert found["notices", "total"] == "15"
    assert found["notices", "commercial"] == "15"
    assert found["decisions", "masquer"] == "10"
    assert found["decisions", "garder"] == "5"
    assert found["decisions", "retablir"] == "5"
    assert found["grounds", "cgu"] == "10"
    assert found["sources", "signalement"] == "10"
    assert found["appeals", "total"] == "5"
    assert found["appeals", "accepted"] == "5"
    assert found["delays", "decision"] == "moins d’une heure"
    assert shown(Period(2020))["notices", "total"] == "0"


@pytest.mark.django_db
def test_the_median_is_said_from_five_cases_on(agence):
    for number in range(4):
        case = CaseFactory()
        decide_case(actor=agence, case=case, version=1, kind="garder")
        Case.objects.filter(pk=case.pk).update(
            opened_at=timezone.now() - timedelta(hours=10 + number)
        )
    assert shown()["delays", "decision"] == f"{small()} mesures"
    case = CaseFactory(opened_at=timezone.now() - timedelta(hours=100))
    decide_case(actor=agence, case=case, version=1, kind="garder")
    assert shown()["delays", "decision"] == "12 h"


@pytest.mark.django_db
def test_an_agency_is_shown_from_ten_decisions_on(client, agence):
    name = agence.memberships.get().organisation.name
    for _ in range(9):
        decide_case(actor=agence, case=CaseFactory(), version=1, kind="garder")
    assert client.get("/moderation/transparence.json").json()["agencies"] == []
    decide_case(actor=agence, case=CaseFactory(), version=1, kind="garder")
    [told] = client.get("/moderation/transparence.json").json()["agencies"]
    assert told["name"] == name
    kept = next(one for one in told["sections"] if one["key"] == "decisions")
    assert {one["key"]: one["value"] for one in kept["figures"]}["garder"] == 10
    assert name in client.get("/moderation/transparence/").text
    assert name in client.get("/moderation/transparence.csv").text


@pytest.mark.django_db
def test_a_period_that_is_over_is_written_once_and_never_moves(client, agence):
    period = quarter_of(timezone.now())
    later = period.ends_at + timedelta(hours=1)
    for _ in range(5):
        hidden_case(agence)
    assert periods_to_close(later - timedelta(seconds=1)) == []
    assert period.key in periods_to_close(later)
    close_one(period.key, later)
    closed_at = ClosedPeriod.objects.get(key=period.key).closed_at
    close_one(period.key, later)
    assert ClosedPeriod.objects.get(key=period.key).closed_at == closed_at
    assert period.key not in periods_to_close(later)
    hidden_case(agence)
    page = client.get(f"/moderation/transparence.json?periode={period.key}").json()
    kept = next(one for one in page["service"] if one["key"] == "decisions")
    assert {one["key"]: one["value"] for one in kept["figures"]}["masquer"] == 5
    assert page["closed_at"]
    assert (
        "ils ne changent plus" in client.get(f"/moderation/transparence/?periode={period.key}").text
    )


@pytest.mark.django_db
def test_nothing_is_closed_before_the_first_act():
    assert periods_to_close(timezone.now() + timedelta(days=900)) == []


@pytest.mark.django_db
def test_users_are_counted_once_a_month_and_averaged_over_six():
    now = datetime(2026, 12, 1, 0, 30, tzinfo=UTC)
    UserFactory(last_login=datetime(2026, 11, 2, tzinfo=UTC))
    UserFactory(last_login=datetime(2026, 10, 31, 22, 59, tzinfo=UTC))
    [month] = months_to_count(now)
    assert month.isoformat() == "2026-11-01"
    for _ in range(2):
        count_month(month, now)
    assert months_to_count(now) == []
    assert MonthlyUsers.objects.get().people == 1
    for number, people in enumerate((100, 10, 20, 30, 40, 50)):
        MonthlyUsers.objects.create(month=f"2026-{number + 5:02}-01", people=people)
    # May is the seventh month back.
    assert shown(Period(2026))["users", "average"] == "25"


@pytest.mark.django_db
def test_a_month_before_anybody_signed_in_measures_nothing():
    MonthlyUsers.objects.create(month="2026-10-01", people=0)
    assert shown(Period(2026))["users", "average"] == NOTHING_YET
    MonthlyUsers.objects.create(month="2026-11-01", people=8)
    assert shown(Period(2026))["users", "average"] == "5"


@pytest.mark.django_db
def test_restrictions_by_ground_are_those_of_texts_and_of_people(agence, equipe):
    for _ in range(5):
        hidden_case(agence)
    cases = CaseFactory.create_batch(5)
    for case in cases:
        sanctioned(SanctionKind.NOTICE, case=case, actor=equipe)
    raw = figures(quarter_of(timezone.now()))
    total = {key: sum(raw[key].values()) for key in ("grounds", "restrictions", "sanctions")}
    assert total == {"grounds": 10, "restrictions": 5, "sanctions": 5}
    told = {section.key: section.definition for section in sections()}
    assert "personnes comptent aussi" in told["grounds"]
    assert "comptées plus bas" in told["restrictions"]


@pytest.mark.django_db
def test_staff_is_counted_and_hours_are_typed(agence, equipe):
    means = ModerationMeans.load()
    means.weekly_hours, means.training = 12, "Deux heures par an, avec un juriste."
    means.save()
    found = shown()
    assert found["staff", "hours"] == "12"
    assert found["staff", "agencies"] == "1"
    assert "juriste" in found["staff", "training"]


def test_hours_that_nobody_would_believe_are_refused():
    ModerationMeans(weekly_hours=5_000).full_clean()
    with pytest.raises(ValidationError):
        ModerationMeans(weekly_hours=999_999).full_clean()


@pytest.mark.django_db
def test_page_and_files_are_open_without_cookie(client):
    page = client.get("/moderation/transparence/")
    files = [client.get(f"/moderation/transparence.{kind}") for kind in ("csv", "json")]
    for response in (page, *files):
        assert response.status_code == 200
        assert not response.cookies
    assert "en dix lignes" in page.text
    assert page.text.index("en dix lignes") < page.text.index("Signalements reçus")
    assert "rubrique;mesure;valeur;définition" in files[0].text


@pytest.mark.django_db
@pytest.mark.parametrize("period", ["abc", "2026-T9", "2019-T1"])
def test_a_period_that_is_none_is_said_and_ignored(client, period):
    page = client.get(f"/moderation/transparence/?periode={period}")
    assert page.status_code == 200
    assert "n’est pas publiée" in page.text
    assert client.get(f"/moderation/transparence.json?periode={period}").status_code == 422
    assert not ClosedPeriod.objects.exists()


@pytest.mark.django_db
def test_the_page_costs_the_same_at_one_row_and_at_many(
    client, agence, django_assert_max_num_queries
):
    hidden_case(agence)
    with django_assert_max_num_queries(40) as first:
        client.get("/moderation/transparence/")
    for _ in range(8):
        hidden_case(agence)
    with django_assert_max_num_queries(len(first)):
        client.get("/moderation/transparence/")


def raw():
    return figures(quarter_of(timezone.now()))


@pytest.mark.django_db
def test_who_reports_is_counted_by_capacity_programs_apart():
    rows = [CaseFactory().notices.get().pk for _ in range(4)]
    sources = (
        *(NoticeSource.TRUSTED, NoticeSource.AUTHORITY),
        *(NoticeSource.AUTOMATIC, NoticeSource.TRUSTED),
    )
    for pk, source in zip(rows, sources, strict=True):
        Notice.objects.filter(pk=pk).update(source=source)
    assert raw()["reporters"] == {"confiance": 2, "autorite": 1, "automatique": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("heard", "source"),
    [
        (NoticeSource.MEMBER, Source.NOTICE),
        (NoticeSource.TRUSTED, Source.TRUSTED),
        (NoticeSource.AUTHORITY, Source.AUTHORITY),
    ],
)
def test_a_restriction_comes_from_whoever_reported_the_text(agence, heard, source):
    case = CaseFactory()
    case.notices.update(source=heard)
    assert hide(case, agence).statement.source == source
    assert raw()["sources"] == {source: 1}


@pytest.mark.django_db
def test_a_decision_made_lighter_is_no_decision_overturned(equipe):
    answered(contested(), actor=equipe, reply="Réponse motivée, entière.")
    lighter = contested()
    Appeal.objects.filter(pk=lighter.pk).update(
        upheld=True, outcome=AppealOutcome.ALTERED, decided_at=timezone.now()
    )
    contested()
    found = {"accepted": 1, "altered": 1, "rejected": 0, "waiting": 1}
    assert raw()["appeals"] == found


@pytest.mark.django_db
def test_a_text_held_then_published_is_an_error_of_the_program(agence):
    for kind in ("garder", "garder", ""):
        case = CaseFactory() if kind else hidden_case(agence)
        Notice.objects.filter(case=case).update(source=NoticeSource.AUTOMATIC)
        if kind:
            decide_case(actor=agence, case=case, version=1, kind=kind)
    decide_case(actor=agence, case=CaseFactory(), version=1, kind="garder")
    # Public while somebody reads what it tells of a neighbour: it was never held.
    public, private = CaseFactory(notices=0), NoticeCategory.PERSONAL_DATA
    NoticeFactory(case=public, source=NoticeSource.AUTOMATIC, category=private)
    decide_case(actor=agence, case=public, version=1, kind="garder")
    assert raw()["errors"]["screened"] == [3, 2]


@pytest.mark.django_db
def test_what_a_program_keeps_is_a_program_s_and_its_errors_are_counted(agence):
    """By the service that keeps texts, not by hand: its source was never written."""
    due = timezone.now() + timedelta(hours=24)
    for number in range(5):
        kept = QuestionFactory(status=ContentStatus.PENDING)
        case = ask_review(kind=by_key("question"), content=kept, why="Un lien.", due_at=due)
        if number:
            decide_case(actor=agence, case=case, version=case.version, kind="approuver")
        else:
            hide(case, agence)
    found = raw()
    assert found["reporters"] == {"automatique": 5}
    assert found["notices"] == {}
    assert found["errors"]["screened"] == [5, 4]
    # Four of five: a share of either side would tell it.
    assert shown()["errors", "screened"] == "non publié"


@pytest.mark.django_db
def test_an_author_who_corrects_their_text_reports_nothing(agence):
    case = CaseFactory()
    hide(case, agence, kind="modifier")
    asked = Question.objects.get(pk=case.object_id)
    text_edited(actor=asked.author, content=asked)
    found = raw()
    assert found["reporters"] == {"usager": 1}
    assert sum(found["notices"].values()) == 1


@pytest.mark.django_db
def test_no_delay_is_negative(agence):
    """Whatever the rows say: a case opened after its decision has no delay."""
    for number in range(6):
        case = CaseFactory()
        decide_case(actor=agence, case=case, version=1, kind="garder")
        moved = timedelta(hours=119) if number else timedelta(hours=-10)
        Case.objects.filter(pk=case.pk).update(opened_at=timezone.now() + moved)
    assert raw()["delays"]["decision"] == [1, pytest.approx(36000, abs=60)]
    assert shown()["delays", "decision"] == f"{small()} mesures"


@pytest.mark.django_db
def test_each_act_of_moderation_is_dated_when_it_is_done(agence, equipe):
    """In the past that a demonstration replays, as at any moment."""
    moment = datetime(2026, 5, 4, 10, tzinfo=UTC)
    with past(moment):
        asked = QuestionFactory()
        send = {"category": "commercial", "explanation": "C’est de la publicité."}
        notice, _ = report(actor=UserFactory(), kind=by_key("question"), content=asked, **send)
        statement = hide(notice.case, agence).statement
        filed = appeal(actor=asked.author, statement=statement, text="Je ne vends rien.")
    for row, field in (
        (notice.case, "opened_at"),
        (notice, "received_at"),
        (statement.decision, "decided_at"),
        (statement, "created_at"),
        (filed, "filed_at"),
        *((line, "at") for line in ModerationLog.objects.all()),
    ):
        row.refresh_from_db()
        assert getattr(row, field) == moment, (row, field)


@pytest.mark.django_db
def test_the_files_of_an_unknown_period_are_refused(client):
    asked = "/moderation/transparence.{}?periode=1999-t1"
    files = [client.get(asked.format(kind)) for kind in ("csv", "json")]
    assert [file.status_code for file in files] == [422, 422]
    assert files[0].text == "\ufeff"
