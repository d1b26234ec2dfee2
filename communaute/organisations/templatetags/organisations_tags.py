"""The invitations of an organisation, on the page of its members."""

from django import template
from django.utils import timezone

from communaute.comptes.models import Organisation

from ..invitations import may_still_give

register = template.Library()

SHOWN = 100


@register.inclusion_tag("organisations/invitations/_invitations.html", takes_context=True)
def organisation_invitations(
    context: template.Context, organisation: Organisation
) -> dict[str, object]:
    """Who was invited and has not answered, the last first, with whether the link ran out and
    whether who sent it may still give a role there (a few queries a sender)."""
    now = timezone.now()
    waiting = organisation.invitations.waiting()  # type: ignore[attr-defined]
    rows = waiting.select_related("organisation", "invited_by")[:SHOWN]
    givers = {row.invited_by: row for row in rows}
    gives = {who: may_still_give(row) for who, row in givers.items()}
    return {
        "organisation": organisation,
        "rows": [(row, row.is_over(now), gives[row.invited_by]) for row in rows],
        "csrf_token": context.get("csrf_token", ""),
    }
