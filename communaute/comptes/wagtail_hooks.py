"""Accounts and organisations in `/gestion/`, and what its home says of the second factor."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.generic.models import DeleteView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry

from communaute.territoires.models import Commune, Departement, Epci, Region
from socle.accent_search import FoldedIndex
from socle.concurrent_edits import SharedAdminForm, UsedEverywhereViewSet

from . import found_lines
from .admin_rights import RIGHTS, RightsLog
from .errors import LastLead, ModeratesAndOperates
from .found_lines import FoundLinesField
from .models import Organisation, User
from .second_factor.requirements import asked_until
from .services import check_impartial, check_members, clean_siret, set_coverage, set_members

PLACES = ("regions", "departements", "epcis", "communes")
LISTED = (*PLACES, "people")
SEVERAL = "Pour en ajouter ou en retirer sans perdre les autres, maintenez Ctrl (ou Cmd) enfoncé."


class OrganisationForm(SharedAdminForm):
    """An organisation whole: its territories, of any level, and its people."""

    regions = forms.ModelMultipleChoiceField(
        Region.objects.all(), label="Régions couvertes", required=False, help_text=SEVERAL
    )
    departements = forms.ModelMultipleChoiceField(
        Departement.objects.all(), label="Départements couverts", required=False, help_text=SEVERAL
    )
    epcis = FoundLinesField(
        Epci.objects.all(),
        "code",
        searching=found_lines.by_name(Epci.objects.all()),
        label="Intercommunalités couvertes",
        help_text="Un nom par ligne, entier ou en partie, par exemple Grenoble-Alpes.",
        unknown="Intercommunalité inconnue : {}.",
    )
    communes = FoundLinesField(
        Commune.objects.all(),
        "code",
        searching=found_lines.communes,
        is_key_also=True,
        label="Communes couvertes",
        help_text="Un nom ou un code postal par ligne, par exemple Grenoble.",
        unknown="Commune inconnue : {}.",
    )
    people = FoundLinesField(
        User.objects.all(),
        "email",
        searching=found_lines.people,
        label="Personnes",
        help_text="Une adresse électronique par ligne, ou un nom : vous cochez ensuite la bonne "
        "personne. Chacune a d’abord créé son compte. Ajoutée ici, elle est membre aussitôt, sans "
        "avoir à accepter ; un courriel le lui dit, comme aux responsables. Si vous le pouvez, "
        "invitez-la plutôt par courriel dans « Mon compte », page « Membres ». Le rôle de "
        "responsable s’y donne aussi.",
        unknown="Aucun compte à ce nom ni à cette adresse : {}.",
    )

    # Spaces are typed between its parts: what is kept has none.
    siret = forms.CharField(
        label="SIRET",
        max_length=20,
        required=False,
        help_text="14 chiffres. Qui se connecte par ProConnect avec ce SIRET est proposé, une "
        "seule fois, comme membre ; un responsable, ou l’équipe nationale, répond.",
    )
    # Digits, three at least, and what is written between them.
    phone = forms.RegexField(
        r"^\+?(?:[\s.()/-]*\d){3,30}[\s)]*\Z",
        label="Téléphone",
        max_length=30,
        required=False,
        error_messages={
            "invalid": "Ce n’est pas un numéro de téléphone. Exemple : 04 76 00 19 09."
        },
    )

    class Meta:
        model = Organisation
        fields = ("kind", "name", "slug", "email", "phone", "website", "siret")
        help_texts = {"slug": "Minuscules, chiffres et tirets, par exemple agence-isere."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            return
        covered = self.instance.coverages.select_related("region", "departement", "epci", "commune")
        for name in ("region", "departement", "epci", "commune"):
            self.initial[f"{name}s"] = [one for row in covered if (one := getattr(row, name))]
        self.initial["people"] = list(self.instance.members.order_by("email"))
        self.initial["version"] = self.version_now()

    def clean_siret(self) -> str | None:
        typed: str | None = self.cleaned_data["siret"]
        if typed and (typed := clean_siret(typed)) is None:
            raise forms.ValidationError("Ce n’est pas un numéro SIRET : vérifiez ses 14 chiffres.")
        return typed or None

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if "kind" in self.changed_data and self.instance.pk and self.instance.is_in_use():
            raise forms.ValidationError(
                "La nature ne change plus : des personnes, un réseau, des demandes ou des "
                "décisions tiennent à cette organisation. Créez-en une autre, de la bonne nature."
            )
        return kind

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Organisation.objects.filter(name__iexact=name).exclude(pk=self.instance.pk)
        if "name" in self.changed_data and others.exists():
            message = "Une autre organisation a déjà ce nom : précisez le lieu, par exemple."
            raise forms.ValidationError(message)
        return name

    def clean_people(self) -> list[User]:
        people: list[User] = self.cleaned_data["people"]
        if self.instance.pk is not None:
            try:
                check_members(organisation=self.instance, users=people)
            except LastLead as error:
                raise forms.ValidationError(str(error)) from error
        return people

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if (people := cleaned.get("people")) and (kind := cleaned.get("kind")):
            try:
                check_impartial(
                    organisation=self.instance, emails=[one.email for one in people], kind=kind
                )
            except ModeratesAndOperates as error:
                self.add_error("people", str(error))
        return cleaned

    def changes(self, cleaned: dict[str, Any]) -> list[str]:
        """Of its lists, who and what comes and goes."""
        found = super().changes({name: cleaned[name] for name in cleaned if name not in LISTED})
        for name in (name for name in LISTED if name in cleaned):
            typed, now, label = cleaned[name], self.initial[name], self.fields[name].label
            found += [f"{label} : en plus {one}" for one in typed if one not in now]
            found += [f"{label} : en moins {one}" for one in now if one not in typed]
        return found

    @transaction.atomic
    def save(self, commit: bool = True) -> Organisation:
        organisation: Organisation = super().save(commit)
        data = self.cleaned_data
        set_coverage(
            organisation=organisation, territories=[one for name in PLACES for one in data[name]]
        )
        set_members(organisation=organisation, users=data["people"], actor=self.for_user)
        return organisation


class OrganisationDelete(DeleteView):
    """Refused, with why, while something that stays is tied to the organisation."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            with transaction.atomic():
                answer: HttpResponse = super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request,
                "Cette organisation n’a pas été supprimée : des demandes, des réponses ou des "
                "décisions y tiennent.",
            )
            return redirect(self.get_success_url())
        return answer


