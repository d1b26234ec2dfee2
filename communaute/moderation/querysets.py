from collections.abc import Iterable
from datetime import datetime
from typing import Any, NoReturn, Self

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Coalesce, TruncHour
from django.utils import timezone

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Membership, User
from communaute.comptes.perms import (
    colleagues,
    is_national_team,
    leads_an_agency,
    organisations_of,
    territory_scope,
)
from communaute.organisations.absences import present

from .deadlines import only_told
from .enums import (
    AUTOMATIC,
    EDITED,
    JUDGED,
    WITHHELD,
    CaseStatus,
    ContentStatus,
    DecisionKind,
    Escalation,
    QueueState,
)
from .errors import AppendOnlyError


def readable_by(user: object) -> models.Q:
    """What `visible_to` lets this person read, to be joined to another filter."""
    published = models.Q(status=ContentStatus.PUBLISHED)
    if not getattr(user, "is_authenticated", False):
        return published
    withheld = models.Q(status__in=WITHHELD)
    removed = models.Q(status=ContentStatus.REMOVED)
    if is_national_team(user):
        return published | withheld | removed
    mine, scope = models.Q(author=user), territory_scope(user)
    return published | (withheld & (mine | scope)) | (removed & scope)


class ModeratedQuerySet(models.QuerySet):
    """Reading rules of public contents; twin of `moderation.perms.can_read`."""

    def published(self) -> Self:
        return self.filter(status=ContentStatus.PUBLISHED)

    def visible_to(self, user: object) -> Self:
        """Published contents, plus one's own withheld ones, plus those one may moderate; what
        moderation removed, for those who moderate only."""
        return self.filter(readable_by(user))

    def travelling(self) -> Self:
        """What feeds, digests, searches and site maps take; twin of `ModeratedContent.travels`."""
        return self.published().filter(limited_at=None)


