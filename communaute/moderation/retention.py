"""Files of moderation closed long ago: decisions and their reasons stay, the people leave."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from communaute.moderation.enums import AUTOMATIC, EDITED, CaseStatus
from communaute.moderation.models import (
    Appeal,
    Case,
    Decision,
    Notice,
    Sanction,
    StatementOfReasons,
)
from communaute.moderation.numbers import NUMBERS
from socle.calendar import months_before
from socle.scheduler import Step


def old_files(now: datetime) -> list[int]:
    """Cases (pks) closed for so long that nobody is named in them any more; one of which a measure
    stands, or an appeal waits, is kept whole."""
    return list(_old(now).order_by("pk").values_list("pk", flat=True))


def _old(now: datetime) -> QuerySet[Case]:
    of_case = {"decision__case": OuterRef("pk")}
    stands = Sanction.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), lifted_at=None)
    waits = Appeal.objects.filter(statement__decision__case=OuterRef("pk"), decided_at=None)
    reported = Notice.objects.filter(
        ~Q(reporter=None) | ~Q(reporter_email="") | ~Q(explanation=""), case=OuterRef("pk")
    )
    told = StatementOfReasons.objects.filter(**of_case).exclude(recipient=None)
    return Case.objects.filter(
        ~Q(snapshot="", passed_why="", author=None, claimed_by=None)
        | Exists(reported)
        | Exists(told),
        ~Exists(stands.filter(**of_case)),
        ~Exists(waits),
        status=CaseStatus.DECIDED,
        closed_at__lte=months_before(now, NUMBERS.file_months),
    )


@transaction.atomic
def forget_people(pk: int, now: datetime) -> dict[str, int]:
    """Take out of one old file who wrote, who reported and why, and the text as it was."""
    case = Case.objects.select_for_update().get(pk=pk)
    if not _old(now).filter(pk=pk).exists():
        return {}
    Case.objects.filter(pk=pk).update(
        snapshot="", author=None, claimed_by=None, text_key="", link_key="", passed_why=""
    )
    case.kept_away.clear()
    notices = case.notices.all()
    notices.update(reporter=None, reporter_email="", explanation="")
    notices.exclude(visitor_key__in=(AUTOMATIC, EDITED)).update(visitor_key="")
    case.proposals.update(proposed_by=None, declined_by=None)
    # As when an account is erased: the link to a person is all that the database lets be emptied
    # (communaute/moderation/audit_log/append_only.py), and their own querysets change nothing.
    QuerySet(StatementOfReasons).filter(decision__case=case).update(recipient=None)
    QuerySet(Decision).filter(case=case).update(decided_by=None)
    Sanction.objects.filter(decision__case=case).update(person=None)
    Appeal.objects.filter(statement__decision__case=case).update(text="", reply="", decided_by=None)
    return {"files_forgotten": 1}


STEP = Step(
    key="moderation.forget_files",
    label="Dossiers de modération clos depuis longtemps : plus personne n’y est nommé",
    due=old_files,
    do=forget_people,
)
