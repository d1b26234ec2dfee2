"""What is kept of a page that leaves: its address. Wagtail's signals say that one does."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models.signals import pre_delete
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.signals import page_published, post_page_move

from cms.site.destinations import is_public

from .models import GoneAddress


def addresses_of(page: Page) -> list[str]:
    """Where the public finds a page, then the former addresses that are sent to it; none when it
    is not public."""
    if not page.url or not is_public(page):
        return []
    former = Redirect.objects.filter(redirect_page=page).values_list("old_path", flat=True)
    return [Redirect.normalise_path(page.url), *former]


@transaction.atomic
def remember(*, page: Page) -> None:
    """A page is being deleted: its addresses will say so. Twice the same changes nothing."""
    GoneAddress.objects.bulk_create(
        [GoneAddress(path=path) for path in addresses_of(page)], ignore_conflicts=True
    )


@transaction.atomic
def forget(*, page: Page) -> None:
    """A page stands again at an address."""
    if page.url:
        GoneAddress.objects.filter(path=Redirect.normalise_path(page.url)).delete()


@transaction.atomic
def send_to(*, paths: Iterable[str], page: Page) -> None:
    """Send these addresses to a page instead of saying that they are gone."""
    wanted = list(paths)
    GoneAddress.objects.filter(path__in=wanted).delete()
    site = Site.objects.filter(is_default_site=True).first()
    for path in wanted:
        Redirect.objects.update_or_create(
            old_path=path,
            site=site,
            defaults={
                "redirect_page": page,
                "redirect_link": "",
                "automatically_created": True,
            },
        )


def page_leaves(sender: object, instance: Page, **kwargs: object) -> None:
    remember(page=instance)


def page_comes(sender: object, instance: Page, **kwargs: object) -> None:
    forget(page=instance)


def connect() -> None:
    """Called once, when the app is ready."""
    pre_delete.connect(page_leaves, sender=Page, dispatch_uid="cms_redirects")
    for signal in (page_published, post_page_move):
        signal.connect(page_comes, dispatch_uid="cms_redirects")
