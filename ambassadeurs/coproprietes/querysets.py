from datetime import date, datetime
from typing import Self, cast

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from communaute.comptes.models import User
from communaute.comptes.perms import agency_coverages, is_national_team
from communaute.comptes.territories import inside
from communaute.moderation.enums import ContentStatus
from communaute.moderation.querysets import ModeratedQuerySet
from communaute.moderation.sanction_rules import forbid_messages
from communaute.territoires.models import Commune
from socle.hooks import hooked

from .enums import AmbassadeurStatus, RetourState
from .numbers import NUMBERS

# Mandates somebody is to decide on. An index holds them: they are few.
TO_DECIDE = models.Q(status=AmbassadeurStatus.PENDING) | models.Q(
    status=AmbassadeurStatus.VERIFIED, renewal_asked_at__isnull=False
)
# Since when they wait: a renewal, since it was asked. The index is in this order.
ASKED = Coalesce("renewal_asked_at", "applied_at")
_RELATED = (
    "user",
    "copropriete__reseau__exploitant",
    "copropriete__commune",
    "claimed_reseau__exploitant",
)

_CARD = (
    *("name", "commune__name", "quartier", "reseau__name", "reseau__identifiant", "lots", "period"),
    *("former_energy", "heating_mode", "connected_year", "public_latitude", "public_longitude"),
    *("cost_before", "cost_after", "cost_years", "cost_verified", "has_verified_figures"),
    *("works_cost_per_lot", "quote"),
)
_SPEAKING = (
    *("copropriete", "first_name", "role", "takes_visits", "paused_until"),
    *("answered_count", "median_answer_hours"),
    *("open_demandes", "max_open", "demandes_month", "demandes_this_month", "max_per_month"),
)


def _is_silent(now: datetime) -> models.Exists:
    """A measure forbids the person of a mandate to write in private."""
    return models.Exists(forbid_messages(now).filter(person=models.OuterRef("user")))


def decision_scope(user: object) -> models.Q:
    """Rows of the copropriétés of the territories this person answers for, as a filter. Twin of
    `perms.can_decide`."""
    if is_national_team(user):
        return models.Q(copropriete__pk__isnull=False)
    return inside(agency_coverages(user), "copropriete__commune")


def networks_of_public_buildings(communes: models.QuerySet[Commune]) -> models.QuerySet:
    """Keys of the networks that public copropriétés of these communes are connected to."""
    from .models import Copropriete

    public = Copropriete.objects.with_public_ambassadors().filter(commune__in=communes)
    return public.order_by().values("reseau")


