"""What is kept of a page that leaves: its address. Wagtail's signals say that one does."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import pre_delete
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.signals import page_published, post_page_move

from cms.querysets import key_of

from .models import GoneAddress


def addresses_of(page: Page) -> list[str]:
    """Where the public finds a page, or found it before it was unpublished; then the former
    addresses that are sent to it. None when it never was public, or is private."""
    was_public = page.live or page.first_published_at is not None
    if not page.url or not was_public or page.get_view_restrictions().exists():
        return []
    former = Redirect.objects.filter(redirect_page=page).values_list("old_path", flat=True)
    return [Redirect.normalise_path(page.url), *former]


@transaction.atomic
def page_leaves(sender: object, instance: Page, **kwargs: object) -> None:
    """A page is being deleted: its addresses will say so. Twice the same changes nothing."""
    GoneAddress.objects.bulk_create(
        [GoneAddress(path=path) for path in addresses_of(instance)], ignore_conflicts=True
    )


@transaction.atomic
def page_comes(sender: object, instance: Page, **kwargs: object) -> None:
    """A page stands again at an address."""
    if instance.url:
        GoneAddress.objects.filter(path=Redirect.normalise_path(instance.url)).delete()


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


def connect() -> None:
    """Called once, when the app is ready."""
    pre_delete.connect(page_leaves, sender=Page, dispatch_uid="cms_redirects")
    for signal in (page_published, post_page_move):
        signal.connect(page_comes, dispatch_uid="cms_redirects")


# Pages that the service itself leads to, whatever its menus say: they change, they never leave.


HOME = "toutes ses pages"
LEAVES = "elle ne se retire pas"
CLOSES = "elle reste ouverte à tous"
# Where the code links to these addresses of the first day; an editor may have changed them since.
LINKED_FROM = {
    "accessibilite": "l’accueil et le pied de page",
    "budget": "le rapport du comité",
    "cgu": "la création de compte",
    "charte": "les décisions de modération",
    "contact": "le pied de page",
    "donnees-personnelles": "la création de compte et « Mes données »",
    "glossaire": "la liste des guides",
    "guides": "l’accueil et le plan du site",
    "mentions-legales": "la recherche",
}
_KEYS = {key_of(slug): slug for slug in LINKED_FROM}
# Of the pages just under the home page.
_DEPTH = 3


def why_it_stays(page: Page, rule: str = LEAVES) -> str:
    """In words, for who would take this page and those under it out of the public's reach; "" when
    they may leave. `rule`: what the sentence ends with."""
    known = Q(translation_key__in=_KEYS) | Q(slug__in=LINKED_FROM, depth=_DEPTH)
    branch = page.get_descendants(inclusive=True)
    needed = branch.filter(Q(sites_rooted_here__isnull=False) | known).first()
    if needed is None:
        return ""
    slug = _KEYS.get(needed.translation_key, needed.slug)
    place = HOME if needed.depth < _DEPTH else LINKED_FROM[slug]
    return f"Le service mène à la page « {needed.title} » depuis {place} : modifiez-la, {rule}."
