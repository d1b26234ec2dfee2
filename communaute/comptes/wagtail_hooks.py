from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry

from .admin_rights.bulk import AssignRole, Delete, SetActiveState
from .admin_rights.written import RIGHTS, RightsLog
from .second_factor.panel import GracePanel
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
