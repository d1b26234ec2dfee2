"""Where a link of the frame leads: a public page, an address of the service, or another site."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.urls import Resolver404, resolve
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.models import HomePage
from cms.querysets import visible_pages

ADDRESS_MAX = 300
# What a browser reads as something else than what is written.
TRICKS = re.compile(r"[\\\s\x00-\x1f\x7f]")
# Views that show pages of editors: an address that no page has is a « page introuvable ».
_PAGE_VIEWS = frozenset({"wagtail_serve", "cms:home", "cms:guide", "cms:guide_index"})
ADMIN = "/gestion/"
_is_https = URLValidator(schemes=["https"])

NEEDED = "Choisissez une page, ou écrivez une adresse."
ONE_ONLY = "Choisissez une page ou écrivez une adresse, pas les deux."
NOT_PUBLIC = (
    "Cette page n’est pas publique (brouillon, privée ou arrivée à son terme) : "
    "le public ne pourrait pas l’ouvrir."
)
BAD_ADDRESS = (
    "Écrivez une adresse du service, comme « /reseaux/ », ou une adresse complète qui commence "
    "par « https:// »."
)
UNKNOWN = "Aucune page publique du service n’est à cette adresse."
FOR_EDITORS = "Cette adresse est celle de la rédaction : le public n’y entre pas."


class Destination(models.Model):
    """One of the two is given, never both; an address of another site begins with https."""

    page = models.ForeignKey(
        Page,
        verbose_name="page du site",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    address = models.CharField(
        "ou adresse",
        max_length=ADDRESS_MAX,
        blank=True,
        help_text="Adresse du service (« /reseaux/ »), ou d’un autre site (« https://… »), qui "
        "s’ouvrira dans une nouvelle fenêtre.",
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        self.page, self.address = checked(self.page, self.address)


def checked(page: Page | None, address: str) -> tuple[Page | None, str]:
    """The destination as it is kept: the address of a page becomes that page, so that the link
    follows it. Raises ValidationError by field."""
    if page and address:
        raise ValidationError({"address": ONE_ONLY})
    if page:
        if not is_public(page):
            raise ValidationError({"page": NOT_PUBLIC})
        return page, ""
    if not address:
        raise ValidationError({"page": NEEDED})
    try:
        return check_address(address)
    except ValidationError as error:
        raise ValidationError({"address": error.messages}) from error


def public_pages(pages: PageQuerySet) -> PageQuerySet:
    """Those that anybody may open now, their term not passed."""
    open_ones = pages.filter(depth__gt=1).exclude(expire_at__lte=timezone.now())
    return visible_pages(open_ones)


def is_public(page: Page) -> bool:
    return bool(public_pages(Page.objects.filter(pk=page.pk)).exists())


def is_external(address: str) -> bool:
    return not address.startswith("/")


def is_answered(path: str) -> bool:
    """Whether a page of the service, of editors or not, is at this path for the public."""
    try:
        check_address(path)
    except ValidationError:
        return False
    return True


def check_address(address: str) -> tuple[Page | None, str]:
    """The page at an address, or the address as it is kept. Raises ValidationError for one that
    the public could not open."""
    if TRICKS.search(address) or address.startswith("//"):
        raise ValidationError(BAD_ADDRESS)
    if is_external(address):
        _check_external(address)
        return None, address
    path = urlsplit(address).path
    if path.startswith(ADMIN):
        raise ValidationError(FOR_EDITORS)
    page = _page_at(path)
    if page is not None:
        if not is_public(page):
            raise ValidationError(NOT_PUBLIC)
        return (page, "") if path == address else (None, address)
    try:
        match = resolve(path)
    except Resolver404:
        raise ValidationError(UNKNOWN) from None
    if match.view_name in _PAGE_VIEWS:
        raise ValidationError(UNKNOWN)
    return None, address


def _check_external(address: str) -> None:
    try:
        _is_https(address)
    except ValidationError as error:
        raise ValidationError(BAD_ADDRESS) from error
    if "@" in urlsplit(address).netloc:
        raise ValidationError(BAD_ADDRESS)


def _page_at(path: str) -> Page | None:
    """The page of editors at this path of the site, public or not."""
    home = HomePage.objects.first()
    if home is None:
        return None
    return Page.objects.filter(
        url_path=f"{home.url_path}{path.strip('/')}/".replace("//", "/")
    ).first()
