"""Words about cases, for templates."""

from datetime import datetime, timedelta
from html import unescape

from django import template
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from socle.french import MINUTE, UNDER_A_MINUTE
from socle.numbers import quantity

from ..deadlines import HOURS_A_DAY
from ..enums import DecisionKind, SanctionKind
from ..kinds_of_contents import PRIVATE, is_private, label_of, type_of
from ..models import Case, Decision, ModeratedContent
from ..perms import can_moderate_content
from ..registry import ModeratedType, as_lines

register = template.Library()

# Characters read of a text for its line in a list, which shows far fewer.
LINE_SOURCE = 1000


@register.filter
def content_label(case: Case) -> str:
    """Kind of the reported content ("Question"); no query when the type was selected."""
    return label_of(case)


@register.filter
def as_shown(text: str, kind: ModeratedType | None) -> SafeString:
    """A text as the site shows those of this kind, safe; as plain lines when it has none. One that
    its room made HTML of already stays as it is."""
    if isinstance(text, SafeString):
        return text
    return mark_safe(kind.html(text) if kind else as_lines(text))  # noqa: S308 -- `html` is safe


@register.filter
def one_line(text: str, case: Case | None = None) -> str:
    """A text as one line, its lines kept apart by a dash; of a case, without marks, and nothing of
    a private one."""
    if case and is_private(case):
        return PRIVATE
    bare = unescape(strip_tags(as_shown(text[:LINE_SOURCE], type_of(case)))) if case else text
    return " – ".join(line.strip() for line in bare.splitlines() if line.strip())


@register.filter
def lasting(hours: int) -> str:
    """A length in hours, as people say it: « 5 jours », « 36 heures »."""
    days, rest = divmod(hours, HOURS_A_DAY)
    return quantity(hours, "heure") if rest else quantity(days, "jour")


@register.filter
def within(moment: datetime) -> str:
    """How long is left until a moment, rounded up in one unit: « moins de 3 jours »."""
    left = moment - timezone.now()
    for unit, word in ((timedelta(days=1), "jours"), (timedelta(hours=1), "heures")):
        if left > unit:
            return f"moins de {-(-left // unit)}\u00a0{word}"
    return f"moins de {-(-left // MINUTE)}\u00a0minutes" if left > MINUTE else UNDER_A_MINUTE


@register.filter
def decision_label(kind: str) -> str:
    """What was decided, in words."""
    return str(DecisionKind(kind).label)


@register.filter
def sanction_label(kind: str) -> str:
    """A measure towards a person, in words."""
    return str(SanctionKind(kind).label)


@register.filter
def has_statement(decision: Decision) -> bool:
    """Whether the decision has its statement of reasons; no query when it was selected."""
    return hasattr(decision, "statement")


@register.simple_tag
def may_moderate(user: object, content: ModeratedContent) -> bool:
    """Whether this person may open the case of this text; no query for most people."""
    return can_moderate_content(user, content)