class AmbassadeurQuerySet(models.QuerySet):
    def public(self, now: datetime | None = None) -> Self:
        """Verified mandates that have not expired, of open accounts: the only ones others may
        see."""
        return self.of_open_accounts().filter(
            models.Q(expires_at__isnull=True) | models.Q(expires_at__gt=now or timezone.now()),
            status=AmbassadeurStatus.VERIFIED,
        )

    def awake(self, today: date | None = None) -> Self:
        """Not on pause, which lasts until the end of its last day."""
        ended = models.Q(paused_until__lt=today or timezone.localdate())
        return self.filter(ended | models.Q(paused_until__isnull=True))

    def of_open_accounts(self) -> Self:
        """Without those whose account is closed, who are few: they are looked up, not joined."""
        closed = get_user_model().objects.filter(pk=models.OuterRef("user"), is_active=False)
        return self.exclude(models.Exists(closed))

    def of_public_pages(self) -> Self:
        """Of connected copropriétés whose page moderation did not hide; with `public`, the twin of
        `CoproprieteQuerySet.with_public_ambassadors`."""
        return self.filter(
            copropriete__connected_year__isnull=False,
            copropriete__reseau__isnull=False,
            copropriete__page_hidden_at=None,
        )

    def pending(self) -> Self:
        return self.filter(status=AmbassadeurStatus.PENDING)

    def to_decide(self) -> Self:
        """Applications, and renewals that are asked, of open accounts, the oldest first."""
        return self.of_open_accounts().filter(TO_DECIDE).order_by(ASKED, "pk")

    def speaking(self, now: datetime | None = None) -> Self:
        """Those public, with `is_silent`: whether a measure forbids them to write in private."""
        now = now or timezone.now()
        return self.public(now).annotate(is_silent=_is_silent(now)).order_by("pk")

    def for_cards(self) -> Self:
        """What the card of a copropriété says of them."""
        return self.only(*_SPEAKING)

    def for_person(self) -> Self:
        """With their copropriétés and networks, the newest first."""
        return self.select_related(*_RELATED).order_by("-applied_at", "-pk")

    def for_decision(self) -> Self:
        """What those who decide read; the exact place stays in the database."""
        rows = self.select_related(*_RELATED)
        return rows.defer("copropriete__latitude", "copropriete__longitude")

    def decidable_by(self, user: object) -> Self:
        """Those this person may verify or refuse; twin of `perms.can_verify`."""
        return self.decidable_in(decision_scope(user), getattr(user, "pk", None))

    def decidable_in(self, scope: models.Q, user: int | None) -> Self:
        """Those of this scope, but one's own."""
        return self.filter(scope).exclude(user_id=user)

    def visible_to(self, user: object) -> Self:
        """One's own mandates and those one decides on, whatever their state."""
        own = models.Q(user_id=getattr(user, "pk", None))
        return self.filter(own | decision_scope(user))

    def contactable(self, now: datetime | None = None) -> Self:
        """Who may receive a new request at `now`: public, of a connected building, open account,
        not on pause, free to write, fewer open requests than chosen, fewer new ones this month than
        chosen.

        The pause lasts until the end of its last day; months are those of Paris.
        """
        now = now or timezone.now()
        today = timezone.localdate(now)
        return (
            self.public(now)
            .of_public_pages()
            .with_room(today)
            .awake(today)
            .filter(~_is_silent(now))
        )

    def with_room(self, today: date) -> Self:
        """Whose own limits leave room for one more request, of those open and of those of this
        month. Twin of `Ambassadeur.is_full`."""
        return self.filter(
            ~models.Q(demandes_month=f"{today:%Y-%m}")
            | models.Q(demandes_this_month__lt=models.F("max_per_month")),
            open_demandes__lt=models.F("max_open"),
            max_per_month__gt=0,
        )

    def running(self) -> Self:
        """Public, or waiting for a decision: who has one does not apply again. Twin of
        `Ambassadeur.is_running`."""
        return self.public() | self.pending()


