"""Writing for the frame: what follows a change of the brand, its logos at the size pages show."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.forms import BaseFormSet
from wagtail.images.models import AbstractImage, SourceImageIOError
from wagtail.models import Site

from socle.concurrent_edits import SharedAdminForm
from socle.images import DECODING


@transaction.atomic
def apply_brand(*, brand: object) -> None:
    """Give its name to the site of Wagtail, and make the logos that pages will show."""
    site = Site.objects.filter(is_default_site=True).first()
    name = str(brand.name)  # type: ignore[attr-defined]
    if site is not None and site.site_name != name:
        site.site_name = name
        site.save(update_fields=["site_name"])
    prepare(brand.logo, LOGO)  # type: ignore[attr-defined]
    for partner in brand.partners.all():  # type: ignore[attr-defined]
        prepare(partner.image, PARTNER)


LOGO, PARTNER = "max-480x160", "max-320x160"


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of half its size in pixels: sharp on fine screens."""

    url: str
    alt: str
    width: int
    height: int


def prepare(image: AbstractImage | None, size: str) -> None:
    """Make the file, when an image was chosen; a file that was lost stops nothing."""
    with DECODING:
        picture_of(image, size, alt="")


def picture_of(image: AbstractImage | None, size: str, *, alt: str) -> Picture | None:
    """None without an image, or when its file is lost."""
    if image is None:
        return None
    try:
        made = image.get_rendition(size)
    except SourceImageIOError:
        return None
    return Picture(made.url, alt, max(1, made.width // 2), max(1, made.height // 2))


# The forms of the frame in the admin: what several entries must not do together.


TWICE = "Cette destination est déjà dans la liste."
COUNTED = {
    "too_few_forms": "Gardez au moins %(num)s lien.",
    "too_many_forms": "Gardez %(num)s liens au plus.",
}


class BrandForm(SharedAdminForm):
    def save(self, commit: bool = True) -> Any:
        brand = super().save(commit)
        if commit:
            apply_brand(brand=brand)
        return brand


class MenusForm(SharedAdminForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for entries in self.formsets.values():
            entries.error_messages |= COUNTED

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
