from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from ..rights import can_read_comments
from .panel import DeskPanel
from .views import NAME, reader_comments


@hooks.register("construct_homepage_panels")
def add_desk(request: HttpRequest, panels: list[Component]) -> None:
    panels.insert(0, DeskPanel())


@hooks.register("after_edit_page")
def back_to_the_desk(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Who has answered at a step of the reading may have no right to the page any more."""
    return redirect("wagtailadmin_home") if "action-workflow-action" in request.POST else None


@hooks.register("register_admin_urls")
def comments_admin() -> list[URLPattern]:
    return [path("avis/", reader_comments, name=NAME)]


class CommentsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_read_comments(request.user)


@hooks.register("register_admin_menu_item")
def comments_entry() -> MenuItem:
    return CommentsItem("Avis des lecteurs", reverse_lazy(NAME), icon_name="comment", order=312)
