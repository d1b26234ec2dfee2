"""What people send to the editors, the answer to it, and the page of news they read."""

from typing import Any, Self

from django import forms
from django.utils import timezone
from wagtail.models import Page

from cms.forms import ScheduledPageForm
from cms.querysets import visible_pages
from socle.antispam import StampedForm, TrapForm, read_stamp
from socle.forms import PlainForm
from socle.numbers import quantity

from ..numbers import PAGE_NUMBERS
from .enums import Subject

EMAIL_MAX = 254
MESSAGE_MAX = quantity(PAGE_NUMBERS.message_max, "caractère")


class ContactForm(StampedForm):
    """What is sent from `/contact/`."""

    name = forms.CharField(
        label="Votre nom",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=EMAIL_MAX,
        help_text="La réponse vous y sera envoyée. Exemple : nom@exemple.fr",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    subject = forms.ChoiceField(
        label="Votre message concerne",
        choices=[("", "Choisissez"), *Subject.choices],
    )
    message = forms.CharField(
        label="Votre message",
        help_text=f"{MESSAGE_MAX} au plus. N’écrivez ni mot de passe, ni code, ni coordonnées "
        "bancaires.",
        min_length=PAGE_NUMBERS.message_min,
        max_length=PAGE_NUMBERS.message_max,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"min_length": "Expliquez un peu plus : une phrase suffit."},
    )

    @classmethod
    def opened_by(cls, user: Any) -> Self:
        """An empty form, as it is opened now; an account need not type who it is."""
        if not user.is_authenticated:
            return cls.opened()
        return cls.opened(name=user.get_full_name(), email=user.email)

    @property
    def key(self) -> str:
        """Of this sending: the same twice is one message. Only for a form that is valid."""
        stamp = read_stamp(self.data["stamp"])
        assert stamp is not None  # noqa: S101 - `clean` has read it
        return stamp.key_of(self.cleaned_data["message"])


class AnswerForm(PlainForm):
    """What a person answers to a message."""

    answer = forms.CharField(
        label="Votre réponse",
        min_length=PAGE_NUMBERS.message_min,
        max_length=PAGE_NUMBERS.answer_max,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"min_length": "Écrivez une phrase au moins."},
    )


PASSED = "Cette date est passée, et des personnes sont inscrites. Pour annuler, cochez « annulé »."


class EventForm(ScheduledPageForm):
    """The form of an event in `/gestion/`: with a wrong year, who is registered would find it
    over."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        now = timezone.now()
        known = type(self.instance).objects.filter(pk=self.instance.pk, ends_at__gt=now).first()
        if known is None or not known.registrations.coming().exists():
            return cleaned
        if (starts_at := cleaned.get("starts_at")) and starts_at <= now < known.starts_at:
            self.add_error("starts_at", PASSED)
        if (ends_at := cleaned.get("ends_at")) and ends_at <= now:
            self.add_error("ends_at", PASSED)
        return cleaned


class UsefulnessForm(TrapForm):
    """`utile`: « oui » or « non », by the button that is pressed; `page`: the key of the page."""

    page = forms.ModelChoiceField(queryset=Page.objects.none(), widget=forms.HiddenInput)
    utile = forms.ChoiceField(
        label="Cette page vous a-t-elle été utile ?", choices=[("oui", "Oui"), ("non", "Non")]
    )
    mot = forms.CharField(
        label="Ce qui vous a manqué, ou aidé",
        help_text="N’écrivez ni nom, ni adresse, ni téléphone : personne ne pourra vous répondre. "
        "Notre rapport public peut citer une de vos phrases, sans dire qui l’a écrite.",
        required=False,
        max_length=PAGE_NUMBERS.comment_max,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].queryset = visible_pages(Page.objects.all())  # type: ignore[attr-defined]
