"""Every text that a form takes has its place in the database; every error names its field; every
form that is posted carries its token."""

import re
from collections.abc import Iterator

from django import forms
from django.conf import settings
from dsfr.forms import DsfrBaseForm

from ambassadeurs.coproprietes.projects.forms import BuildingForm
from socle.forms import DayInput, HourInput, NamedErrors, TypedIntegerField
from tests.architecture.routes import OURS, url_names

EMAIL_COLUMN = 254
# Forms of accounts are those of libraries, which have their own way of refusing.
LIBRARIES = "communaute.comptes."


def all_forms(parent: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for child in parent.__subclasses__():
        if child.__module__.startswith(OURS) and not child.__module__.startswith(LIBRARIES):
            yield child
        yield from all_forms(child)


def test_no_form_takes_an_address_longer_than_its_column():
    assert url_names()  # reads the views, hence the forms
    asked = {
        f"{form.__module__}.{form.__name__}.{name}": field.max_length or EMAIL_COLUMN + 1
        for form in all_forms()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.EmailField)
    }
    assert len(asked) >= 2
    # Django's own limit for forms is 320: PostgreSQL would refuse what SQLite keeps.
    assert {name for name, length in asked.items() if length > EMAIL_COLUMN} == set()


def test_the_errors_of_every_form_name_their_field():
    assert url_names()
    shown = [form for form in all_forms() if issubclass(form, DsfrBaseForm)]
    assert len(shown) > 10
    unnamed = {
        f"{form.__module__}.{form.__name__}" for form in shown if not issubclass(form, NamedErrors)
    }
    assert unnamed == set()


def test_every_day_and_hour_that_we_ask_stays_shown_when_it_is_wrong():
    assert url_names()
    asked = {
        f"{form.__module__}.{form.__name__}.{name}": field.widget
        for form in all_forms()
        if issubclass(form, DsfrBaseForm)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.DateField | forms.TimeField)
    }
    assert len(asked) > 8
    kept = DayInput | HourInput
    assert {name for name, widget in asked.items() if not isinstance(widget, kept)} == set()


def test_every_whole_number_that_we_ask_is_read_as_people_type_it():
    """« 1 150 », with whatever space."""
    assert url_names()
    asked = {
        f"{form.__module__}.{form.__name__}.{name}": field
        for form in all_forms()
        if issubclass(form, DsfrBaseForm)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.IntegerField) and not field.widget.is_hidden
        if not isinstance(field, forms.FloatField | forms.DecimalField)
    }
    assert len(asked) > 20
    plain = {name for name, field in asked.items() if not isinstance(field, TypedIntegerField)}
    assert plain == set()
    for field in asked.values():
        assert field.widget.attrs["inputmode"] == "numeric"
    lots = BuildingForm.base_fields["lots"]
    assert lots.clean("1 150") == lots.clean("1\u202f150") == 1150


INCLUDES = re.compile(r"{% include \"([^\"]+)\"([^%]*)%}")


def test_no_posted_form_is_included_without_its_token():
    """`only` drops what context processors give, the token among them: the form is refused."""
    folder = settings.BASE_DIR / "templates"
    files = {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.suffix in {".html", ".txt"}
    }

    def needs_token(name: str) -> bool:
        text = files.get(name, "")
        included = [found for found, _ in INCLUDES.findall(text) if found != name]
        return "{% csrf_token %}" in text or any(map(needs_token, included))

    dropped = {
        f"{name}: {found}"
        for name, text in files.items()
        for found, given in INCLUDES.findall(text)
        if " only " in given and "csrf_token" not in given and needs_token(found)
    }
    assert dropped == set()
