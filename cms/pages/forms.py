"""What people send to the editors, the answer to it, and the page of news they read."""

from typing import Any, Self

from django import forms
from wagtail.models import Page

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
