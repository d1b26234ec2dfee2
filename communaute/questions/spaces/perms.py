from __future__ import annotations

from typing import TYPE_CHECKING, cast

from cms.starter import EDITORS
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.perms import is_national_team, organisations_of, territory_scope
from communaute.questions.models import Space

if TYPE_CHECKING:
    from communaute.comptes.models import Organisation, User


def is_editor(user: object) -> bool:
    """Who publishes the pages of the site, in /gestion/. One query."""
    if not getattr(user, "is_authenticated", False):
        return False
    return cast("User", user).groups.filter(name=EDITORS).exists()


def is_among(user: object, agencies: list[Organisation]) -> bool:
    """Works for one of these agencies, or for the national team; no query."""
    mine = {one.pk for one in organisations_of(user, OrganisationKind.AGENCE)}
    return is_national_team(user) or any(agency.pk in mine for agency in agencies)


def can_describe(user: object, space: Space) -> bool:
    """The agency of the territory, the editors and the national team describe a space."""
    if is_national_team(user) or is_editor(user):
        return True
    return Space.objects.filter(territory_scope(user), pk=space.pk).exists()
