from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from .second_factor.panel import GracePanel
from .wagtail_organisations import OrganisationViewSet


@hooks.register("register_admin_viewset")
def organisations() -> ViewSet:
    return OrganisationViewSet("organisations")


@hooks.register("construct_homepage_panels")
def grace(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(GracePanel())
