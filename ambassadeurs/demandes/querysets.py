from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation
from communaute.comptes.perms import is_national_team, organisations_of
from communaute.moderation.querysets import ModeratedQuerySet

from .enums import BESIDE, GIVEN_UP, ORGANISATIONS, DeskStatus, Kind, State
from .numbers import NUMBERS

# What an operator may read: agreed to, not taken back, of somebody still here.
# Twin of `perms.is_agreed`.
AGREED = models.Q(
    consent_at__isnull=False, consent_withdrawn_at__isnull=True, requester__isnull=False
)
# Since when an answer is waited for. Twin of `Demande.clock_from`.
CLOCK_FROM = Coalesce("reopened_at", "created_at")
# Whose turn it is at a desk: an index serves an order only when both say the same expression.
_RANK = {status: rank for rank, status in enumerate(DeskStatus)}

# Those who wait first, then by status.
OPERATOR_TURN = models.Case(
    models.When(state=State.WAITING, then=models.Value(-1)),
    *(models.When(desk_status=status, then=models.Value(rank)) for status, rank in _RANK.items()),
    default=models.Value(len(_RANK)),
    output_field=models.SmallIntegerField(),
)
# Those who wait first.
AGENCY_TURN = models.Case(
    models.When(state=State.WAITING, then=models.Value(0)),
    default=models.Value(1),
    output_field=models.SmallIntegerField(),
)


def _organisations(user: object) -> list[int]:
    """The operators and agencies this person works for (pks)."""
    return [
        organisation.pk
        for kind in (OrganisationKind.EXPLOITANT, OrganisationKind.AGENCE)
        for organisation in organisations_of(user, kind)
    ]


