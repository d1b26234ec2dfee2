"""Accounts and organisations in `/gestion/`, and what its home says of the second factor."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry

from .admin_rights.bulk import AssignRole, Delete, SetActiveState
from .admin_rights.groups import RIGHTS, RightsLog
from .second_factor.asking import asked_until
from .wagtail_organisations import OrganisationViewSet


@hooks.register("register_admin_viewset")
def organisations() -> ViewSet:
    return OrganisationViewSet("organisations")


@hooks.register("construct_homepage_panels")
def grace(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(GracePanel())


@hooks.register("register_log_actions")
def rights_log(actions: LogActionRegistry) -> None:
    actions.register_action(RIGHTS)(RightsLog)


# After Wagtail's own, which they replace.
for action in (AssignRole, Delete, SetActiveState):
    hooks.register("register_bulk_action", action, order=100)


class GracePanel(Component):
    """Above everything else; empty for whom nothing is asked."""

    name = "second_factor"
    template_name = "mfa/admin/grace.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request: HttpRequest = parent_context["request"]
        return {"until": asked_until(request)}
