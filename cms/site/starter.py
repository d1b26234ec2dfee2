"""What a new installation owes of its frame: its menus, and who may change what.

Created when missing, left alone when it exists.
"""

from wagtail.models import Page

from cms.models import HomePage, StandardPage
from cms.querysets import visible_pages
from cms.rights import register_rights
from cms.starter import EDITORS, add_missing
from cms.stream_builder import starter_page

from . import initial_frame
from .models import EasyPage, FooterEntry, MainEntry, Menus

# What the editors keep of the frame; the brand is the team's (`settings.TEAM_PERMISSIONS`).
EDITOR_PERMISSIONS = {
    "cms_site": (
        "change_menus",
        *("add_banner", "change_banner", "delete_banner", "view_banner"),
        *("add_promotion", "change_promotion", "delete_promotion", "view_promotion"),
    ),
    "wagtailredirects": ("add_redirect", "change_redirect", "delete_redirect", "view_redirect"),
}


def give_rights() -> None:
    """Editors keep menus, banners, recommendations of the search and redirections."""
    for app, codenames in EDITOR_PERMISSIONS.items():
        register_rights(app, *codenames, groups=(EDITORS,))


def create_site() -> list[str]:
    """Returns the titles of the pages created."""
    created = _create_pages()
    _create_menus()
    return created


def _create_pages() -> list[str]:
    home = HomePage.objects.first()
    if home is None:
        return []
    pages: list[Page] = [
        *[starter_page(slug, StandardPage) for slug in ("cookies", "budget", "code-source")],
        starter_page("facile-a-lire", EasyPage),
    ]
    return add_missing(home, pages)


def _create_menus() -> None:
    """The two lists as a new installation shows them, when nobody made any."""
    menus = Menus.load()
    for model, pairs in (
        (MainEntry, initial_frame.MAIN_MENU),
        (FooterEntry, initial_frame.FOOTER_LINKS),
    ):
        if model.objects.filter(menus=menus).exists():
            continue
        for order, (label, address) in enumerate(pairs):
            page = _page_at(address)
            address = "" if page else address
            model.objects.create(
                menus=menus, label=label, page=page, address=address, sort_order=order
            )


def _page_at(address: str) -> Page | None:
    """The public page of editors at this address: the entry then follows it."""
    home = HomePage.objects.first()
    pages = visible_pages(home.get_children()) if home else Page.objects.none()
    return pages.filter(slug=address.strip("/")).first()
