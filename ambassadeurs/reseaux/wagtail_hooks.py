"""Networks in the back office: imports make them, the team says who answers for each."""

from typing import Any

from django import forms
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from communaute.comptes.found_lines import FoundLineField, by_name
from communaute.comptes.models import Organisation
from socle.accent_search import FoldedIndex
from socle.concurrent_edits import SharedAdminForm, UsedEverywhereViewSet

from .models import Reseau
from .services import set_operator


class OperatorForm(SharedAdminForm):
    """Which operator receives the requests for this network."""

    exploitant = FoundLineField(
        Organisation.objects.operators(),
        "slug",
        searching=by_name(Organisation.objects.operators()),
        label="Exploitant qui reçoit les demandes",
        help_text="Son nom, entier ou en partie. Vide : personne ne les reçoit ici, et la page "
        "propose l’agence locale.",
        unknown="Aucun exploitant à ce nom : {}. Ouvrez-le d’abord dans « Organisations ».",
    )

    class Meta:
        model = Reseau
        fields = ("exploitant",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["exploitant"] = self.instance.exploitant

    def save(self, commit: bool = True) -> Reseau:
        return set_operator(reseau=self.instance, organisation=self.cleaned_data["exploitant"])


class ChangeOnly(ModelPermissionPolicy):
    """Networks come from imports: nobody adds or deletes one by hand."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ("change", "view") and super().user_has_permission(user, action)


register_permission_policy(Reseau, ChangeOnly(Reseau))


class ReseauViewSet(UsedEverywhereViewSet):
    """`/gestion/reseaux/`, for those who may change networks."""

    model = Reseau
    url_prefix = "reseaux"
    icon = "site"
    menu_label = "Réseaux de chaleur"
    menu_order = 620
    add_to_settings_menu = True
    list_display = ("name", "identifiant", "exploitant")
    search_fields = ("name", "identifiant")
    index_view_class = FoldedIndex

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return OperatorForm


@hooks.register("register_admin_viewset")
def networks() -> ViewSet:
    return ReseauViewSet("reseaux_admin")
