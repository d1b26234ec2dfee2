"""The frame of the pages in `/gestion/`: banners, maintenances, recommendations, redirections."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.contrib.redirects import views
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from socle.accent_search import FoldedIndex
from socle.calendar import date_format
from socle.concurrent_edits import SharedRowForm, UsedEverywhereViewSet

from . import destinations
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
        path("redirects/add/", CreateView.as_view()),
        path("redirects/<int:redirect_id>/", EditView.as_view()),
        path("redirects/import/", no_import),
        path("redirects/import/process/", no_import),
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


class BannerViewSet(UsedEverywhereViewSet):
    model = Banner
    url_prefix = "bandeaux"
    icon = "info-circle"
    menu_label = "Bandeaux"
    menu_order = 310
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ("title", Column("get_level_display", label="Gravité"), *DATES)


class MaintenanceViewSet(UsedEverywhereViewSet):
    model = Maintenance
    url_prefix = "maintenances"
    icon = "cogs"
    menu_label = "Maintenances"
    menu_order = 320
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = ("announcement", *DATES)


class PromotionViewSet(UsedEverywhereViewSet):
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


# Redirections: Wagtail's own table and screens; a form that refuses what would lead nowhere.


LOOP = (
    "Cette redirection tournerait en rond : {path} ramène à l’adresse de départ. Choisissez une "
    "autre destination."
)
EXISTS = "Une page répond déjà à cette adresse : la redirection ne servirait jamais."
NO_PATH = "Écrivez une adresse du service, comme « /ancienne-page/ »."
STEPS_MAX = 50


class RedirectionForm(SharedRowForm, RedirectForm):
    """From an address that nothing answers, to one that something does, without a loop."""

    redirect_link = forms.CharField(
        label="Ou vers une adresse",
        required=False,
        max_length=255,
        help_text="Adresse du service (« /reseaux/ ») ou d’un autre site (« https://… »).",
    )

    def clean_old_path(self) -> str:
        # A space is looked for as browsers send it.
        typed = iri_to_uri(self.cleaned_data["old_path"].strip())
        try:
            site = urlsplit(typed)[:2]
            path = Redirect.normalise_path(typed)
            place = urlsplit(path).path.rstrip("/") + "/"
        except ValueError:  # « https://[ »
            raise ValidationError(NO_PATH) from None
        if site not in {("", ""), urlsplit(settings.BASE_URL)[:2]}:
            raise ValidationError(NO_PATH)
        if place.startswith(destinations.ADMIN):
            raise ValidationError(destinations.FOR_EDITORS)
        if destinations.is_answered(place):
            raise ValidationError(EXISTS)
        return path

    def clean_redirect_link(self) -> str:
        link: str = self.cleaned_data["redirect_link"]
        if not link:
            return ""
        if is_ours(link):
            return settings.BASE_URL + link.removeprefix(settings.BASE_URL)
        destinations.check_address(link)
        return link

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        page, link = data.get("redirect_page"), data.get("redirect_link")
        if page and link:
            self.add_error("redirect_link", destinations.ONE_ONLY)
        elif not page and not link and "redirect_link" not in self.errors:
            self.add_error("redirect_page", destinations.NEEDED)
        elif "old_path" in data and (page or link):
            name = "redirect_page" if page else "redirect_link"
            path = loop(data["old_path"], page or link, but=self.instance.pk)
            if path:
                self.add_error(name, LOOP.format(path=path))
            elif link and path_of(link) and path_of(link) not in _redirected():
                try:
                    destinations.check_address(link.removeprefix(settings.BASE_URL))
                except ValidationError as error:
                    self.add_error("redirect_link", error)
        return data


def is_ours(link: str) -> bool:
    path = link.removeprefix(settings.BASE_URL)
    return path.startswith("/") and not path.startswith("//")


def path_of(target: Page | str | None) -> str:
    """The address of a destination as the table writes it; "" when it is of another site."""
    link = (target.url or "") if isinstance(target, Page) else target or ""
    if not link or not is_ours(link):
        return ""
    return str(Redirect.normalise_path(link.removeprefix(settings.BASE_URL)))


def loop(start: str, target: Page | str, *, but: int | None = None) -> str:
    """The address by which one would come back to `start`; "" when one does not. `but`: the row
    that is being changed."""
    known = _redirected(but)
    path = path_of(target)
    for _ in range(STEPS_MAX):
        if path == start:
            return path
        if path not in known:
            return ""
        path = known[path]
    return path


def _redirected(but: int | None = None) -> dict[str, str]:
    """Where each address that is redirected leads, inside the service."""
    rows = Redirect.objects.exclude(pk=but).select_related("redirect_page")
    return {row.old_path: path_of(row.redirect_page or row.redirect_link) for row in rows}


class CreateView(views.CreateView):
    form_class = RedirectionForm


class EditView(views.EditView):
    form_class = RedirectionForm


def no_import(request: HttpRequest) -> HttpResponse:
    """A file of redirections would go round the form that refuses loops."""
    messages.warning(request, "Une redirection à la fois : chacune est vérifiée.")
    return redirect("wagtailredirects:add")
