"""The figures of moderation: who tells, what is decided, how fast, what is contested."""

from typing import Any

from django.db.models import (
    Avg,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Membership, Organisation
from communaute.moderation.decision_rules import MARKS
from communaute.moderation.enums import (
    EDITED,
    AppealOutcome,
    Automation,
    DecisionKind,
    Ground,
    NoticeCategory,
    NoticeSource,
    SanctionKind,
    Source,
    Visibility,
)
from communaute.moderation.models import Appeal, Case, Decision, Notice, StatementOfReasons
from socle.medians import median_delay

from ..numbers import TRANSPARENCY_NUMBERS
from .models import ModerationMeans, MonthlyUsers, Period
from .sections import Raw, Section, Unit, figures

# A decision taken back at once never was; taking it back is no decision either.
_TAKEN_BACK = Q(kind=DecisionKind.UNDO) | Q(undone_by__kind=DecisionKind.UNDO)
# A program hides, and shows again: no agency signs, while that of somebody who left stays.
_BY_PROGRAM = Q(kind=DecisionKind.AUTO_HIDE) | Q(
    kind=DecisionKind.RESTORE, decided_by=None, organisation=None
)
_AFTERWARDS = (DecisionKind.RESTORE, DecisionKind.LIFT)
_RESTRICTING = (DecisionKind.ASK_EDIT, DecisionKind.HIDE, DecisionKind.REMOVE)
# A mark is for a text that is online.
_SHOWN_AGAIN = (DecisionKind.KEEP, DecisionKind.RESTORE, DecisionKind.APPROVE, *MARKS)


def decisions(period: Period, organisation: Organisation | None = None) -> QuerySet[Decision]:
    """Decisions of the period, of one agency or of all: neither those taken back at once, nor what
    only makes room for a lighter one. What an appeal took back was decided all the same."""
    rows = _counted(Decision.objects.filter(period.contains("decided_at")))
    return rows.filter(organisation=organisation) if organisation else rows


def _of_people(case: str) -> QuerySet[Decision]:
    """Those of people that count, on the case at this path of a row."""
    return _counted(Decision.objects.filter(case=OuterRef(case))).exclude(_BY_PROGRAM)


def _counted(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """An appeal accepted in part takes the first decision back, then takes a lighter one at the
    same moment: it gives nothing back, and decides once."""
    replacing = Appeal.objects.filter(
        outcome=AppealOutcome.ALTERED,
        statement__decision=OuterRef("undoes"),
        decided_at=OuterRef("decided_at"),
    )
    return rows.exclude(_TAKEN_BACK).exclude(Exists(replacing))


def statements(
    period: Period, organisation: Organisation | None = None
) -> QuerySet[StatementOfReasons]:
    """Statements of reasons of those decisions."""
    return StatementOfReasons.objects.filter(decision__in=decisions(period, organisation))


def appeals(period: Period, organisation: Organisation | None) -> QuerySet[Appeal]:
    rows = Appeal.objects.filter(period.contains("filed_at"))
    return rows.filter(statement__decision__organisation=organisation) if organisation else rows


def _by(rows: QuerySet[Any], field: str) -> Raw:
    return dict(rows.order_by().values_list(field).annotate(number=Count("pk")))


def _notices(period: Period, organisation: Organisation | None) -> Raw:
    return _by(Notice.objects.by_people().filter(period.contains("received_at")), "category")


def _reporters(period: Period, organisation: Organisation | None) -> Raw:
    """In what capacity whoever reports does; what a rule of the service held, as a program."""
    rows = Notice.objects.filter(period.contains("received_at")).exclude(visitor_key=EDITED)
    return _by(rows, "source")


def _decisions(period: Period, organisation: Organisation | None) -> Raw:
    return _by(decisions(period, organisation), "kind")


def _grounds(period: Period, organisation: Organisation | None) -> Raw:
    return _by(statements(period, organisation), "ground")


def _restrictions(period: Period, organisation: Organisation | None) -> Raw:
    return _by(statements(period, organisation).exclude(visibility=""), "visibility")


def _sanctions(period: Period, organisation: Organisation | None) -> Raw:
    rows = decisions(period, organisation)
    ended = _by(rows.filter(kind=DecisionKind.LIFT), "kind")
    return _by(rows.filter(kind=DecisionKind.SANCTION), "sanction") | ended


def _sources(period: Period, organisation: Organisation | None) -> Raw:
    return _by(statements(period, organisation), "source")


def _delays(period: Period, organisation: Organisation | None) -> Raw:
    decided = _of_people("pk").exclude(kind__in=_AFTERWARDS).order_by("decided_at", "pk")
    first = Subquery(decided.values("decided_at")[:1])
    cases = Case.objects.annotate(first=first).filter(period.contains("first"))
    orders = Q(decisions__statement__source=Source.AUTHORITY)
    answered = Appeal.objects.filter(period.contains("decided_at"))
    if organisation:
        # A case is decided by one organisation: whoever acted on it first.
        cases = cases.filter(pk__in=decisions(period, organisation).values("case"))
        answered = answered.filter(statement__decision__organisation=organisation)
    ordered = Case.objects.filter(orders).values("pk")
    return {
        "decision": _median(cases, "opened_at", "first"),
        "order": _median(cases.filter(pk__in=ordered), "opened_at", "first"),
        "appeal": _median(answered, "filed_at", "decided_at"),
    }


def _median(rows: QuerySet[Any], start: str, end: str) -> list[float | None]:
    """How many, and the median delay in seconds: what would end before it starts is no delay."""
    rows = rows.filter(**{f"{end}__gte": F(start)})
    number = rows.count()
    delay = ExpressionWrapper(F(end) - F(start), output_field=DurationField())
    found = median_delay(rows, delay, number) if number else None
    return [number, found.total_seconds() if found is not None else None]


def _appeals(period: Period, organisation: Organisation | None) -> Raw:
    altered = Q(upheld=True, outcome=AppealOutcome.ALTERED)
    return appeals(period, organisation).aggregate(
        accepted=Count("pk", filter=Q(upheld=True) & ~altered),
        altered=Count("pk", filter=altered),
        rejected=Count("pk", filter=Q(upheld=False)),
        waiting=Count("pk", filter=Q(upheld__isnull=True)),
    )


def _automation(period: Period, organisation: Organisation | None) -> Raw:
    """What programs did. What they hid is read by a person, who may show it again: an error."""
    told = statements(period, organisation)
    hidden = decisions(period, organisation).filter(kind=DecisionKind.AUTO_HIDE)
    return {
        "detected": told.filter(automated_detection=True).count(),
        "partly": told.filter(automated_decision=Automation.PARTLY).count(),
        "wholly": told.filter(automated_decision=Automation.WHOLLY).count(),
        "hidden": hidden.count(),
    }


def _errors(period: Period, organisation: Organisation | None) -> Raw:
    hidden = decisions(period, organisation).filter(kind=DecisionKind.AUTO_HIDE)
    later = _of_people("case").filter(decided_at__gt=OuterRef("decided_at"))
    shown = later.filter(kind__in=_SHOWN_AGAIN)
    # A text that a rule held is published when somebody who read it says so: an error too. Private
    # data is shown to moderators in texts that are public all the same.
    by_rules = Notice.objects.filter(source=NoticeSource.AUTOMATIC)
    by_rules = by_rules.exclude(category=NoticeCategory.PERSONAL_DATA)
    held = decisions(period, organisation).filter(
        case__in=by_rules.values("case"),
        kind__in=(*_RESTRICTING, DecisionKind.KEEP, DecisionKind.APPROVE),
    )
    published = held.filter(kind__in=(DecisionKind.KEEP, DecisionKind.APPROVE))
    return {
        "hidden": [hidden.filter(Exists(later)).count(), hidden.filter(Exists(shown)).count()],
        "screened": [_cases(held), _cases(published)],
    }


def _cases(rows: QuerySet[Decision]) -> int:
    return rows.order_by().values("case").distinct().count()


def _staff(period: Period, organisation: Organisation | None) -> Raw:
    people = Membership.objects.filter(user__is_active=True)
    # Wagtail’s own `load` writes the row it does not find: reading writes nothing here.
    means = ModerationMeans.objects.first() or ModerationMeans()
    kinds = {"agencies": OrganisationKind.AGENCE, "team": OrganisationKind.EQUIPE}
    counted: Raw = {
        key: people.filter(organisation__kind=kind).values("user").distinct().count()
        for key, kind in kinds.items()
    }
    return counted | {"hours": means.weekly_hours, "training": means.training}


def _users(period: Period, organisation: Organisation | None) -> Raw:
    """A month when nobody signed in is one before the service was used: it measures nothing."""
    rows = MonthlyUsers.objects.filter(month__lt=period.ends_at.date(), people__gt=0)
    before = rows.order_by("-month")
    last = before.values("pk")[: TRANSPARENCY_NUMBERS.users_months]
    average = MonthlyUsers.objects.filter(pk__in=list(last.values_list("pk", flat=True)))
    mean = average.aggregate(mean=Avg("people"))["mean"]
    return {"average": None if mean is None else round(mean)}


_OF_TEXTS = {
    kind.value: kind.named(private=None)
    for kind in DecisionKind
    if kind not in {DecisionKind.UNDO, DecisionKind.SANCTION, DecisionKind.LIFT}
}
SECTIONS = (
    Section(
        "notices",
        "Signalements reçus",
        "Par raison choisie par la personne qui signale.",
        _notices,
        dict(NoticeCategory.choices),
        of_agencies=False,
    ),
    Section(
        "reporters",
        "Qui signale",
        "Une personne, une agence, un signaleur de confiance, une autorité, ou un programme qui "
        "fait relire un texte (celui-ci ne compte pas parmi les signalements reçus).",
        _reporters,
        dict(NoticeSource.choices),
        of_agencies=False,
    ),
    Section(
        "decisions",
        "Décisions sur les textes",
        "Prises par une agence locale ou par l’équipe nationale, ou par un programme qui masque un "
        "texte en attendant une personne, ou le remet en ligne si personne n’a décidé. Celles qui "
        "ont été annulées dans les minutes suivantes ne comptent pas. Celles qu’un recours annule "
        "ou allège comptent : elles ont été prises ; la plus légère qui en remplace une compte "
        "aussi, sans « rétablir » entre les deux.",
        _decisions,
        _OF_TEXTS,
    ),
    Section(
        "grounds",
        "Restrictions, par fondement",
        "Ce sur quoi s’appuie la décision : la loi, ou nos règles. Les mesures envers des "
        "personnes comptent aussi.",
        _grounds,
        dict(Ground.choices),
    ),
    Section(
        "restrictions",
        "Restrictions, par effet",
        "Ce que devient le texte pour le public au moment de la décision, même levée ou allégée "
        "ensuite. Les mesures envers des personnes sont comptées plus bas.",
        _restrictions,
        dict(Visibility.choices),
    ),
    Section(
        "sanctions",
        "Mesures envers des personnes",
        "De la plus légère à la plus lourde, puis celles auxquelles une personne a mis fin.",
        _sanctions,
        dict([*SanctionKind.choices, (DecisionKind.LIFT.value, DecisionKind.LIFT.label)]),
        definitions={DecisionKind.LIFT: "Avant son terme."},
        total="Mesures prises, et fins de mesures",
    ),
    Section(
        "sources",
        "D’où viennent les restrictions",
        "Un signalement, un signaleur de confiance, l’ordre d’une autorité, ou notre propre "
        "contrôle. Les mesures envers des personnes comptent aussi.",
        _sources,
        dict(Source.choices),
        definitions={Source.AUTHORITY: "Ordres reçus d’une autorité et suivis."},
    ),
    Section(
        "delays",
        "Délais",
        "La moitié est traitée en moins de temps que ce délai.",
        _delays,
        {
            "decision": "Entre l’ouverture du dossier et la décision (médiane)",
            "order": "Entre l’ordre d’une autorité et la décision (médiane)",
            "appeal": "Entre le recours et la réponse (médiane)",
        },
        unit=Unit.DELAYS,
    ),
    Section(
        "appeals",
        "Recours",
        "Contestations d’une décision par la personne concernée.",
        _appeals,
        {
            "accepted": "Acceptés : décision annulée",
            "altered": "Acceptés en partie : une décision plus légère la remplace",
            "rejected": "Non acceptés",
            "waiting": "En cours d’examen",
        },
        total="Recours déposés",
    ),
    Section(
        "automation",
        "Ce que font les programmes",
        "Une personne lit et décide chaque dossier.",
        _automation,
        {
            "detected": "Restrictions dont le texte a été repéré par un programme",
            "partly": "Décisions préparées en partie par un programme",
            "wholly": "Décisions prises par un programme seul",
            "hidden": "Textes masqués par un programme, en attendant une personne",
        },
        unit=Unit.APART,
    ),
    Section(
        "errors",
        "Leurs erreurs",
        "Part des textes qu’un programme a masqués, ou retenus avant publication, et qu’une "
        "personne a mis en ligne.",
        _errors,
        {"hidden": "Masqués à tort", "screened": "Retenus avant publication, puis publiés"},
        unit=Unit.RATES,
    ),
    Section(
        "staff",
        "Les personnes qui modèrent",
        "Les conseillers des agences locales et l’équipe nationale, à ce jour ou à la fin de la "
        "période.",
        _staff,
        {
            "agencies": "Conseillers des agences",
            "team": "Équipe nationale",
            "hours": "Heures par semaine, en tout",
            "training": "Leur formation",
        },
        unit=Unit.PLAIN,
        of_agencies=False,
    ),
    Section(
        "users",
        "Les personnes qui utilisent le service",
        "Personnes connectées à leur compte au moins une fois dans le mois. Lire ne demande pas de "
        "compte : les visites anonymes ne sont pas comptées.",
        _users,
        {"average": "Moyenne par mois"},
        unit=Unit.APART,
        of_agencies=False,
    ),
)


def figures_of_agencies(period: Period) -> list[dict[str, Any]]:
    """Key, name and raw figures of the agencies that decided enough, by name."""
    counted = (
        decisions(period)
        .filter(organisation__kind=OrganisationKind.AGENCE)
        .order_by()
        .values_list("organisation")
        .annotate(number=Count("pk"))
    )
    known = [pk for pk, number in counted if number >= TRANSPARENCY_NUMBERS.agency_from]
    return [
        {"key": agency.pk, "name": agency.name, "figures": figures(period, agency)}
        for agency in Organisation.objects.filter(pk__in=known).order_by("name", "pk")
    ]
