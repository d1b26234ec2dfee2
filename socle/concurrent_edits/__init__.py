"""A row of `/gestion/` that several people change: who saved it since the page was shown is read
first. Pages have Wagtail's own way. And the screens of rows that the whole service uses."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Manager, Model, QuerySet
from django.http import Http404, HttpResponse
from modelcluster.models import ClusterableModel
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from socle.forms import version_of

CHANGED = (
    "Quelqu’un a enregistré cette page depuis que vous l’avez ouverte : rien de votre envoi n’est "
    "enregistré, ce que vous aviez tapé est gardé. Corrigez-le si besoin. Enregistré tel quel, il "
    "changera ce qui est là maintenant :"
)
LISTS = "les listes de la page"


class SharedRowForm(forms.ModelForm):
    """`version` is what the page was made from; a page of nothing yet has none."""

    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["version"] = self.version_now()

    def version_now(self) -> str:
        """Of the row as it is, with the rows edited beside it."""
        if isinstance(self.instance, ClusterableModel):
            return version_of(self.instance.serializable_data())
        told = {name: value for name, value in self.initial.items() if name != "version"}
        return version_of(*((name, _plain(value)) for name, value in sorted(told.items())))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        now = self.initial.get("version", "")
        if cleaned.get("version", "") not in ("", now) and (changes := self.changes(cleaned)):
            self.add_error(None, f"{CHANGED} {', '.join(changes)}.")
            # Sent again, it is made from what is there now.
            self.data = self.data.copy()  # type: ignore[assignment]
            self.data["version"] = now  # type: ignore[index]
        return cleaned

    def changes(self, cleaned: dict[str, Any]) -> list[str]:
        """What saving would change of what is there now; sent twice, nothing."""
        found = [
            str(self.fields[name].label)
            for name, value in cleaned.items()
            if name in self.initial
            and name != "version"
            and _plain(value) != _plain(self.initial[name])
        ]
        beside = getattr(self, "formsets", {}).values()
        return found + [LISTS] * any(formset.has_changed() for formset in beside)


class SharedAdminForm(SharedRowForm, WagtailAdminModelForm):
    """The `base_form_class` of such a row."""

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """Saved by itself while its page stays open, it goes on from what it has just saved."""
        updates: list[tuple[str, str]] = super().get_field_updates_for_resave()
        saved = type(self)(instance=self.instance, for_user=self.for_user)
        return [*updates, ("version", saved.initial["version"])]


class NoCount:
    """Screens without Wagtail's count of what uses a row: it knows the links of pages and of a few
    screens, and would say « utilisé 0 fois » of what the rest of the service holds or shows."""

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**kwargs) | {"usage_url_name": None}

    @property
    def usage_view(self) -> Callable[..., HttpResponse]:
        """No page: its address stays, which deleting several snippets asks for
        (`wagtailsnippets/bulk_actions/confirm_bulk_delete.html`)."""
        return _no_page


class UsedEverywhereViewSet(NoCount, ModelViewSet):
    """Of rows that are no snippets."""


class UsedEverywhereSnippetViewSet(NoCount, SnippetViewSet):
    """Of snippets."""


def _plain(value: Any) -> Any:
    """What two readings of the same value have in common."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, list | QuerySet | Manager):
        return sorted(str(_plain(one)) for one in value)
    return "" if value is None else value


def _no_page(*args: object, **kwargs: object) -> HttpResponse:
    raise Http404
