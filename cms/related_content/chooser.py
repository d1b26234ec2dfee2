"""The lists in which an editor chooses what is beside a text: public things of one kind each."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.views.generic.base import View
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenResponseMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from socle.search.results import HALF, keys_of

from .related_kinds import RelatedKind, Thing, all_kinds

# More are found by other words.
LISTED = 60


class ThingSearchForm(BaseFilterForm):
    """The words looked for, as in the search of the site: a subject, a name, a town."""

    q = forms.CharField(label="Mots ou commune", required=False, max_length=100)


class _ForWhoWritesPages:
    """Nobody else has a reason to look for things here."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not page_permission_policy.user_has_any_permission(request.user, {"add", "change"}):
            raise PermissionDenied
        return super().dispatch(  # type: ignore[misc]
            request, *args, **kwargs
        )


class _Listed(_ForWhoWritesPages):
    """What both views of a list share."""

    kind: Any = None
    filter_form: Any
    filter_form_class = ThingSearchForm
    per_page = 12

    def get_object_list(self) -> list[tuple[int, Thing]]:
        return []

    def apply_object_list_ordering(self, objects: Any) -> Any:
        return objects

    def filter_object_list(self, objects: Any) -> list[tuple[int, Thing]]:
        """The last ones; of words, what the index holds, best first. Only public ones."""
        form = self.filter_form
        words = form.cleaned_data["q"] if form.is_valid() else ""
        form.search_query, form.is_searching = words, bool(words)
        if words:
            keys = keys_of(self.kind.source, words, limit=LISTED, least=HALF)
        else:
            keys = self.kind.latest(LISTED)
        known = self.kind.public(keys)
        return [(key, known[key]) for key in keys if key in known]

    def can_create(self) -> bool:
        return False

    @property
    def columns(self) -> list[Column]:
        title = TitleColumn(
            "title",
            label=self.kind.label,
            accessor=lambda found: found[1].title,
            get_url=lambda found: reverse(f"beside_{self.kind.source}:chosen", args=[found[0]]),
            link_attrs={"data-chooser-modal-choice": True},
        )
        return [title, Column("detail", label="D’où", accessor=lambda found: found[1].detail)]


class ThingChooseView(_Listed, ChooseView):
    """The dialog."""


class ThingResultsView(_Listed, ChooseResultsView):
    """Its list alone, while one types."""


class ThingChosenView(_ForWhoWritesPages, ChosenResponseMixin, View):
    """What the list of the field gets."""

    kind: Any = None

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = self.kind.public([pk]).get(pk)
        if item is None:
            raise Http404
        return self.get_chosen_response(item)

    def get_chosen_response_data(self, item: Thing) -> dict[str, str]:
        return {
            "address": item.address,
            "title": item.title,
            "detail": item.detail,
            "label": self.kind.label,
        }


class ThingChooserViewSet(ChooserViewSet):
    """`/gestion/choisir/<source>/`."""

    # Wagtail wants a model; what is listed has those of the rooms above.
    model = Page
    register_widget = False
    icon = "link"
    search_tab_label = "Chercher"
    choose_view_class = ThingChooseView
    choose_results_view_class = ThingResultsView
    chosen_view_class = ThingChosenView
    preserve_url_parameters: ClassVar[list[str]] = []

    def __init__(self, kind: RelatedKind) -> None:
        self.kind = kind
        super().__init__(
            f"beside_{kind.source}",
            url_prefix=f"choisir/{kind.source}",
            page_title=f"Choisir : {kind.label.lower()}",
        )

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**kwargs) | {"kind": self.kind}

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.choose_view, name="choose"),
            path("resultats/", self.choose_results_view, name="choose_results"),
            path("<int:pk>/", self.chosen_view, name="chosen"),
        ]


def choosers() -> list[ThingChooserViewSet]:
    """One for each kind that rooms above describe."""
    return [ThingChooserViewSet(kind) for kind in all_kinds()]
