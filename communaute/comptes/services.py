"""Writing accounts, organisations, their territories and their members."""

import re
import unicodedata
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify
from stdnum.exceptions import ValidationError as NotValid
from stdnum.fr import siret

from communaute.territoires.models import Commune, Departement, Epci, Region
from socle.errors import ChangedMeanwhile
from socle.forms import version_of
from socle.hooks import call_hooks
from socle.public_pages import touch_public_pages
from socle.words import normalise

from .enums import MODERATING, MembershipRole, OrganisationKind
from .errors import (
    AccountExists,
    ComptesError,
    InvalidDisplayName,
    LastLead,
    ModeratesAndOperates,
    NotLead,
    NotThere,
)
from .models import Coverage, Membership, Organisation, RoleChange, User
from .perms import can_give_roles, is_last_lead

Territory = Region | Departement | Epci | Commune

DISPLAY_NAME_MIN = 2
DISPLAY_NAME_MAX = 60
# Who speaks for the service is said by a badge, never by a name that anybody may choose.
RESERVED_NAMES = (
    *("chauffageurbain", "chauffage urbain", "equipe nationale", "moderat", "administrat"),
    "france renov",
)
# Words that begin a badge, or an institution: a name that begins so would pass for one.
ROLE_WORDS = (
    *("ademe", "admin", "agence", "alec", "ambassadeur", "ambassadrice", "collectivite", "equipe"),
    *("exploitant", "exploitante", "mairie", "metropole", "ministere", "prefecture"),
    *("support", "syndic"),
)
# What an address, of mail or of a site, or a tag holds.
NO_NAME = re.compile(r"[@<>]|://|\bwww\.", re.IGNORECASE)
# What the texts of a closed account are signed with.
FORMER = re.compile(r"(une? )?ancien(ne)? membre")
_ARTICLES = frozenset(("l", "la", "le", "les", "un", "une", "votre"))
_LEVELS: dict[type, str] = {
    Region: "region",
    Departement: "departement",
    Epci: "epci",
    Commune: "commune",
}


def clean_siret(typed: str) -> str | None:
    """The fourteen digits of a SIRET, whose last one checks the others (Luhn), without the spaces
    typed between its parts; None when it is none."""
    try:
        return str(siret.validate(typed))
    except NotValid:
        return None


def clean_display_name(name: str) -> str:
    """Return the name without stray spaces or invisible signs; raise `InvalidDisplayName`."""
    visible = "".join(" " if char.isspace() else char for char in name)
    visible = "".join(char for char in visible if unicodedata.category(char)[0] != "C")
    cleaned = " ".join(visible.split())
    if len(cleaned) < DISPLAY_NAME_MIN or not any(char.isalpha() for char in cleaned):
        raise InvalidDisplayName("Choisissez un nom d’au moins deux lettres.")
    if len(cleaned) > DISPLAY_NAME_MAX:
        raise InvalidDisplayName(f"Choisissez un nom de {DISPLAY_NAME_MAX} caractères au plus.")
    if NO_NAME.search(cleaned) or len(re.sub(r"\D", "", cleaned)) >= 8:
        message = "Ce nom sera public : n’y mettez ni adresse, ni numéro de téléphone, ni « < »."
        raise InvalidDisplayName(message)
    if any(reserved in normalise(cleaned) for reserved in RESERVED_NAMES):
        message = "Ce nom ferait croire que vous parlez pour le service. Choisissez-en un autre."
        raise InvalidDisplayName(message)
    if FORMER.match(normalise(cleaned)):
        message = "Ainsi sont signés les textes d’un compte fermé. Choisissez un autre nom."
        raise InvalidDisplayName(message)
    if _begins_with_a_role(cleaned):
        raise InvalidDisplayName(
            "Ce nom ressemble à une fonction. Mettez le vôtre, par exemple « Monique D. » : "
            "si vous avez une fonction ici, un badge la dit déjà à côté de votre nom."
        )
    return cleaned


def _begins_with_a_role(name: str) -> bool:
    words = [word for word in normalise(name).split() if word not in _ARTICLES]
    return bool(words) and words[0] in ROLE_WORDS


def lock_accounts(*keys: int | None) -> None:
    """Lock these accounts (primary keys; None is nobody), to call first in a transaction: the order
    of all locks is in docs/mecanismes.md.

    An account that is closing is waited for: what follows reads that it is gone, and what is
    written meanwhile is seen by the closing. Two people who write to one another wait in turn.
    """
    list(_locked(sorted({key for key in keys if key is not None})))


def _locked(keys: list[int]) -> QuerySet[User, int]:
    rows = User.objects.filter(pk__in=keys).select_for_update(no_key=True)
    return rows.order_by("pk").values_list("pk", flat=True)


