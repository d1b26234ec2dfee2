"""The registry in `/gestion/chiffres/`: find, change, withdraw, read the history and go back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django_filters import ChoiceFilter
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.models import CreateView, DeleteView, EditView, InspectView
from wagtail.permissions import policy_registry

from socle.accent_search import FoldedIndex
from socle.concurrent_edits import UsedEverywhereViewSet

from . import citations, services
from .enums import State
from .forms import FigureChangeForm, FigureForm, ReturnForm
from .models import Figure, FigureVersion

NAME = "figures_admin"


class FigureFilter(WagtailFilterSet):
    """By what there is to do."""

    etat = ChoiceFilter(label="État", choices=State.choices, method="by_state")

    class Meta:
        model = Figure
        fields: tuple[str, ...] = ()

    def by_state(self, rows: QuerySet[Figure], name: str, value: str) -> QuerySet[Figure]:
        return rows & Figure.objects.in_state(value, timezone.localdate())


class FigureIndex(FoldedIndex):
    add_item_label = "Ajouter un chiffre"
    page_title = "Chiffres"


class FigureCreate(CreateView):
    page_title = "Nouveau chiffre"
    success_message = "Le chiffre « %(object)s » est créé."
    error_message = "Le chiffre n’est pas enregistré : voyez les erreurs ci-dessous."

    def save_instance(self) -> Figure:
        return self.form.save()


class FigureInspect(InspectView):
    """The value first, as the list writes it, in place of its raw parts."""

    def get_fields_context(self) -> list[dict[str, Any]]:
        value = {"label": "Valeur", "value": self.object.written, "component": None}
        return [value, *super().get_fields_context()]


class FigureEdit(EditView):
    """Saved by the service, under the lock of the row; somebody faster is told."""

    delete_item_label = "Retirer"
    success_message = (
        "Le chiffre « %(object)s » est enregistré : toutes les pages qui le citent le suivent."
    )
    error_message = "Le chiffre n’est pas enregistré : voyez les erreurs ci-dessous."

    def save_instance(self) -> Figure:
        return self.form.save()

    def form_valid(self, form: FigureChangeForm) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except services.StaleFigure:
            form.tell_stale(Figure.objects.get(pk=form.instance.pk))
            return self.form_invalid(form)
        return answer


class FigureWithdraw(DeleteView):
    """Withdrawing: refused while something cites the figure, with where."""

    page_title = "Retirer"
    success_message = "Le chiffre « %(object)s » est retiré. Son historique permet de le remettre."
    template_name = "facts/admin/withdraw.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"places": citations.places_of(self.object.key)}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            services.withdraw_figure(figure=self.object, actor=self.request.user)
        except services.FigureIsCited:
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=409)
        messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url())


def may_change(user: Any) -> bool:
    return bool(policy_registry.get_by_type(Figure).user_has_permission(user, "change"))


def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who changed what and when, with each value; a POST goes back to one of them."""
    if not may_change(request.user):
        raise PermissionDenied
    figure = get_object_or_404(Figure, pk=pk)
    form = ReturnForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            number = form.cleaned_data["version"]
            try:
                services.return_to(figure=figure, number=number, actor=request.user)
            except FigureVersion.DoesNotExist:
                form.add_error("version", "Cette version n’existe pas.")
            else:
                messages.success(request, f"Le chiffre est revenu à sa version {number}.")
                return redirect(f"{NAME}:history", pk)
    context = {
        "figure": figure,
        "form": form,
        "versions": figure.compared_versions(),
        "places": citations.places_of(figure.key),
    }
    return TemplateResponse(request, "facts/admin/history.html", context, status=status)


class FigureViewSet(UsedEverywhereViewSet):
    """`/gestion/chiffres/`, for editors; writers read the list. Where a figure is cited is said by
    its history, and before it is withdrawn."""

    model = Figure
    url_prefix = "chiffres"
    icon = "order"
    menu_label = "Chiffres"
    menu_order = 300
    add_to_admin_menu = True
    list_per_page = 50
    list_display = (
        "label",
        Column("token", label="Pour citer"),
        Column("written", label="Valeur"),
        Column("year", label="Année"),
        Column("state_label", label="État"),
        DateColumn("checked_on", label="Relu le", sort_key="checked_on"),
    )
    search_fields = ("label", "key", "measure", "perimeter", "source_name")
    filterset_class = FigureFilter
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields_exclude = ("id", "kind", "low", "high", "day", "unit")
    inspect_view_class = FigureInspect
    index_view_class = FigureIndex
    add_view_class = FigureCreate
    edit_view_class = FigureEdit
    delete_view_class = FigureWithdraw

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return FigureChangeForm if for_update else FigureForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(filterset_class=self.filterset_class, **kwargs)

    @property
    def history_view(self) -> Callable[..., HttpResponse]:
        return history


@hooks.register("register_admin_viewset")
def figures_admin() -> FigureViewSet:
    return FigureViewSet(NAME)
