from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from .tags_admin import views


@hooks.register("register_admin_urls")
def tags_urls() -> list[URLPattern]:
    return views.URLS


@hooks.register("register_settings_menu_item")
def tags_menu_item() -> MenuItem:
    return views.menu_item()


@hooks.register("register_log_actions")
def tags_log(actions: LogActionRegistry) -> None:
    for action, formatter in views.ACTIONS.items():
        actions.register_action(action)(formatter)
