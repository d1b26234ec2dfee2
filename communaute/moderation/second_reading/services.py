"""Drawing decisions to read again, and reading them."""

import random
from collections import Counter
from datetime import date, datetime
from math import ceil
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation, User
from communaute.moderation.models import Case, Decision
from communaute.moderation.perms import can_decide, can_moderate
from communaute.moderation.registry import private_types
from communaute.moderation.services import hand_over as pass_on
from communaute.moderation.services import notify, release_case
from communaute.moderation.transparency.services import month_before
from communaute.notifications.services import tell_each
from communaute.organisations.models import Absence
from socle.calendar import date_format
from socle.scheduler import Step, each_apart

from ..enums import WITH_STATEMENT, CaseKind, DecisionKind, Verdict
from ..errors import ReadingRefused
from ..numbers import READING_NUMBERS
from ..perms import can_read_again
from ..transparency.models import Period
from ..transparency.sections import Raw, Section, Unit
from .models import DrawnMonth, SecondReading, WorkedCase

# What a second reader can judge from the text alone: kept online, or not.
_JUDGED = (
    *(DecisionKind.KEEP, DecisionKind.APPROVE, DecisionKind.ASK_EDIT),
    *(DecisionKind.HIDE, DecisionKind.REMOVE),
)


def decisions_of(month: date) -> QuerySet[Decision]:
    """Decisions of people about a public text in that month, those taken back at once left out."""
    start, end = _bounds(month)
    rows = Decision.objects.filter(decided_at__gte=start, decided_at__lt=end, kind__in=_JUDGED)
    rows = rows.exclude(case__content_type__in=private_types())
    return rows.exclude(undone_by__kind=DecisionKind.UNDO).order_by("pk")


@transaction.atomic
def draw_month(month: date, now: datetime) -> int:
    """Draw the decisions of a month to be read again; returns how many. Once: again, none.

    The seed is the month's, so that anybody who holds the log can draw the same.
    """
    if DrawnMonth.objects.select_for_update().filter(month=month).exists():
        return 0
    pks = list(decisions_of(month).values_list("pk", flat=True))
    drawn = random.Random(f"second-reading-{month:%Y-%m}")  # noqa: S311 -- must be done again
    chosen = sorted(drawn.sample(pks, ceil(len(pks) * READING_NUMBERS.percent / 100)))
    DrawnMonth.objects.create(month=month, decisions=len(pks), drawn=len(chosen))
    agencies = list(_reading_agencies())
    for decision in Decision.objects.filter(pk__in=chosen).order_by("pk"):
        others = [agency for agency in agencies if agency.pk != decision.organisation_id]
        reading = SecondReading.objects.create(
            decision=decision,
            month=month,
            organisation=drawn.choice(others) if others else None,
            drawn_at=now,
        )
        _tell(reading)
    return len(chosen)


@transaction.atomic
def read_again(
    *, actor: User, reading: SecondReading, verdict: str, note: str = ""
) -> SecondReading:
    """Say what one would have decided; then it can be compared. Said again, it changes nothing.

    Raises ReadingRefused when it is not one's to read, or when it was read already.
    """
    reading = SecondReading.objects.select_for_update().get(pk=reading.pk)
    if not can_read_again(actor, reading):
        raise ReadingRefused("Cette relecture revient à quelqu’un d’autre.")
    if reading.read_at is not None:
        said = (reading.reader_id, reading.verdict, reading.note)
        if said == (actor.pk, verdict, note.strip()):
            return reading
        raise ReadingRefused("Cette relecture est déjà faite.")
    restricted = reading.decision.kind in WITH_STATEMENT
    reading.verdict, reading.note = verdict, note.strip()
    reading.reader, reading.read_at = actor, timezone.now()
    reading.agrees = restricted == (verdict == Verdict.RESTRICT)
    reading.save()
    return reading


def _reading_agencies() -> QuerySet[Organisation]:
    """Agencies with somebody to read."""
    agencies = Organisation.objects.filter(
        kind=OrganisationKind.AGENCE, memberships__user__is_active=True
    )
    return agencies.distinct().order_by("pk")


def _tell(reading: SecondReading) -> None:
    of_agency = Q(memberships__organisation=reading.organisation_id)
    of_team = Q(memberships__organisation__kind=OrganisationKind.EQUIPE)
    people = User.objects.filter(of_agency if reading.organisation_id else of_team, is_active=True)
    tell_each(
        "second_reading.to_read",
        to=people.distinct().order_by("pk"),
        key=f"deuxieme-lecture-{reading.pk}",
        url=reading.get_absolute_url(),
        context={"month": reading.month, "reading": reading.pk},
    )


def _bounds(month: date) -> tuple[datetime, datetime]:
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    start, end = (datetime(day.year, day.month, 1) for day in (month, after))
    return timezone.make_aware(start), timezone.make_aware(end)


def count(period: Period, organisation: Organisation | None) -> Raw:
    """[readings, of which the same decision]."""
    rows = SecondReading.objects.filter(period.contains("read_at"))
    if organisation:
        rows = rows.filter(decision__organisation=organisation)
    return {"sense": [rows.count(), rows.filter(agrees=True).count()]}


AGREEMENT = Section(
    "agreement",
    "Deuxième lecture",
    "Chaque mois, une part des décisions sur les textes publics est relue par une autre agence, à "
    "défaut par l’équipe nationale, sans savoir ce qui a été décidé.",
    count,
    {"sense": "Même décision"},
    unit=Unit.RATES,
)
SECTIONS = (AGREEMENT,)


