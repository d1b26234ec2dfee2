from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet

from . import redirections
from .admin import BannerViewSet, MaintenanceViewSet, PromotionViewSet


@hooks.register("register_admin_viewset")
def site_admin() -> list[ModelViewSet]:
    return [
        BannerViewSet("banners_admin"),
        MaintenanceViewSet("maintenances_admin"),
        PromotionViewSet("promotions_admin"),
    ]


# Before Wagtail's own screens, which stand at the same addresses.
@hooks.register("register_admin_urls", order=-1)
def redirections_admin() -> list[URLPattern]:
    """Wagtail's screens of redirections, with a form that refuses loops."""
    return [
        path("redirects/add/", redirections.CreateView.as_view()),
        path("redirects/<int:redirect_id>/", redirections.EditView.as_view()),
        path("redirects/import/", redirections.no_import),
        path("redirects/import/process/", redirections.no_import),
    ]


@hooks.register("construct_settings_menu")
def name_redirections(request: HttpRequest, items: list[MenuItem]) -> None:
    for item in items:
        if item.name == "redirects":
            item.label = "Redirections"
