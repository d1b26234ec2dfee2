"""Who sent a page to be proofread takes it back, or an editor: its expert asks for changes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page

CANCEL = "action-cancel-workflow"


def can_take_back(user: Any, page: Page) -> bool:
    """Wagtail lets whoever reads a page cancel its reading, and its author would not be told."""
    state = page.current_workflow_state
    authors = (page.owner, state and state.requested_by)
    return user in authors or page.permissions_for_user(user).can_publish()


@hooks.register("construct_page_action_menu")
def offered_to_who_may(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    page = context.get("page")
    if page is not None and not can_take_back(request.user, page):
        items[:] = [item for item in items if item.name != CANCEL]


@hooks.register("before_edit_page")
def refused_to_others(request: HttpRequest, page: Page) -> None:
    if request.POST.get(CANCEL) and not can_take_back(request.user, page):
        raise PermissionDenied