class AppendOnlyQuerySet(models.QuerySet):
    """Rows written once: changing or deleting them in bulk is refused too."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(self.model._meta.verbose_name)

    def delete(self) -> NoReturn:
        raise AppendOnlyError(self.model._meta.verbose_name)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(self.model._meta.verbose_name)


def _taken_back(decision: str) -> models.Exists:
    """Whether a decision was taken back; `decision` is the column of its key."""
    later = apps.get_model("moderation", "Decision")._default_manager
    return models.Exists(later.filter(undoes=models.OuterRef(decision), undone_by=None))


class DecisionQuerySet(AppendOnlyQuerySet):
    def about_text(self) -> Self:
        """Those that say what becomes of the text, measures towards its author apart."""
        return self.exclude(kind__in=[DecisionKind.SANCTION, DecisionKind.LIFT])

    def about(self, content: models.Model) -> Self:
        """Those about this text, whatever the case."""
        kind = ContentType.objects.get_for_model(content)
        return self.filter(case__content_type=kind, case__object_id=content.pk)

    def of_text(self, case: Any) -> Self:
        """Those about the same text as this case, whatever their own."""
        return self.filter(case__content_type=case.content_type_id, case__object_id=case.object_id)

    def standing(self) -> Self:
        """Those that no later decision took back, or that one itself taken back at once did."""
        return self.exclude(_taken_back("pk"))


class SanctionQuerySet(models.QuerySet):
    """Measures towards people; twin of `Sanction.stands_at`."""

    def standing(self, now: datetime) -> Self:
        """Those that hold at this moment; one that ends at it does not any more."""
        open_end = models.Q(ends_at=None) | models.Q(ends_at__gt=now)
        return self.filter(open_end, starts_at__lte=now, lifted_at=None)

    def for_list(self) -> Self:
        return self.select_related("decision__statement", "decision__organisation")


class ProposalQuerySet(models.QuerySet):
    def for_list(self) -> Self:
        related = ("commune", "departement", "content_type", "author", "entrusted_to")
        cases = [f"case__{name}" for name in related]
        return self.select_related(*cases, "proposed_by", "declined_by", "organisation", "decision")

    def waiting(self) -> Self:
        return self.filter(closed_at=None)


class CaseQuerySet(models.QuerySet):
    """Cases; twin of `moderation.perms.can_moderate`."""

    def visible_to(self, user: object) -> Self:
        """Cases of the territories of the user's agencies; all of them for the national team.

        Never a case about what one wrote oneself, or a colleague did: nobody judges their own
        words, nor learns who reported them.
        """
        if not getattr(user, "is_authenticated", False):
            return self.none()
        seen = self if is_national_team(user) else self.filter(_scope_of(user))
        others = seen.exclude(author=user).exclude(author__in=colleagues(user))
        return others.exclude(kept_away=user)

    def to_decide(self) -> Self:
        return self.filter(status__in=[CaseStatus.OPEN, CaseStatus.CLAIMED])

    def within_reach_of(self, user: object) -> Self:
        """Of those one sees, those one may decide; twin of `moderation.perms.can_decide`."""
        return self.filter(_reach_of(user))

    def keyed(self) -> Self:
        """With `key`: the same for the cases that are one line of the queue."""
        return self.annotate(key=Coalesce("group", "pk", output_field=models.BigIntegerField()))

    def grouped(self) -> models.QuerySet[Any, dict[str, Any]]:
        """One row a line of the queue: `key`, `number` of cases, `worst` gravity, how many
        `authors`, `texts` and `links`; what comes first, then by clock, then gravity: what is due
        within the same hour is ranked by how grave it is."""
        lines = self.keyed().order_by().values("key")
        return lines.annotate(
            number=models.Count("pk"),
            first=models.Max("comes_first"),
            first_due=models.Min("due_at"),
            worst=models.Max("gravity"),
            authors=models.Count("author", distinct=True),
            texts=models.Count("text_key", distinct=True),
            links=models.Count("link_key", distinct=True),
            least_text=models.Min("text_key"),
            least_link=models.Min("link_key"),
        ).order_by("-first", TruncHour("first_due"), "-worst", "first_due", "key")

    def same_matter(self, case: Any) -> Self:
        """Open cases of the same author, the same text or the same link, that one apart."""
        same = self.to_decide().filter(_same(case, "author_id", "text_key", "link_key"))
        return same.exclude(pk=case.pk)

    def alike(self, case: Any) -> Self:
        """Cases of the same text, link or content, open or not, that one apart."""
        about = models.Q(content_type=case.content_type_id, object_id=case.object_id)
        return self.filter(_same(case, "text_key", "link_key") | about).exclude(pk=case.pk)

    def late(self) -> Self:
        return self.to_decide().filter(due_at__lt=timezone.now())

    def in_state(self, state: str, user: object) -> Self:
        """The cases of one tab of the queue (`QueueState`), most urgent first."""
        match state:
            case QueueState.MINE:
                return self.to_decide().filter(claimed_by=user)
            case QueueState.LATE:
                return self.late().within_reach_of(user)
            case QueueState.ELSEWHERE:
                return self.to_decide().exclude(_reach_of(user))
            case QueueState.DECIDED:
                return self.filter(status=CaseStatus.DECIDED).order_by("-closed_at", "-pk")
            case QueueState.ALL:
                return self.order_by("-opened_at", "-pk")
        return self.to_decide().within_reach_of(user)

    def counts(self, user: object, now: datetime) -> dict[str, int]:
        """How many in each tab but the past, and in how many `lines` those to decide are."""
        open_cases = models.Q(status__in=[CaseStatus.OPEN, CaseStatus.CLAIMED])
        reach = _reach_of(user)
        tabs = {
            QueueState.TO_DECIDE.value: reach,
            QueueState.MINE.value: models.Q(claimed_by=user),
            QueueState.LATE.value: reach & models.Q(due_at__lt=now),
            QueueState.ELSEWHERE.value: ~reach,
        }
        numbers = {name: models.Count("pk", filter=cases) for name, cases in tabs.items()}
        numbers["lines"] = models.Count("key", filter=reach, distinct=True)
        return self.filter(open_cases).keyed().order_by().aggregate(**numbers)

    def for_list(self) -> Self:
        return self.select_related(
            "content_type", "commune", "departement", "claimed_by", "entrusted_to"
        )


def _same(case: Any, *names: str) -> models.Q:
    """Whose value of one of these is that of the case; an empty one is like no other."""
    same = models.Q(pk__in=[])
    for name in names:
        if value := getattr(case, name):
            same |= models.Q(**{name: value})
    return same


def _scope_of(user: object) -> models.Q:
    """Cases of the territories of one's agencies, and those entrusted to them."""
    agencies = [one.pk for one in organisations_of(user, OrganisationKind.AGENCE)]
    return territory_scope(user) | models.Q(entrusted_to__in=agencies)


