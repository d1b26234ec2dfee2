from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from .tags import wagtail_tags


@hooks.register("register_admin_urls")
def tags_urls() -> list[URLPattern]:
    return wagtail_tags.URLS


@hooks.register("register_settings_menu_item")
def tags_menu_item() -> MenuItem:
    return wagtail_tags.menu_item()


@hooks.register("register_log_actions")
def tags_log(actions: LogActionRegistry) -> None:
    for action, formatter in wagtail_tags.ACTIONS.items():
        actions.register_action(action)(formatter)
