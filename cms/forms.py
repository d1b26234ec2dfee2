"""What people type in the CMS's own pages: a filter of guides, a registration for an event."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import SlugInput

from socle.antispam import StampedForm
from socle.buildings import Stage
from socle.forms import TypedDecimalField, TypedIntegerField
from socle.hooks import hooked
from socle.slugs import LETTERS


class GuideFilterForm(forms.Form):
    """`etape`: a stage of the project; nothing for all."""

    etape = forms.ChoiceField(
        label="Étape de votre projet",
        required=False,
        choices=[("", "Toutes les étapes"), *Stage.choices],
        error_messages={"invalid_choice": "Cette étape n’existe pas : voici tous les guides."},
    )


def typed_whole_number(field: models.Field) -> dict[str, Any]:
    """In `/gestion/`, a number is read as people type it, and what is none is given back; zero and
    less are refused in the same words."""
    limits = [one.limit_value for one in field.validators if isinstance(one, MinValueValidator)]
    return {"form_class": TypedIntegerField, "min_value": max(limits)}


for kind in (models.PositiveIntegerField, models.PositiveSmallIntegerField):
    register_form_field_override(kind, override=typed_whole_number)
register_form_field_override(models.DecimalField, override={"form_class": TypedDecimalField})


class ScheduledPageForm(WagtailAdminPageForm):
    """The form of a page in `/gestion/`: an hour that has passed is no schedule, a page that the
    service leads to has no end, and the address that is proposed of a title keeps its letters,
    without their accents."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].widget = SlugInput(formatters=LETTERS)

    def clean_go_live_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["go_live_at"]
        # What was scheduled, then published, keeps its hour.
        if moment and "go_live_at" in self.changed_data and moment <= timezone.now():
            message = "Cette heure est passée. Choisissez-en une à venir, ou laissez vide."
            raise ValidationError(message)
        return moment

    def clean_expire_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["expire_at"]
        reasons = hooked("cms.why_a_page_stays") if moment and self.instance.pk else []
        if said := [why for reason in reasons if (why := reason(self.instance))]:
            raise ValidationError(said)
        return moment

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        # Wagtail asks that the first does not come after the second.
        if (leaves := cleaned.get("expire_at")) and leaves == cleaned.get("go_live_at"):
            message = "La page serait retirée à l’heure où elle paraît : choisissez plus tard."
            self.add_error("expire_at", message)
        return cleaned


class RegisterForm(StampedForm):
    """Who comes, and where the link to confirm is sent."""

    name = forms.CharField(
        label="Votre nom",
        max_length=120,
        help_text="Pour la liste des inscrits. Personne d’autre que l’organisation ne la lit.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        help_text="Un lien y est envoyé pour confirmer. Exemple : nom@exemple.fr",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