class DemandeQuerySet(models.QuerySet):
    """Reading rules; twin of `perms.can_read_thread`."""

    def as_party(self, user: object) -> Self:
        """One's own requests, those received as ambassador, those of one's organisations.

        The thread is for the parties only: no desk of a territory reads it.
        """
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(
            models.Q(requester=user)
            | models.Q(ambassadeur__user=user)
            | models.Q(
                ~models.Q(kind=Kind.EXPLOITANT) | AGREED, organisation__in=_organisations(user)
            )
        )

    def sent_by(self, user: Any) -> Self:
        """One's own requests: of `as_party`, the first part."""
        return self.filter(requester=user)

    def one_a_group(self) -> Self:
        """Of each request sent for several buildings, the one where something happened last; the
        others are read with it (`groups.lines`)."""
        newer = self.model._default_manager.filter(
            models.Q(last_act_at__gt=models.OuterRef("last_act_at"))
            | models.Q(last_act_at=models.OuterRef("last_act_at"), pk__gt=models.OuterRef("pk")),
            requester=models.OuterRef("requester"),
            batch=models.OuterRef("batch"),
        )
        return self.filter(models.Q(batch=None) | ~models.Exists(newer))

    def received_by(self, user: Any) -> Self:
        """What `as_party` gives, one's own requests apart: what waits, or waited, for an answer of
        this person or of a colleague. Reads the mandates of who works for an organisation: with
        nothing to join, its index gives the list in order.
        """
        mine = _organisations(user)
        if not mine:
            return self.filter(ambassadeur__user=user).exclude(requester=user)
        received = models.Q(~models.Q(kind=Kind.EXPLOITANT) | AGREED, organisation__in=mine)
        mandates = list(Ambassadeur.objects.filter(user=user).values_list("pk", flat=True))
        if mandates:
            received |= models.Q(ambassadeur__in=mandates)
        return self.filter(received).exclude(requester=user)

    def sent_to_those_of(self, user: object) -> Self:
        """Sent to an organisation this person works for, even those it reads no more."""
        return self.filter(organisation__in=_organisations(user))

    def at_operator_desk(self, user: object) -> Self:
        """Demandes sent, with consent, to an operator one works for."""
        return self.at_desks_of(organisations_of(user, OrganisationKind.EXPLOITANT))

    def withdrawn_from(self, user: object) -> Self:
        """Demandes sent, with consent, to an operator one works for, and withdrawn since."""
        mine = organisations_of(user, OrganisationKind.EXPLOITANT)
        sent = self.filter(kind=Kind.EXPLOITANT, organisation__in=mine, consent_at__isnull=False)
        return sent.exclude(AGREED)

    def at_agency_desk(self, user: object) -> Self:
        """Requests for advice sent to an agency one works for."""
        return self.at_desks_of(organisations_of(user, OrganisationKind.AGENCE))

    def at_desks_of(self, organisations: Collection[Organisation]) -> Self:
        """What these organisations read, at their desks and by the partner API.

        Operators: demandes whose consent holds. Agencies: requests for advice. Others: nothing.
        """
        return self.at_desks(
            operators=[o.pk for o in organisations if o.kind == OrganisationKind.EXPLOITANT],
            agencies=[o.pk for o in organisations if o.kind == OrganisationKind.AGENCE],
        )

    def at_desks(self, *, operators: Collection[int] = (), agencies: Collection[int] = ()) -> Self:
        """`at_desks_of` of these operators and agencies (pks)."""
        return self.filter(
            models.Q(AGREED, kind=Kind.EXPLOITANT, organisation__in=operators)
            | models.Q(kind=Kind.AGENCE, organisation__in=agencies)
        )

    def visible_to(self, user: object) -> Self:
        return self.all() if is_national_team(user) else self.as_party(user)

    def open(self) -> Self:
        return self.exclude(state=State.CLOSED)

    def open_as_told(self) -> Self:
        """The same for who asked: an end that the organisation may still take back is none."""
        from .models import DeskAct

        acts = DeskAct.objects.hidden(timezone.now()).order_by()
        held = acts.filter(demande=models.OuterRef("pk"), changed__has_key="closed_at")
        return self.filter(~models.Q(state=State.CLOSED) | models.Exists(held))

    def still_asked(self) -> Self:
        """Of those, what keeps from asking again: not a project that the operator gave up, once
        that is told, nor what was replaced."""
        is_held = models.Q(told_from__gt=timezone.now())
        rows = self.open_as_told().filter(replaced_at__isnull=True)
        return rows.filter(is_held | ~models.Q(desk_status__in=GIVEN_UP))

    def between(self, first: int, second: int) -> Self:
        """Threads of these two accounts (pks) as asker and ambassador, whichever is which."""
        return self.filter(
            models.Q(requester=first, ambassadeur__user=second)
            | models.Q(requester=second, ambassadeur__user=first)
        )

    def already_open(
        self, *, requester: Any, copropriete: Any, ambassadeur: Any, organisation: Any
    ) -> Self:
        """The request of this person for this building that this recipient still has; to an
        ambassador, if recent."""
        rows = self.still_asked().filter(
            requester=requester,
            copropriete=copropriete,
            ambassadeur=ambassadeur,
            organisation=organisation,
        )
        if organisation is not None:
            return rows
        since = timezone.now() - timedelta(days=NUMBERS.same_recipient_days)
        return rows.filter(created_at__gte=since)

    def asked_anew(self, demande: Any) -> Self:
        """The same, of who asked this one and of its recipient."""
        return self.already_open(
            requester=demande.requester,
            copropriete=demande.copropriete,
            ambassadeur=demande.ambassadeur,
            organisation=demande.organisation,
        )

    def of_building(self, copropriete: Any) -> Self:
        """What its people asked of an operator or an agency: the building's, whoever wrote it."""
        return self.filter(kind__in=ORGANISATIONS, copropriete=copropriete)

    def of_members(self, user: Any) -> Self:
        """The same for the buildings of this person, their own requests apart."""
        mine = Copropriete.objects.of_member(user).order_by()
        theirs = self.filter(kind__in=ORGANISATIONS, copropriete__in=mine)
        return theirs.exclude(requester=user)

    def shared_with(self, user: Any) -> Self:
        """Those of `of_members` whose thread this person reads: its writer agreed. Twin of
        `perms.can_read_as_member`."""
        return self.of_members(user).filter(
            shared_with_members_at__isnull=False, requester__isnull=False
        )

    def asked_by_others(
        self, requester: Any, copropriete: Any, organisation: Any, purpose: str = ""
    ) -> Self:
        """What others ask of this organisation now for this building, for this purpose if told."""
        rows = self.still_asked().filter(copropriete=copropriete, organisation=organisation)
        if purpose:
            rows = rows.filter(models.Q(purpose=purpose) | models.Q(added_purpose=purpose))
        return rows.exclude(requester=requester).order_by("created_at", "pk")

    def waiting(self) -> Self:
        """Those in which somebody waits who can read the answer. Twin of
        `Demande.is_asker_here`."""
        return self.filter(state=State.WAITING, requester__is_active=True)

    def unanswered(self) -> Self:
        """Those that nobody answered, nor moved by hand: called by phone, nobody waits any more."""
        return self.waiting().filter(first_answer_at__isnull=True, desk_status=DeskStatus.A_TRAITER)

    def to_answer_by(self, user: object) -> int:
        """How many wait for an answer of this person, or of a colleague (1 query)."""
        return self.as_party(user).exclude(requester=user).waiting().count()

    def waiting_since(self, moment: datetime) -> Self:
        """Those whose clock started at this moment or before (`CLOCK_FROM`, by its columns)."""
        return self.waiting().filter(created_at__lte=moment).exclude(reopened_at__gt=moment)

    def to_come_back(self, today: date) -> Self:
        """Those that an organisation still reads and wanted to come back to by this day."""
        return (
            self.open()
            .filter(follow_up_on__lte=today)
            .filter(models.Q(AGREED) | ~models.Q(kind=Kind.EXPLOITANT))
        )

    def counted_once(self) -> Self:
        """One row a demande: of those offered again, the last offer only."""
        return self.filter(reoffers__isnull=True)

    def for_exchanges(self) -> Self:
        """What the list of one's exchanges shows, with `written_at`: before it was proposed, for
        one offered again. Few joins: beyond eight tables PostgreSQL no longer looks for the best
        order, and would join every demande before choosing some."""
        from .models import Message

        messages = Message.objects.filter(demande=models.OuterRef("pk")).order_by("sent_at", "pk")
        rows = self.annotate(written_at=models.Subquery(messages.values("sent_at")[:1]))
        return rows.select_related(
            "requester", "commune", "organisation", "ambassadeur__copropriete", "copropriete"
        ).only(
            *(
                "batch",
                "reoffered_from",
                "copropriete__name",
                "copropriete__connected_year",
                "copropriete__stage",
                "public_id",
                "kind",
                "purpose",
                "added_purpose",
                "state",
                "desk_status",
            ),
            *("sent", "created_at", "reopened_at", "last_act_at", "closed_because", "told_from"),
            *(
                "requester__display_name",
                "requester__is_active",
                "commune__name",
                "organisation__name",
            ),
            *("ambassadeur__first_name", "ambassadeur__copropriete__name"),
        )

    def for_members(self) -> Self:
        """What `members.reading` shows."""
        rows = self.select_related("organisation", "requester", "copropriete")
        return rows.prefetch_related("followers__user")

    def for_list(self) -> Self:
        return self.select_related(
            "requester",
            "copropriete",
            "commune",
            "reseau",
            "organisation",
            "assigned_to",
            "ambassadeur__copropriete",
            "ambassadeur__user",
        )