@transaction.atomic
def create_account(
    *, email: str, display_name: str, password: str | None = None, verified: bool = True
) -> User:
    """Create an account and its e-mail record; raise `AccountExists` or `InvalidDisplayName`.

    Without password the person signs in by a code received by mail.
    """
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        raise AccountExists
    user = User.objects.create_user(email, password, display_name=clean_display_name(display_name))
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    return user


@transaction.atomic
def change_display_name(*, actor: User, display_name: str) -> User:
    """Change the name others see, on all that the person wrote; raise `InvalidDisplayName`."""
    actor.display_name = clean_display_name(display_name)
    actor.save(update_fields=["display_name"])
    touch_public_pages()
    return actor


@transaction.atomic
def create_organisation(
    *,
    kind: OrganisationKind | str,
    name: str,
    slug: str = "",
    email: str = "",
    phone: str = "",
    website: str = "",
    territories: Iterable[Territory] = (),
) -> Organisation:
    """Create an organisation with its territories; raise `ComptesError` if its slug is taken."""
    slug = slug or slugify(name)
    if Organisation.objects.filter(slug=slug).exists():
        raise ComptesError(f"Une organisation « {slug} » existe déjà.")
    organisation = Organisation.objects.create(
        kind=OrganisationKind(kind), name=name, slug=slug, email=email, phone=phone, website=website
    )
    set_coverage(organisation=organisation, territories=territories)
    return organisation


@transaction.atomic
def set_coverage(*, organisation: Organisation, territories: Iterable[Territory]) -> bool:
    """Make the organisation cover exactly these territories, of any level mixed. Returns whether
    it changed."""
    gone = 0
    wanted = {(_LEVELS[type(territory)], territory.pk) for territory in territories}
    for coverage in organisation.coverages.all():
        pair = next(
            (level, code)
            for level in _LEVELS.values()
            if (code := getattr(coverage, f"{level}_id")) is not None
        )
        if pair in wanted:
            wanted.remove(pair)
        else:
            coverage.delete()
            gone += 1
    Coverage.objects.bulk_create(
        Coverage(organisation=organisation, **{f"{level}_id": code})
        for level, code in sorted(wanted)
    )
    if wanted or gone:
        touch_public_pages()
    return bool(wanted or gone)


@transaction.atomic
def add_member(
    *,
    organisation: Organisation,
    user: User,
    role: MembershipRole | str = MembershipRole.MEMBRE,
    actor: User | None = None,
) -> Membership:
    """Make the person a member with this role; called again, it changes the role. With `actor`,
    who took them in is written down. Raises ModeratesAndOperates."""
    check_impartial(organisation=organisation, emails=[user.email])
    membership, is_new = Membership.objects.update_or_create(
        organisation=organisation, user=user, defaults={"role": MembershipRole(role)}
    )
    if actor is not None and is_new:
        _write_down(actor, organisation, user, after=membership.role)
    user.forget()
    call_hooks("comptes.membership_begun", user=user, now=timezone.now())
    touch_public_pages()
    return membership


@transaction.atomic
def change_role(*, actor: User, membership: Membership, role: str) -> Membership:
    """Give a member of an organisation a role, and write down who did; again changes nothing.

    Raises NotLead, LastLead when nobody would answer for the organisation any more.
    """
    organisation = Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    if not can_give_roles(actor, organisation):
        raise NotLead
    found = organisation.memberships.select_related("user").get(pk=membership.pk)
    wanted = MembershipRole(role)
    if found.role == wanted:
        return found
    if is_last_lead(found):
        raise LastLead
    _write_down(actor, organisation, found.user, before=found.role, after=wanted)
    found.role = wanted
    found.save(update_fields=["role"])
    found.user.forget()
    actor.forget()
    touch_public_pages()
    return found


