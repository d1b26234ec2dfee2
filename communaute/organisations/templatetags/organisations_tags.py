"""The invitations of an organisation, on the page of its members."""

from django import template
from django.utils import timezone

from communaute.comptes.models import Organisation

register = template.Library()

SHOWN = 100


@register.inclusion_tag("organisations/invitations/_invitations.html", takes_context=True)
def organisation_invitations(
    context: template.Context, organisation: Organisation
) -> dict[str, object]:
    """Who was invited and has not answered, the last first; one query."""
    now = timezone.now()
    rows = organisation.invitations.waiting().select_related("invited_by")[:SHOWN]  # type: ignore[attr-defined]
    return {
        "organisation": organisation,
        "rows": [(row, row.is_over(now)) for row in rows],
        "csrf_token": context.get("csrf_token", ""),
    }
