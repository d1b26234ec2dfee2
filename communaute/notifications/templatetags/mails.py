"""What templates of mails need: quotes in plain text, and what is late when the mail leaves."""

from datetime import datetime

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def as_quote(text: str) -> str:
    """What somebody wrote, each line after `> ` as mails do; their HTML shows a quote."""
    return "\n".join(f"> {line}".rstrip() for line in str(text).strip().splitlines())


@register.filter
def is_past(moment: datetime) -> bool:
    return moment <= timezone.now()
