from typing import Any

from django.urls import URLPattern, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.pages.models import EventPage

from . import wagtail_lists
from .perms import can_read_lists


@hooks.register("register_admin_urls")
def list_urls() -> list[URLPattern]:
    return wagtail_lists.URLS


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return wagtail_lists.menu_item()


@hooks.register("register_page_header_buttons")
def who_comes(page: Page, user: Any, **kwargs: Any) -> list[Button]:
    """From an event to the list of who comes."""
    if page.specific_class is not EventPage or not can_read_lists(user):
        return []
    url = reverse(wagtail_lists.EVENT, args=[page.pk])
    return [Button("Inscrits", url, icon_name="group", priority=80)]
