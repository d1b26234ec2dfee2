"""Redirections: Wagtail's own table and screens; a form that refuses what would lead nowhere."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.contrib.redirects import views
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from socle.shared_rows import SharedRowForm

from . import destinations

LOOP = (
    "Cette redirection tournerait en rond : {path} ramène à l’adresse de départ. Choisissez une "
    "autre destination."
)
EXISTS = "Une page répond déjà à cette adresse : la redirection ne servirait jamais."
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
        path = Redirect.normalise_path(iri_to_uri(self.cleaned_data["old_path"].strip()))
        if destinations.is_answered(f"{urlsplit(path).path.rstrip('/')}/"):
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
                self._check_answered(link.removeprefix(settings.BASE_URL))
        return data

    def _check_answered(self, address: str) -> None:
        try:
            destinations.check_address(address)
        except ValidationError as error:
            self.add_error("redirect_link", error)


def is_ours(link: str) -> bool:
    return link.startswith(("/", f"{settings.BASE_URL}/")) and not link.startswith("//")


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


@require_http_methods(["GET", "HEAD", "POST"])
def no_import(request: HttpRequest) -> HttpResponse:
    """A file of redirections would go round the form that refuses loops."""
    messages.warning(request, "Une redirection à la fois : chacune est vérifiée.")
    return redirect("wagtailredirects:add")
