"""What templates of mails need: quotes in plain text."""

from django import template

register = template.Library()


@register.filter
def as_quote(text: str) -> str:
    """What somebody wrote, each line after `> ` as mails do; their HTML shows a quote."""
    return "\n".join(f"> {line}".rstrip() for line in str(text).strip().splitlines())
