"""Writing for the frame: what follows a change of the brand."""

from django.db import transaction
from wagtail.models import Site

from .pictures import LOGO, PARTNER, prepare


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
