"""The banners in `/gestion/bandeaux/`."""

from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet

from .models import Banner


class BannerViewSet(ModelViewSet):
    model = Banner
    url_prefix = "bandeaux"
    icon = "info-circle"
    menu_label = "Bandeaux"
    menu_order = 310
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = (
        "title",
        Column("get_level_display", label="Gravité"),
        DateColumn("starts_at", label="Du"),
        DateColumn("ends_at", label="Au"),
        Column("state", label="État"),
    )
