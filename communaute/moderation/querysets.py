from __future__ import annotations

from typing import Any, NoReturn, Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Membership, User
from communaute.comptes.perms import colleagues, is_national_team, territory_scope

from .enums import CaseStatus, ContentStatus, DecisionKind, QueueState
from .errors import AppendOnlyError


class ModeratedQuerySet(models.QuerySet):
    """Reading rules of public contents; twin of `moderation.perms.can_read`."""

    def published(self) -> Self:
        return self.filter(status=ContentStatus.PUBLISHED)

    def visible_to(self, user: object) -> Self:
        """Published contents, plus one's own hidden ones, plus those one may moderate."""
        published = models.Q(status=ContentStatus.PUBLISHED)
        if not getattr(user, "is_authenticated", False):
            return self.filter(published)
        hidden = models.Q(status=ContentStatus.HIDDEN)
        if is_national_team(user):
            return self.filter(published | hidden)
        return self.filter(published | (hidden & (models.Q(author=user) | territory_scope(user))))


class AppendOnlyQuerySet(models.QuerySet):
    """Rows written once: changing or deleting them in bulk is refused too."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(self.model._meta.verbose_name)

    def delete(self) -> NoReturn:
        raise AppendOnlyError(self.model._meta.verbose_name)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(self.model._meta.verbose_name)


class CaseQuerySet(models.QuerySet):
    """Cases; twin of `moderation.perms.can_moderate`."""

    def visible_to(self, user: object) -> Self:
        """Cases of the territories of the user's agencies; all of them for the national team.

        Never a case about what one wrote oneself, or a colleague did: nobody judges their own
        words, nor learns who reported them.
        """
        if not getattr(user, "is_authenticated", False):
            return self.none()
        seen = self if is_national_team(user) else self.filter(territory_scope(user))
        return seen.exclude(author=user).exclude(author__in=colleagues(user))

    def to_decide(self) -> Self:
        return self.filter(status__in=[CaseStatus.OPEN, CaseStatus.CLAIMED])

    def late(self) -> Self:
        return self.to_decide().filter(due_at__lt=timezone.now())

    def in_state(self, state: str, user: object) -> Self:
        """The cases of one tab of the queue (`QueueState`), most urgent first."""
        match state:
            case QueueState.MINE:
                return self.to_decide().filter(claimed_by=user)
            case QueueState.LATE:
                return self.late()
            case QueueState.DECIDED:
                return self.filter(status=CaseStatus.DECIDED).order_by("-closed_at", "-pk")
            case QueueState.ALL:
                return self.order_by("-opened_at", "-pk")
        return self.to_decide()

    def counts(self, user: object) -> dict[str, int]:
        """How many cases in each tab of the queue, in one query."""
        open_cases = models.Q(status__in=[CaseStatus.OPEN, CaseStatus.CLAIMED])
        mine = open_cases & models.Q(claimed_by=user)
        return self.order_by().aggregate(
            **{
                QueueState.TO_DECIDE.value: models.Count("pk", filter=open_cases),
                QueueState.MINE.value: models.Count("pk", filter=mine),
                QueueState.LATE.value: models.Count(
                    "pk", filter=open_cases & models.Q(due_at__lt=timezone.now())
                ),
                QueueState.DECIDED.value: models.Count(
                    "pk", filter=models.Q(status=CaseStatus.DECIDED)
                ),
                QueueState.ALL.value: models.Count("pk"),
            }
        )

    def for_list(self) -> Self:
        return self.select_related("content_type", "commune", "departement", "claimed_by")


class NoticeQuerySet(models.QuerySet):
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


class StatementQuerySet(AppendOnlyQuerySet):
    """Statements of reasons; twin of `moderation.perms.can_read_statement`."""

    def visible_to(self, user: object) -> Self:
        """One's own, plus those of the cases one may moderate, plus all for the national team."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if is_national_team(user):
            return self.all()
        scope = territory_scope(user, prefix="decision__case__")
        return self.filter(models.Q(recipient=user) | scope)

    def received_by(self, user: object) -> Self:
        return self.filter(recipient=user).order_by("-applies_from", "-pk")

    def standing(self) -> Self:
        """Those that neither an appeal nor a later decision undid."""
        undone = models.Q(appeal__upheld=True) | models.Q(
            decision__case__decisions__kind=DecisionKind.RESTORE
        )
        return self.exclude(undone)

    def for_list(self) -> Self:
        return self.select_related("appeal", "decision__case__content_type")


class AppealQuerySet(models.QuerySet):
    """Appeals, for those who answer them; twin of `moderation.perms.can_see_appeal`."""

    def visible_to(self, user: object) -> Self:
        """All for the national team, except those about one's own words; none for others."""
        if not is_national_team(user):
            return self.none()
        return self.exclude(statement__recipient=user)

    def waiting(self) -> Self:
        return self.filter(decided_at__isnull=True)

    def for_list(self) -> Self:
        return self.select_related(
            "statement__decision__case__commune",
            "statement__decision__case__content_type",
            "statement__decision__case__departement",
            "statement__decision__organisation",
        ).order_by(models.F("decided_at").desc(nulls_first=True), "filed_at", "pk")


def moderators_of(case: Any) -> models.QuerySet[User]:
    """Whom to tell about a case: members of the agencies that cover it, else the national team.

    `case` has `commune`, `departement` and `author`; its author is never told, nor are the
    colleagues of the author: whoever decides is never of the organisation concerned.
    """
    commune, departement = case.commune, case.departement
    levels = {
        "commune__in": [commune.pk, commune.parent_id] if commune else [],
        "epci__in": [commune.epci_id] if commune else [],
        "departement__in": [departement.pk] if departement else [],
        "region__in": [departement.region_id] if departement else [],
    }
    scope = models.Q(pk__in=[])
    for lookup, codes in levels.items():
        known = [code for code in codes if code]
        if known:
            scope |= models.Q(**{f"memberships__organisation__coverages__{lookup}": known})
    # Written as `colleagues_of` says it of one person: the national team is left out.
    of_author = Membership.objects.filter(user=case.author_id).exclude(
        organisation__kind=OrganisationKind.EQUIPE
    )
    colleagues = Membership.objects.filter(organisation__in=of_author.values("organisation"))
    people = (
        User.objects.filter(is_active=True)
        .exclude(pk=case.author_id)
        .exclude(pk__in=colleagues.values("user"))
    )
    agents = people.filter(
        scope, memberships__organisation__kind=OrganisationKind.AGENCE
    ).distinct()
    if agents.exists():
        return agents
    return people.filter(
        models.Q(is_superuser=True)
        | models.Q(memberships__organisation__kind=OrganisationKind.EQUIPE)
    ).distinct()
