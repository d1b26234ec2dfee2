"""The forms of the frame in the admin: what several entries must not do together."""

from typing import Any

from django.forms import BaseFormSet

from socle.shared_rows import SharedAdminForm

from . import services

TWICE = "Cette destination est déjà dans la liste."


class BrandForm(SharedAdminForm):
    def save(self, commit: bool = True) -> Any:
        brand = super().save(commit)
        if commit:
            services.apply_brand(brand=brand)
        return brand


class MenusForm(SharedAdminForm):
    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        # Each list says all that is wrong with it.
        refused = [_refuse_twice(entries) for entries in self.formsets.values()]
        return not any(refused)


def _refuse_twice(formset: BaseFormSet) -> bool:
    """Whether an entry leads where another of the list leads already; the error is on it."""
    known: set[object] = set()
    refused = False
    for form in formset.forms:
        data = form.cleaned_data
        if not data or data.get("DELETE"):
            continue
        destination = form.instance.page or form.instance.address
        if destination in known:
            form.add_error("page" if form.instance.page else "address", TWICE)
            refused = True
        known.add(destination)
    return refused