class CoproprieteQuerySet(models.QuerySet):
    def with_public_ambassadors(self) -> Self:
        """Connected copropriétés that a public ambassador speaks for, whose page moderation did not
        hide: the public ones."""
        return self.spoken_for().filter(page_hidden_at=None)

    def spoken_for(self) -> Self:
        """Connected copropriétés that a public ambassador speaks for, hidden ones included."""
        from .models import Ambassadeur

        return self.connected().filter(
            models.Exists(Ambassadeur.objects.public().filter(copropriete=models.OuterRef("pk")))
        )

    def thin_cells(self) -> list[tuple[int, int]]:
        """Cells (column, row) that are shown though they hold too few: a mandate also ends with
        its account, which is closed or deleted in a room that knows nothing of cells."""
        speaking: models.QuerySet = (
            CoproprieteQuerySet(self.model).with_public_ambassadors().values("pk")
        )
        return list(
            self.filter(public_longitude__isnull=False)
            .order_by()
            .values_list("grid_x", "grid_y")
            .annotate(speaking=models.Count("pk", filter=models.Q(pk__in=speaking)))
            .filter(speaking__lt=NUMBERS.grid_from)
            .values_list("grid_x", "grid_y")
        )

    def of_member(self, user: object, now: datetime | None = None) -> Self:
        """Buildings this person is a member of, or a public ambassador of."""
        from .models import Ambassadeur, CoproprieteMember

        if not getattr(user, "is_authenticated", False):
            return self.none()
        account = cast("User", user)
        # A union, which the database reads from the person: an « or » would ask each building.
        member = CoproprieteMember.objects.filter(user=account).values("copropriete")
        mandate = Ambassadeur.objects.public(now).filter(user=account).order_by()
        return self.filter(pk__in=member.union(mandate.values("copropriete")))

    def visible_to(self, user: object) -> Self:
        """The public ones, and one's own buildings (see `of_member`)."""
        public = self.with_public_ambassadors()
        if not getattr(user, "is_authenticated", False):
            return public
        return self.filter(
            models.Q(pk__in=public.order_by().values("pk"))
            | models.Q(pk__in=self.of_member(user).order_by().values("pk"))
        )

    def connected(self) -> Self:
        """Heated by a network. The others are projects, private to their members."""
        return self.filter(connected_year__isnull=False, reseau__isnull=False)

    def for_page(self) -> Self:
        """What the page of one shows, in two queries; the exact place stays in the database."""
        from .models import Ambassadeur

        return (
            self.select_related("reseau__space", "commune")
            .defer("address", "latitude", "longitude")
            .prefetch_related(
                models.Prefetch(
                    "ambassadeurs",
                    Ambassadeur.objects.speaking(),
                    to_attr="public_ambassadors",
                )
            )
        )

    def for_list(self) -> Self:
        """What a card and the directory show, of the building itself: one query."""
        return self.select_related("commune", "reseau").only(*_CARD)

    def in_commune(self, commune: Commune) -> Self:
        """In the commune, or in one of its arrondissements."""
        return self.filter(models.Q(commune=commune) | models.Q(commune__parent=commune))

    def with_figures(self) -> Self:
        """That tell their costs before and after, or a figure in their published sheet."""
        from .models import Figure

        told = Figure.objects.filter(
            retour__copropriete=models.OuterRef("pk"),
            retour__state=RetourState.PUBLISHED,
            retour__status=ContentStatus.PUBLISHED,
        )
        return self.filter(
            models.Q(cost_before__isnull=False, cost_after__isnull=False) | models.Exists(told)
        )

    def taking_visits(self) -> Self:
        """That at least one public ambassador opens to visitors, who is not on pause and takes
        requests: a visit is asked by one. Or that has a visit at a date to come with places left:
        it is booked without asking anything of its host."""
        from .models import Ambassadeur

        now = timezone.now()
        today = timezone.localdate(now)
        asked = (
            Ambassadeur.objects.public(now)
            .with_room(today)
            .awake(today)
            .filter(~_is_silent(now), copropriete=models.OuterRef("pk"), takes_visits=True)
        )
        (dated,) = hooked("coproprietes.dated_visits")
        return self.filter(models.Exists(asked) | models.Q(pk__in=dated(now)))


class RetourQuerySet(ModeratedQuerySet):
    """Sheets of experience; drafts are for their author, proposed ones for who reviews too.

    A revision is a row of its own, never published (`models.retour`).
    """

    def published(self) -> Self:
        return super().published().filter(state=RetourState.PUBLISHED)

    def visible_to(self, user: object) -> Self:
        """Those that went through review; hidden ones as every moderated content."""
        return super().visible_to(user).filter(state=RetourState.PUBLISHED)

    def to_review(self) -> Self:
        """Proposed and not answered yet, the oldest first."""
        return self.in_review().filter(state=RetourState.PROPOSED).order_by("proposed_at", "pk")

    def in_review(self) -> Self:
        """Proposed or published: what reviewers may read; no revision of what is hidden."""
        return self.exclude(state=RetourState.DRAFT).filter(
            models.Q(revises__isnull=True) | models.Q(revises__status=ContentStatus.PUBLISHED),
            status=ContentStatus.PUBLISHED,
        )

    def latest_first(self) -> Self:
        """Of one copropriété: the revision being written or read again, then the sheet."""
        return self.order_by("-pk")

    def for_page(self) -> Self:
        """With figures and photos, in three queries."""
        return self.select_related("author").prefetch_related("figures", "photos")

    def for_review(self) -> Self:
        return self.select_related(
            "author", "revises", "copropriete__reseau", "copropriete__commune"
        )

    def reviewable_by(self, user: object) -> Self:
        """Those this person may publish or return; twin of `perms.can_review_retour`."""
        return self.filter(decision_scope(user)).exclude(author_id=getattr(user, "pk", None))
