from django.http import HttpRequest
from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from . import wagtail_outbox
from .perms import can_manage_mails


@hooks.register("register_admin_urls")
def outbox_urls() -> list[URLPattern]:
    return wagtail_outbox.URLS


@hooks.register("register_settings_menu_item")
def outbox_menu_item() -> MenuItem:
    return wagtail_outbox.menu_item()


@hooks.register("construct_homepage_panels")
def outbox_panel(request: HttpRequest, panels: list[Component]) -> None:
    if can_manage_mails(request.user):
        panels.append(wagtail_outbox.OutboxPanel())
