"""What waits for a lead, on top of their account."""

from communaute.comptes.perms import leads_something
from communaute.comptes.waiting import Waiting

from ..models import AccessRequest


def _count(user: object) -> int:
    if not leads_something(user):
        return 0
    return int(AccessRequest.objects.decided_by_me(user).waiting().count())


WAITING = Waiting(
    "sso_access:list",
    _count,
    "demande d’accès attend votre réponse",
    "demandes d’accès attendent votre réponse",
)
