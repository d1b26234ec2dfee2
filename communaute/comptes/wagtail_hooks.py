from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from .wagtail_organisations import OrganisationViewSet


@hooks.register("register_admin_viewset")
def organisations() -> ViewSet:
    return OrganisationViewSet("organisations")
