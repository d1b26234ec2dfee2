"""The list in which an editor chooses a figure to cite: all those that texts may, formulas too."""

from typing import ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
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

from socle.facts.models import Figure
from socle.facts.reading import UnknownFact, all_facts, fact
from socle.facts.shape import Fact
from socle.words import fold


class FactSearchForm(BaseFilterForm):
    """The words looked for: each must be in the label, the key, what is counted or the source."""

    q = forms.CharField(label="Chercher un chiffre", required=False, max_length=100)

    def filter(self, objects: list[Fact]) -> list[Fact]:
        self.search_query = self.cleaned_data["q"]
        words = fold(self.search_query).split()
        self.is_searching = bool(words)
        return [item for item in objects if all(word in _read(item) for word in words)]


def _read(item: Fact) -> str:
    texts = (item.label, item.key, item.measure, item.perimeter, item.source.name)
    return fold(" ".join(texts))


class _Listed:
    """What both views of the list share: facts are not rows of one table."""

    filter_form_class = FactSearchForm
    per_page = 12

    def get_object_list(self) -> list[Fact]:
        return sorted(all_facts(), key=lambda item: fold(item.label))

    def apply_object_list_ordering(self, objects: list[Fact]) -> list[Fact]:
        return objects

    def can_create(self) -> bool:
        return False

    @property
    def columns(self) -> list[Column]:
        title = TitleColumn(
            "label",
            label="Chiffre",
            get_url=lambda item: reverse("fact_chooser:chosen", args=[item.key]),
            link_attrs={"data-chooser-modal-choice": True},
        )
        return [title, Column("figure", label="Valeur"), Column("dated", label="Données")]


class FactChooseView(_Listed, ChooseView):
    """The dialog."""


class FactResultsView(_Listed, ChooseResultsView):
    """Its list alone, while one types."""


class FactChosenView(ChosenResponseMixin, View):
    """What the editor inserts."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        try:
            item = fact(pk)
        except UnknownFact as error:
            raise Http404 from error
        response: HttpResponse = self.get_chosen_response(item)
        return response

    def get_chosen_response_data(self, item: Fact) -> dict[str, str]:
        return {"key": item.key, "label": item.label, "figure": item.figure}


class FactChooserViewSet(ChooserViewSet):
    """`/gestion/chiffres-a-citer/`."""

    model = Figure
    register_widget = False
    url_prefix = "chiffres-a-citer"
    icon = "order"
    page_title = "Citer un chiffre"
    search_tab_label = "Chercher"
    choose_view_class = FactChooseView
    choose_results_view_class = FactResultsView
    chosen_view_class = FactChosenView
    preserve_url_parameters: ClassVar[list[str]] = []

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.choose_view, name="choose"),
            path("resultats/", self.choose_results_view, name="choose_results"),
            path("<slug:pk>/", self.chosen_view, name="chosen"),
        ]


FACT_CHOOSER = FactChooserViewSet("fact_chooser")
