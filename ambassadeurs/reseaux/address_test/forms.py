"""What people give: an address, a choice among places, a commune, a point, filters of the list."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy

from communaute.territoires.forms import CommuneField
from socle.buildings import HeatingMode
from socle.forms import PlainForm
from socle.words import normalise

from ..models import AddressTest
from .geocoding import MAX_LENGTH, MIN_LENGTH, Place
from .services import Trial, read_place, sign_place

HEATING_CHOICES = [
    (HeatingMode.COLLECTIF, "Collectif : une chaufferie pour tout l’immeuble"),
    (HeatingMode.INDIVIDUEL, "Individuel : une chaudière ou des radiateurs par logement"),
    ("", "Je ne sais pas"),
]
NOT_A_CHOICE = "Choisissez une des réponses proposées."


class HiddenHeatingForm(PlainForm):
    """How the building is heated, carried from one step to the next."""

    chauffage = forms.ChoiceField(
        choices=HEATING_CHOICES,
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": NOT_A_CHOICE},
    )


class AddressForm(PlainForm):
    """An address as one writes it, and how the building is heated, optional."""

    q = forms.CharField(
        label="Adresse de l’immeuble",
        help_text="Numéro, rue et ville. Par exemple : 33 boulevard Clemenceau, 38100 Grenoble",
        min_length=MIN_LENGTH,
        max_length=MAX_LENGTH,
        error_messages={
            "required": "Écrivez une adresse : numéro, rue et ville.",
            "min_length": "Cette adresse est trop courte. Écrivez le numéro, la rue et la ville.",
            "max_length": "Cette adresse est trop longue : %(limit_value)d caractères au plus. "
            "Écrivez seulement le numéro, la rue et la ville.",
        },
        widget=forms.TextInput(
            attrs={
                "autocomplete": "address-line1",
                "data-remember-address": "",
                "data-address-field": reverse_lazy("reseaux:suggestions"),
            }
        ),
    )
    chauffage = forms.ChoiceField(
        label="Comment votre immeuble est-il chauffé ?",
        choices=HEATING_CHOICES,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NOT_A_CHOICE},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A browser would cut a long paste without a word; the server says so instead.
        self.fields["q"].widget.attrs.pop("maxlength", None)
        self.fields["q"].widget.attrs.pop("minlength", None)

    def clean_q(self) -> str:
        text = " ".join(self.cleaned_data["q"].split())
        if len(normalise(text)) < MIN_LENGTH:
            message = "Nous ne lisons pas d’adresse ici. Écrivez le numéro, la rue et la ville."
            raise forms.ValidationError(message, code="unreadable")
        return text


class SuggestionForm(forms.Form):
    """The beginning of an address, as one types it."""

    q = forms.CharField(min_length=MIN_LENGTH, max_length=MAX_LENGTH)


class PlaceForm(HiddenHeatingForm):
    """Which of these places is yours? The choice carries the place itself, signed."""

    q = forms.CharField(widget=forms.HiddenInput, max_length=MAX_LENGTH)
    choix = forms.CharField(
        label="Votre adresse",
        widget=forms.RadioSelect(attrs={"data-remember-choice": ""}),
        error_messages={"required": "Choisissez une adresse dans la liste."},
    )

    def __init__(self, *args: Any, places: tuple[Place, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choix"].widget.choices = [(sign_place(place), place.label) for place in places]

    def clean_choix(self) -> Place:
        place = read_place(self.cleaned_data["choix"])
        if place is None:
            message = "Ce choix n’est plus valable. Choisissez de nouveau votre adresse."
            raise forms.ValidationError(message, code="expired")
        return place


class CommuneForm(HiddenHeatingForm):
    """The commune alone, when the address cannot be found or one would rather not give it."""

    commune = CommuneField(label="Votre commune")


class PointForm(HiddenHeatingForm):
    """A point, in WGS84 degrees, as in `?lat=45.18&lon=5.74`; a comma is understood too."""

    lat = forms.CharField(label="Latitude", max_length=30)
    lon = forms.CharField(label="Longitude", max_length=30)

    def clean_lat(self) -> float:
        return _degrees(self.cleaned_data["lat"], limit=90, name="latitude", example="45,184")

    def clean_lon(self) -> float:
        return _degrees(self.cleaned_data["lon"], limit=180, name="longitude", example="5,740")


class ResultForm(PlainForm):
    """Read a stored result as for another kind of heating; nothing is written."""

    chauffage = forms.ChoiceField(choices=HEATING_CHOICES, required=False)


def _degrees(text: str, *, limit: int, name: str, example: str) -> float:
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        value = float("nan")
    if not -limit <= value <= limit:
        raise forms.ValidationError(
            f"La {name} est un nombre de degrés entre -{limit} et {limit}, par exemple {example}.",
            code="not_degrees",
        )
    return value


# The address just tested, for who asks next: kept by their browser, never by us nor in a URL.
#
# Only the pages where one writes to somebody receive it; signed, for one hour, beside the token of
# its test: a result that was shared gives the distance, not the address. Its point is kept the same
# way for the map of the result, which reads it in the browser: no page is written with it.


COOKIE: Final = "adresse_testee"
# Read by `js/reseaux/map.js`.
POINT_COOKIE: Final = "point_teste"
SALT: Final = "reseaux.adresse"
SECONDS: Final = 3600
# Nothing else of the site is sent it.
PATH: Final = "/mises-en-relation/"


def remember_address(response: HttpResponse, test: AddressTest, label: str) -> None:
    """Give the browser the address of this test to keep; nothing for a point or a commune."""
    if not label:
        return
    response.set_cookie(
        COOKIE,
        signing.dumps({"test": str(test.token), "address": label}, salt=SALT, compress=True),
        max_age=SECONDS,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def remember_point(response: HttpResponse, tested: Trial) -> None:
    """Give the browser the point of this result, for its map; nothing for a commune."""
    if tested.longitude is None or tested.latitude is None:
        return
    response.set_cookie(
        POINT_COOKIE,
        f"{tested.longitude:.5f}_{tested.latitude:.5f}",
        max_age=SECONDS,
        path=tested.test.get_absolute_url(),
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def tested_address(request: HttpRequest, test: AddressTest | None) -> str:
    """The address of this very test, when this browser made it within the hour; else ""."""
    if test is None:
        return ""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return ""
    return kept["address"] if kept["test"] == str(test.token) else ""


def forget_address(response: HttpResponse) -> None:
    """Once it is sent, the browser need not keep it."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
