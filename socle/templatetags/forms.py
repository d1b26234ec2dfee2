"""The errors of a form on top of its page: `components/error_summary.html`."""

from typing import NamedTuple

from django import forms, template

from socle.forms import bare, name_of

register = template.Library()


class ErrorLine(NamedTuple):
    """One error: the id of what to correct, how it is named ("" when the error names it)."""

    target: str
    name: str
    message: str


@register.filter
def error_lines(form: forms.BaseForm) -> list[ErrorLine]:
    """The errors of the fields that one sees, in their order."""
    lines = []
    for field in form.visible_fields():
        name = bare(name_of(field.field, field.label))
        for error in field.errors:
            lines.append(ErrorLine(_target(field), "" if name in error else name, str(error)))
    return lines


@register.filter
def has_hidden_errors(form: forms.BaseForm) -> bool:
    """Whether something that nobody can correct is wrong: the page is too old, or was forged."""
    return any(field.errors for field in form.hidden_fields())


def _target(field: forms.BoundField) -> str:
    widget = field.field.widget
    is_group = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    if is_group and widget.choices:
        return f"{field.auto_id}_0"  # the group takes no focus, its first choice does
    return field.id_for_label or str(field.auto_id)
