"""The frame of the pages in `/gestion/`: banners, maintenances, recommendations, redirections."""

from collections.abc import Callable

from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from socle.accent_search import FoldedIndex
from socle.calendar import date_format

from . import redirections
from .models import Banner, Maintenance, Promotion


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


def _day(name: str) -> Callable[[Model], str]:
    """A date of the past or to come: Wagtail's own column says only how long ago."""

    def shown(row: Model) -> str:
        moment = getattr(row, name)
        return date_format(timezone.localtime(moment), r"j F Y \à H:i") if moment else ""

    return shown


DATES = (
    Column("starts_at", label="Du", accessor=_day("starts_at")),
    Column("ends_at", label="Au", accessor=_day("ends_at")),
    Column("state", label="État"),
)


class BannerViewSet(ModelViewSet):
    model = Banner
    url_prefix = "bandeaux"
    icon = "info-circle"
    menu_label = "Bandeaux"
    menu_order = 310
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ("title", Column("get_level_display", label="Gravité"), *DATES)


class MaintenanceViewSet(ModelViewSet):
    model = Maintenance
    url_prefix = "maintenances"
    icon = "cogs"
    menu_label = "Maintenances"
    menu_order = 320
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = ("announcement", *DATES)


class PromotionViewSet(ModelViewSet):
    model = Promotion
    url_prefix = "recommandations"
    icon = "pick"
    menu_label = "Recommandations"
    menu_order = 645
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ("title", Column("searches", label="Recherches"))
    search_fields = ("title", "searches")
    index_view_class = FoldedIndex
