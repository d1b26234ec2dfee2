"""Banners, maintenances and recommendations in `/gestion/`."""

from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet

from socle.accent_search import FoldedIndex

from .models import Banner, Maintenance, Promotion

DATES = (
    DateColumn("starts_at", label="Du"),
    DateColumn("ends_at", label="Au"),
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
