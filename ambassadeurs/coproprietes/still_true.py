"""Whether what was told of a mandate, of a retour d’expérience or of a connection is still so,
asked as a mail leaves (`kinds.py`).
"""

from collections.abc import Mapping
from typing import Any

from communaute.comptes.models import User

from .enums import AmbassadeurStatus
from .models import Ambassadeur, Copropriete, JoinRequest, RetourExperience
from .perms import can_write_retour

type Context = Mapping[str, Any]


def application_waits(context: Context) -> bool:
    """The application has no answer yet."""
    rows = Ambassadeur.objects.to_decide().pending()
    return rows.filter(pk=context["mandate"]).exists()


def renewal_waits(context: Context) -> bool:
    """The renewal has no answer yet."""
    rows = Ambassadeur.objects.to_decide().exclude(renewal_asked_at=None)
    return rows.filter(pk=context["mandate"]).exists()


def may_verify(person: User, context: Context) -> bool:
    """The person may still answer it."""
    rows = Ambassadeur.objects.decidable_by(person)
    return rows.filter(pk=context["mandate"]).exists()


def mandate_runs(context: Context) -> bool:
    """To the end that was told, when one was."""
    ends = {"expires_at": context["until"]} if "until" in context else {}
    rows = Ambassadeur.objects.public().filter(**ends)
    return rows.filter(pk=context["mandate"]).exists()


def mandate_is_refused(context: Context) -> bool:
    """It was not asked again since."""
    rows = Ambassadeur.objects.filter(status=AmbassadeurStatus.REFUSED)
    return rows.filter(pk=context["mandate"]).exists()


def renewal_is_refused(context: Context) -> bool:
    """It was neither asked again since, nor the mandate ended by anybody."""
    rows = Ambassadeur.objects.filter(
        status=AmbassadeurStatus.VERIFIED,
        renewal_asked_at=None,
        decision_reason=context["reason"],
    )
    return rows.filter(pk=context["mandate"]).exists()


def mandate_is_over(context: Context) -> bool:
    return not mandate_runs(context)


def mandate_will_end(context: Context) -> bool:
    """It runs to the end that was told, and its renewal is not asked."""
    rows = Ambassadeur.objects.public().filter(renewal_asked_at=None)
    return rows.filter(pk=context["mandate"], expires_at=context["ends"]).exists()


def join_request_waits(context: Context) -> bool:
    """No member answered it, and the person, whose account is open, still asks."""
    rows = JoinRequest.objects.filter(user__is_active=True)
    return rows.filter(pk=context["join_request"]).exists()


def is_outside(person: User, context: Context) -> bool:
    """The person neither takes part since, nor asks again."""
    asks = JoinRequest.objects.filter(user=person, copropriete=context["copropriete"])
    return not asks.exists() and not takes_part(person, context)


def may_welcome(person: User, context: Context) -> bool:
    """The person may still answer it."""
    mine = Copropriete.objects.of_member(person)
    rows = JoinRequest.objects.filter(pk=context["join_request"], copropriete__in=mine)
    return rows.exists()


def retour_waits(context: Context) -> bool:
    """The sheet, or its changes, is to read: nobody published it, sent it back or took it back."""
    rows = RetourExperience.objects.to_review()
    return rows.filter(pk=context["retour"]).exists()


def may_review(person: User, context: Context) -> bool:
    """The person may still read it again."""
    rows = RetourExperience.objects.reviewable_by(person)
    return rows.filter(pk=context["retour"]).exists()


def retour_by_now(context: Context) -> Context:
    """Whether what is to read is a story, or changes of the one online."""
    sheet = RetourExperience.objects.filter(pk=context.get("retour")).first()
    return {} if sheet is None else {"is_revision": sheet.is_revision}


def retour_is_online(context: Context) -> bool:
    """Others read it: neither it nor the page of the building is hidden, somebody speaks there."""
    public = Copropriete.objects.with_public_ambassadors().order_by().values("pk")
    rows = RetourExperience.objects.published().filter(copropriete__in=public)
    return rows.filter(pk=context["retour"]).exists()


def retour_is_returned(context: Context) -> bool:
    """It is to complete, with the note that was told: neither proposed again nor given up."""
    rows = RetourExperience.objects.filter(review_note=context["note"])
    return rows.filter(pk=context["retour"]).exists()


def may_complete(person: User, context: Context) -> bool:
    """The person still writes for the building."""
    sheet = RetourExperience.objects.select_related("copropriete").get(pk=context["retour"])
    return can_write_retour(person, sheet.copropriete)


def takes_part(person: User, context: Context) -> bool:
    """Still of the building."""
    return Copropriete.objects.of_member(person).filter(pk=context["copropriete"]).exists()


def is_concerned(person: User, context: Context) -> bool:
    """Who is led to the page of the project still takes part in it."""
    return not context.get("project") or takes_part(person, context)


def is_connected(context: Context) -> bool:
    rows = Copropriete.objects.connected()
    return rows.filter(pk=context["copropriete"]).exists()


def connected_by_now(context: Context) -> Context:
    """The year, that may have been corrected since."""
    found = Copropriete.objects.filter(pk=context.get("copropriete")).first()
    return {} if found is None else {"year": found.connected_year, "residence": found.name}