# What the clock does here: last month's decisions are drawn; who is away is stood in for.


def months_to_draw(now: datetime) -> list[date]:
    """The month that is just over, until it is drawn."""
    month = month_before(timezone.localdate(now))
    return [] if DrawnMonth.objects.filter(month=month).exists() else [month]


def cases_of_the_absent(now: datetime) -> list[int]:
    """Open cases held by somebody who is away today."""
    away = Absence.objects.on(timezone.localdate(now)).values("user")
    held = Case.objects.to_decide().filter(claimed_by__in=away)
    return list(held.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def hand_over(pk: int, now: datetime) -> dict[str, int]:
    """Give the case, and all the others of who holds it, to the backup who may decide them, told
    once, else back to the queue; all are logged, in nobody’s name."""
    held = Case.objects.to_decide()
    holder = User.objects.filter(pk__in=held.filter(pk=pk).values("claimed_by")).first()
    absences = Absence.objects.on(timezone.localdate(now)).filter(user=holder)
    absence = absences.select_related("backup").first()
    if holder is None or absence is None:
        return {}
    backup: User | None = absence.backup
    why = f"Absence jusqu’au {date_format(absence.ends_on, 'j F')}"
    passed, done = [], Counter[str]()

    def pass_or_release(case: Case) -> None:
        if not can_moderate(holder, case):
            return
        if backup is None or not backup.is_active or not can_decide(backup, case):
            release_case(actor=None, case=case)
            done["cases_back_in_the_queue"] += 1
        else:
            passed.append(pass_on(actor=None, case=case, to=backup, why=why))
            done["cases_handed_over"] += 1

    theirs = held.filter(claimed_by=holder).select_for_update(of=("self",)).order_by("pk")
    each_apart(theirs, pass_or_release, item=pk)
    if passed and backup is not None:
        notify.tell_handed_over(passed, backup, None, holder)
    return done


STEPS = (
    Step(
        key="second_reading.draw",
        label="Deuxième lecture : les décisions du mois sont tirées au sort",
        due=months_to_draw,
        do=draw_month,
    ),
    Step(
        key="second_reading.absences",
        label="Absences : les dossiers en cours vont à la personne qui remplace",
        due=cases_of_the_absent,
        do=hand_over,
    ),
)


# The cases of a new installation.


CASES: tuple[dict[str, Any], ...] = (
    {
        "title": "Un professionnel qui répond, et qui vend",
        "text": "« Nous installons des sous-stations dans toute la région, appelez-nous pour un "
        "devis gratuit. »",
        "context": "Réponse à une copropriété qui demande comment se passe une étude.",
        "decision": "Masquer",
        "rule": "CGU 3.2 Pas de démarchage",
        "why": "Le texte ne répond pas : il cherche des clients. Le même professionnel qui "
        "explique une étude, en disant pour qui il travaille, resterait en ligne.",
    },
    {
        "title": "Un prix élevé, raconté avec colère",
        "text": "« 4 200 € par lot, c’est du vol organisé, et personne ne nous a rien expliqué. »",
        "context": "Récit d’une copropriété raccordée.",
        "decision": "Laisser en ligne",
        "why": "On peut critiquer un prix, un réseau ou un choix, même durement. Aucune personne "
        "n’est visée.",
    },
    {
        "title": "Le voisin que l’on reconnaît",
        "text": "« Le monsieur du 3e gauche, bâtiment B, refuse tout depuis dix ans. »",
        "context": "Question sur une assemblée générale bloquée.",
        "decision": "Demander une modification",
        "rule": "CGU 3.4 Protéger la vie privée",
        "why": "La question est utile ; l’étage et le bâtiment désignent quelqu’un. L’auteur peut "
        "enlever ces mots et garder le reste.",
    },
    {
        "kind": CaseKind.BORDERLINE,
        "title": "« Le raccordement est obligatoire partout »",
        "text": "« De toute façon, la loi vous oblige à vous raccorder, vous n’avez pas le "
        "choix. »",
        "context": "Réponse dans un espace où le réseau n’a pas de périmètre prioritaire.",
        "decision": "Laisser en ligne, avec un avertissement au-dessus du texte",
        "rule": "CGU 3.5 Ne pas tromper",
        "why": "C’est faux ici, mais l’erreur est courante et sincère. L’équipe a choisi "
        "d’avertir les lecteurs plutôt que de masquer : la réponse suivante corrige.",
    },
    {
        "kind": CaseKind.BORDERLINE,
        "title": "Le nom du syndic",
        "text": "« Notre syndic, qui gère la moitié du quartier, n’a jamais mis le sujet à l’ordre "
        "du jour. »",
        "context": "L’entreprise est nommée dans le message.",
        "decision": "Laisser en ligne",
        "why": "Une entreprise n’est pas une personne : la nommer en racontant des faits est "
        "permis. Le nom du gestionnaire, lui, aurait été à enlever.",
    },
)


def create_worked_cases() -> list[str]:
    """Create them when there is none at all; returns their titles. An edit is never undone."""
    if WorkedCase.objects.exists():
        return []
    for position, fields in enumerate(CASES):
        case = WorkedCase(position=position, **fields)
        case.save()
        case.save_revision().publish()
    return [str(fields["title"]) for fields in CASES]