def _reach_of(user: object) -> models.Q:
    """Cases, of those one sees, that are not entrusted to others."""
    if is_national_team(user):
        return models.Q(pk__isnull=False)
    agencies = [one.pk for one in organisations_of(user, OrganisationKind.AGENCE)]
    reach = models.Q(level="") | models.Q(level=Escalation.NEIGHBOUR, entrusted_to__in=agencies)
    if leads_an_agency(user):
        reach |= models.Q(level=Escalation.LEAD)
    return reach


class NoticeQuerySet(models.QuerySet):
    def judged(self) -> Self:
        """Those whose case is decided, with `was_right`: something was done about the text, and
        no later decision took it back."""
        from .models import Decision

        about = Decision.objects.filter(case=models.OuterRef("case"), kind__in=JUDGED)
        decided = self.filter(case__status=CaseStatus.DECIDED)
        return decided.annotate(was_right=models.Exists(about.standing()))

    def with_past(self) -> Self:
        """With, of the earlier reports of the same account, how many were `judged` and how many
        of these `upheld`."""
        every = type(self)(self.model)
        past = every.judged().filter(reporter=models.OuterRef("reporter"))
        return self.annotate(judged=count_of(past), upheld=count_of(past.filter(was_right=True)))

    def by_people(self) -> Self:
        """Those that somebody sent: a rule of the service asks for reviews, an author who corrected
        their text waits for one; neither reports anything."""
        return self.exclude(visitor_key__in=(AUTOMATIC, EDITED))

    def of_person(self, user: object, visitor_key: str = "") -> Self:
        """Notices of an account, or of a browser without account; none when neither is known."""
        if getattr(user, "is_authenticated", False):
            return self.filter(reporter=user)
        return self.filter(visitor_key=visitor_key) if visitor_key else self.none()

    def about(self, content: models.Model) -> Self:
        """Notices about one content, whatever the case, last first."""
        return self.filter(
            case__content_type=ContentType.objects.get_for_model(content),
            case__object_id=content.pk,
        ).order_by("-received_at", "-pk")

    def in_report_of(self, notice: Any) -> Self:
        """The other notices of the same report, about other texts of the same person."""
        if notice.batch is None:
            return self.none()
        return self.filter(batch=notice.batch).exclude(pk=notice.pk).select_related("case")


