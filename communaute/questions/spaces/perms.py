from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation
from communaute.comptes.perms import is_national_team, organisations_of, territory_scope
from communaute.questions.models import Question, Space
from communaute.questions.perms import can_take_part, is_author, is_editor, is_in_charge
from communaute.questions.querysets import SpaceQuerySet


def is_among(user: object, agencies: list[Organisation]) -> bool:
    """Works for one of these agencies, or for the national team; no query."""
    mine = {one.pk for one in organisations_of(user, OrganisationKind.AGENCE)}
    return is_national_team(user) or any(agency.pk in mine for agency in agencies)


def can_move(user: object, question: Question) -> bool:
    """The author, the agency of the territory and the national team, while others can read it."""
    if not can_take_part(user, question):
        return False
    return is_author(user, question) or is_in_charge(user, question)


def spaces_open_to(user: object, question: Question) -> SpaceQuerySet:
    """Spaces where this person may put a question that they may move: anywhere, for its author and
    the national team; an agency, within its territory."""
    if is_author(user, question) or is_national_team(user):
        return Space.objects.all()
    return Space.objects.filter(territory_scope(user))


def can_describe(user: object, space: Space) -> bool:
    """The agency of the territory, the editors and the national team describe a space."""
    if is_national_team(user) or is_editor(user):
        return True
    return Space.objects.filter(territory_scope(user), pk=space.pk).exists()