class OrganisationViewSet(UsedEverywhereViewSet):
    """`/gestion/organisations/`, for whom may change organisations."""

    model = Organisation
    url_prefix = "organisations"
    icon = "group"
    menu_label = "Organisations"
    menu_order = 610
    add_to_settings_menu = True
    list_display = ("name", Column("get_kind_display", label="Nature"), "email")
    list_filter = ("kind",)
    search_fields = ("name", "email")
    index_view_class = FoldedIndex
    delete_view_class = OrganisationDelete

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return OrganisationForm


@hooks.register("register_admin_viewset")
def organisations() -> ViewSet:
    return OrganisationViewSet("organisations")


@hooks.register("construct_homepage_panels")
def grace(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(GracePanel())


@hooks.register("register_log_actions")
def rights_log(actions: LogActionRegistry) -> None:
    actions.register_action(RIGHTS)(RightsLog)


@hooks.register("before_bulk_action")
def one_account_at_a_time(
    request: HttpRequest, kind: str, objects: list[Any], action: BulkAction
) -> None:
    if action.model is User:
        raise PermissionDenied("Un compte se change ou se ferme depuis sa page.")


class GracePanel(Component):
    """Above everything else; empty for whom nothing is asked."""

    name = "second_factor"
    template_name = "mfa/admin/grace.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request: HttpRequest = parent_context["request"]
        return {"until": asked_until(request)}