class MessageQuerySet(models.QuerySet):
    def told(self) -> Self:
        """Without what the organisation may still take back."""
        return self.exclude(shown_from__gt=timezone.now())

    def shown_to(self, user: Any, demande: Any) -> Self:
        """Those of this thread that this side reads now: who asked, not yet what the organisation
        may still take back."""
        rows = self.filter(demande=demande)
        if demande.requester_id != user.pk:
            return rows
        return rows.told()


class DeskActQuerySet(models.QuerySet):
    def to_be_told(self, now: datetime) -> Self:
        """Those that may still be taken back, the last one first."""
        return self.filter(until__gt=now, undone_at=None).order_by("-version")

    def hidden(self, now: datetime) -> Self:
        """Of those to be told, what who asked does not read yet: something told at once since shows
        the demande as it is."""
        from .models import DeskAct

        told = DeskAct.objects.that_move().filter(until=None)
        return self.to_be_told(now).exclude(models.Exists(_later(told)))

    def followed(self) -> Self:
        """Those since which something else was done, and stands."""
        from .models import DeskAct

        return self.filter(models.Exists(_later(DeskAct.objects.that_move())))

    def that_move(self) -> Self:
        """Those that stand and that who asked reads: not who follows it, nor when."""
        return self.filter(undone_at=None).exclude(kind__in=BESIDE).order_by()


def _later(acts: DeskActQuerySet) -> DeskActQuerySet:
    """Those of these acts that come after an outer one, of its demande."""
    return acts.filter(demande=models.OuterRef("demande"), version__gt=models.OuterRef("version"))


class ReportedMessageQuerySet(ModeratedQuerySet):
    def visible_to(self, user: object) -> Self:
        """A private text: its two parties only. Moderators read it in their case."""
        from .models import Demande

        threads = Demande.objects.as_party(user)
        return super().visible_to(user).filter(message__demande__in=threads)


class BlockQuerySet(models.QuerySet):
    def of(self, user: Any) -> Self:
        """Those that this person decided."""
        return self.filter(blocker=getattr(user, "pk", None))

    def between(self, first: int | None, second: int | None) -> Self:
        """Between two accounts (pks), whoever decided; nothing with a closed one."""
        return self.filter(
            models.Q(blocker=first, blocked=second) | models.Q(blocker=second, blocked=first)
        )

    def for_list(self) -> Self:
        return self.select_related("demande__requester", "demande__ambassadeur__copropriete")

    def deciders(self, first: int | None, second: int | None) -> set[int]:
        """Who, of these two accounts (pks), blocked the other."""
        return set(self.between(first, second).values_list("blocker", flat=True))

    def people_apart(self, user: Any) -> set[int]:
        """Accounts (pks) that write nothing to this person, or to whom they write nothing."""
        pairs = self.filter(models.Q(blocker=user) | models.Q(blocked=user))
        return {pk for pair in pairs.values_list("blocker", "blocked") for pk in pair} - {user.pk}