class StatementQuerySet(AppendOnlyQuerySet):
    """Statements of reasons; twin of `moderation.perms.can_read_statement`."""

    def visible_to(self, user: object) -> Self:
        """One's own once told, those of the cases one may moderate, all for the national team."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if is_national_team(user):
            return self.all()
        scope = territory_scope(user, prefix="decision__case__")
        mine = only_told(self.model._default_manager.filter(recipient=user))
        return self.filter(models.Q(pk__in=mine) | scope)

    def received_by(self, user: object) -> Self:
        return self.filter(recipient=user).order_by("-applies_from", "-pk")

    def standing(self) -> Self:
        """Those that neither an appeal nor a later decision undid."""
        return self.exclude(models.Q(appeal__upheld=True) | models.Q(_taken_back("decision")))

    def for_list(self) -> Self:
        return self.select_related("appeal", "decision__case__content_type")


class AppealQuerySet(models.QuerySet):
    """Appeals, for those who answer them; twin of `moderation.perms.can_see_appeal`."""

    def visible_to(self, user: object) -> Self:
        """All for the national team, except those about one's own words; for who answers for an
        agency, those against other agencies, and those that the national team cannot answer."""
        if is_national_team(user):
            return self.exclude(statement__recipient=user)
        if not leads_an_agency(user):
            return self.none()
        mine = [one.pk for one in organisations_of(user, OrganisationKind.AGENCE)]
        by_agency = models.Q(statement__decision__organisation__kind=OrganisationKind.AGENCE)
        found = self.filter(by_agency | models.Q(open_to_agencies=True))
        found = found.exclude(statement__decision__organisation__in=mine)
        found = found.exclude(statement__recipient__in=colleagues(user))
        found = found.exclude(statement__recipient=user)
        return found.exclude(statement__decision__case__kept_away=user)

    def waiting(self) -> Self:
        return self.filter(decided_at__isnull=True)

    def for_list(self) -> Self:
        return self.select_related(
            "statement__decision__case__commune",
            "statement__decision__case__content_type",
            "statement__decision__case__departement",
            "statement__decision__organisation",
        ).order_by(models.F("decided_at").desc(nulls_first=True), "filed_at", "pk")


def count_of(rows: models.QuerySet) -> Coalesce:
    """How many rows refer to the outer one, as a subquery."""
    counted = rows.order_by().annotate(of=models.Value(1)).values("of")
    counted = counted.annotate(number=models.Count("pk")).values("number")
    return Coalesce(models.Subquery(counted), 0)


def moderators_of(case: Any) -> models.QuerySet[User]:
    """Whom to tell about a case: members of the agencies that cover it, else the national team.

    `case` has `commune`, `departement` and `author`; its author is never told, nor are the
    colleagues of the author: whoever decides is never of the organisation concerned. Who is away is
    stood in for.
    """
    agents = agents_of(case)
    return present(agents) if agents.exists() else team_of(case)


def agents_of(case: Any) -> models.QuerySet[User]:
    """Members of the agencies that cover a case, there or away."""
    commune, departement = case.commune, case.departement
    levels = {
        "commune__in": [commune.pk, commune.parent_id] if commune else [],
        "epci__in": [commune.epci_id] if commune else [],
        "departement__in": [departement.pk] if departement else [],
        "region__in": [departement.region_id] if departement else [],
    }
    scope = models.Q(pk__in=[])
    for lookup, codes in levels.items():
        if known := [code for code in codes if code]:
            scope |= models.Q(**{f"memberships__organisation__coverages__{lookup}": known})
    is_agency = models.Q(memberships__organisation__kind=OrganisationKind.AGENCE)
    return _free_people(case).filter(scope, is_agency).distinct()


def team_of(case: Any) -> models.QuerySet[User]:
    """The national team, for this case."""
    of_team = models.Q(memberships__organisation__kind=OrganisationKind.EQUIPE)
    return present(_free_people(case).filter(models.Q(is_superuser=True) | of_team).distinct())


def members_of(case: Any, organisations: Iterable[Any]) -> models.QuerySet[User]:
    """The members of these organisations, for this case."""
    return _free_people(case).filter(memberships__organisation__in=organisations).distinct()


def _free_people(case: Any) -> models.QuerySet[User]:
    """Accounts that are neither its author's nor a colleague's, nor kept away from it; as
    `colleagues_of` says it of one person: the national team is left out."""
    of_author = Membership.objects.filter(user=case.author_id).exclude(
        organisation__kind=OrganisationKind.EQUIPE
    )
    colleagues = Membership.objects.filter(organisation__in=of_author.values("organisation"))
    return (
        User.objects.filter(is_active=True)
        .exclude(pk=case.author_id)
        .exclude(pk__in=colleagues.values("user"))
        .exclude(pk__in=case.kept_away.values("pk"))
    )