@transaction.atomic
def put_on_call(
    *, actor: User, organisation: Organisation, membership: Membership | None, version: str = ""
) -> None:
    """Say whom an agency has told at night; None: nobody, the national team is told instead.
    `version` is that of the page (`version_of_on_call`; empty: of no page).

    Raises NotLead, ChangedMeanwhile, and NotThere for somebody who does not work for this agency.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.kind != OrganisationKind.AGENCE or not can_give_roles(actor, organisation):
        raise NotLead
    if (before := organisation.on_call) == membership:
        return
    if version not in ("", now := version_of_on_call(before)):
        who = f"{before.user.public_name} est" if before else "personne n’est"
        message = f"L’astreinte vient de changer : {who} maintenant d’astreinte la nuit."
        raise ChangedMeanwhile(message, now)
    organisation.memberships.filter(is_on_call=True).update(is_on_call=False)
    if membership is not None:
        found = organisation.memberships.filter(pk=membership.pk)
        if not found.update(is_on_call=True):
            raise NotThere


def version_of_on_call(membership: Membership | None) -> str:
    """What the page shows of it, for `put_on_call`."""
    return version_of(membership and membership.pk)


@transaction.atomic
def leave_organisation(*, actor: User, organisation: Organisation) -> bool:
    """Stop working for an organisation; it is written down, and what the person had in hand goes
    back to their colleagues. Returns whether the person was a member. Raises LastLead for the only
    person who answers for it.
    """
    lock_accounts(actor.pk)
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    found = organisation.memberships.filter(user=actor).first()
    if found is None:
        return False
    if is_last_lead(found):
        raise LastLead
    _take_out(actor, organisation, found)
    touch_public_pages()
    return True


@transaction.atomic
def remove_member(*, actor: User, organisation: Organisation, member: User) -> bool:
    """Take a colleague out of an organisation: written down, told to them and to the other leads;
    what they had in hand goes back to the desk. Returns whether they were a member.

    Raises NotLead, LastLead when nobody would answer for the organisation any more.
    """
    lock_accounts(actor.pk, member.pk)
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not can_give_roles(actor, organisation):
        raise NotLead
    found = organisation.memberships.select_related("user").filter(user=member).first()
    if found is None:
        return False
    if is_last_lead(found):
        raise LastLead
    _take_out(actor, organisation, found)
    _tell(actor, organisation, found.user, is_in=False)
    actor.forget()
    touch_public_pages()
    return True


def _take_out(actor: User, organisation: Organisation, membership: Membership) -> None:
    """The membership goes, and what the person had in hand with it; it is written down."""
    person = membership.user
    membership.delete()
    _write_down(actor, organisation, person, before=membership.role)
    person.forget()
    call_hooks("comptes.member_left", actor=actor, organisation=organisation, person=person)


def _tell(actor: User, organisation: Organisation, person: User, *, is_in: bool) -> None:
    """What follows a person taken in, or out, who was not asked."""
    told = {"actor": actor, "organisation": organisation, "person": person}
    call_hooks("comptes.member_moved", **told, is_in=is_in)


def _write_down(
    actor: User, organisation: Organisation, person: User, *, before: str = "", after: str = ""
) -> None:
    RoleChange.objects.create(
        organisation=organisation,
        actor=actor,
        actor_name=actor.public_name,
        person=person,
        person_name=person.public_name,
        before=before,
        after=after,
    )


def check_impartial(
    *, organisation: Organisation, emails: Iterable[str], kind: str | None = None
) -> None:
    """Raises ModeratesAndOperates when one of these accounts would work for an operator and for
    those who moderate. `kind`: what the organisation is about to become."""
    kind = kind or organisation.kind
    if kind in MODERATING:
        apart = {OrganisationKind.EXPLOITANT}
    elif kind == OrganisationKind.EXPLOITANT:
        apart = MODERATING
    else:
        return
    held = Membership.objects.filter(organisation__kind__in=sorted(apart))
    held = held.exclude(organisation=organisation.pk)
    if held.filter(user__email__in=[email.lower() for email in emails]).exists():
        raise ModeratesAndOperates


def check_members(*, organisation: Organisation, users: Iterable[User]) -> None:
    """Raises LastLead when an organisation that has a lead would keep members, and no lead."""
    wanted = [user.pk for user in users]
    leads = organisation.memberships.filter(role=MembershipRole.RESPONSABLE)
    if wanted and leads.exists() and not leads.filter(user__in=wanted).exists():
        raise LastLead


@transaction.atomic
def set_members(
    *, organisation: Organisation, users: Iterable[User], actor: User | None = None
) -> Organisation:
    """Make these people, and nobody else, members; those who stay keep their role.

    With `actor`, who came and who left is written down, and told (`follow_members`). Raises
    LastLead when the only lead would leave the others.
    """
    users = list(users)
    check_members(organisation=organisation, users=users)
    wanted = {user.pk: user for user in users}
    known = set()
    for membership in organisation.memberships.select_related("user"):
        known.add(membership.user_id)
        if membership.user_id not in wanted and actor is not None:
            _take_out(actor, organisation, membership)
            _tell(actor, organisation, membership.user, is_in=False)
        elif membership.user_id not in wanted:
            membership.delete()
            membership.user.forget()
    for pk, user in wanted.items():
        if pk not in known:
            added = add_member(organisation=organisation, user=user)
            if actor is not None:
                _write_down(actor, organisation, user, after=added.role)
                _tell(actor, organisation, user, is_in=True)
    touch_public_pages()
    return organisation
