"""What stands beside the name of an author: for whom the person speaks.

A badge comes from a provider (the hooks « comptes.badges »): a room above gives its own
(« Ambassadeur · … »). Each provider reads all authors of a page at once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from socle.hooks import hooked

from .enums import OrganisationKind
from .models import User


@dataclass(frozen=True)
class Badge:
    """`label` is read by people; `kind` colours it (`cu-badge-role--<kind>`); `icon` is DSFR's."""

    label: str
    kind: str
    icon: str


Provider = Callable[[set[int]], dict[int, list[Badge]]]


_ORGANISATION_BADGES = {
    OrganisationKind.AGENCE: ("Agence", "fr-icon-lightbulb-line"),
    OrganisationKind.EXPLOITANT: ("Exploitant", "fr-icon-tools-line"),
    OrganisationKind.COLLECTIVITE: ("Collectivité", "fr-icon-government-line"),
    OrganisationKind.SYNDIC: ("Syndic", "fr-icon-briefcase-line"),
}


def badges_for(users: "Iterable[User | None]") -> dict[int, list[Badge]]:
    """Return the badges of each person, by account number; deleted authors (None) are skipped."""
    ids = {user.pk for user in users if user is not None}
    found: dict[int, list[Badge]] = {pk: [] for pk in ids}
    if not ids:
        return found
    for provider in hooked("comptes.badges"):
        for pk, badges in provider(ids).items():
            found[pk].extend(badges)
    return found


def give_badges(texts: Iterable[Any]) -> None:
    """Give each text the `badges` of its author."""
    texts = list(texts)
    found = badges_for(text.author for text in texts)
    for text in texts:
        text.badges = found.get(text.author_id, [])


def badges_of(user: "User") -> list[Badge]:
    """The badges of one person, read once per request."""
    return user.once("badges", lambda: badges_for([user])[user.pk])


def organisation_badges(user_ids: set[int]) -> dict[int, list[Badge]]:
    """Badges of the organisations people work for (1 query)."""
    from .models import Membership

    found: dict[int, list[Badge]] = {}
    memberships = Membership.objects.filter(user__in=user_ids).select_related("organisation")
    for membership in memberships.order_by("organisation__name", "pk"):
        badge = _badge_of(membership.organisation)
        if badge is not None:
            found.setdefault(membership.user_id, []).append(badge)
    return found


def _badge_of(organisation: object) -> Badge | None:
    """None for those who only watch or report: they speak for nobody here."""
    kind = organisation.kind  # type: ignore[attr-defined]
    if kind == OrganisationKind.EQUIPE:
        return Badge("Équipe nationale", kind, "fr-icon-shield-line")
    if kind not in _ORGANISATION_BADGES:
        return None
    word, icon = _ORGANISATION_BADGES[OrganisationKind(kind)]
    return Badge(f"{word} · {organisation}", kind, icon)
