"""Following a network by a button: on its page, or on the answer to an address."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ambassadeurs.reseaux.address_test.forms import POINT_COOKIE
from ambassadeurs.reseaux.geometry import in_mainland
from ambassadeurs.reseaux.models import AddressTest, Reseau
from communaute.notifications.preferences.services import comes_by
from socle.forms import PlainForm

from .models import NetworkFollow
from .services import FollowRefused, set_following

STOPPED = "C’est noté : vous ne suivez plus ce réseau."
# What a follower is told, some of it by the rooms above.
NEWS = {"reseau_subscriptions.new_ambassador": "le", "reseau_subscriptions.visit_open": "la"}
UNREADABLE = "Rien n’a changé : la demande n’était pas lisible. Réessayez avec le bouton."


@require_POST
@login_required
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow the network of a page, or stop."""
    reseau = get_object_or_404(Reseau.objects.heat(), slug=slug)
    form = FollowForm(request.POST)
    back = (
        "subscriptions:list" if form.data.get("retour") == "suivies" else reseau.get_absolute_url()
    )
    return _follow(request, form, reseau, back)


@require_POST
@login_required
def follow_result(request: HttpRequest, token: UUID) -> HttpResponse:
    """Follow the network of an answer; the place tested comes from the browser that tested it."""
    test = get_object_or_404(
        AddressTest.objects.select_related("reseau", "beyond_reseau"), token=token
    )
    reseau = test.reseau or test.beyond_reseau
    if reseau is None:
        raise Http404
    place = PlaceForm.of(request).place()
    return _follow(request, FollowForm(request.POST), reseau, test.get_absolute_url(), place)


def _follow(
    request: HttpRequest,
    form: FollowForm,
    reseau: Reseau,
    back: str,
    place: tuple[float, float] | None = None,
) -> HttpResponse:
    if not form.is_valid():
        messages.error(request, UNREADABLE)
        return redirect(back)
    try:
        follows = set_following(
            actor=request.user,  # type: ignore[arg-type]
            reseau=reseau,
            follows=form.follows(),
            place=place,
        )
    except FollowRefused as error:
        messages.error(request, str(error))
        return redirect("subscriptions:list")
    messages.success(request, _said(request.user, reseau, near=bool(place)) if follows else STOPPED)
    return redirect(back)


def _said(user: object, reseau: Reseau, *, near: bool) -> str:
    close = ""
    followed = NetworkFollow.objects.visible_to(user).filter(reseau=reseau)
    if near and followed.filter(reached_at__isnull=False).exists():
        close = " Il est déjà proche de cette adresse."
    elif near and reseau.is_open:
        by = comes_by(user, "reseau_subscriptions.network_close", it="le")
        close = f" Quand il s’approche de cette adresse, {by}."
    new, visit = (comes_by(user, kind, it=it) for kind, it in NEWS.items())
    return (
        f"C’est noté. Un nouvel ambassadeur : {new}. Une visite avec des places : {visit}.{close}"
    )


# Whether a network is followed, and from which place.


class FollowForm(PlainForm):
    """`suivre` says whether; `retour` leads back to the list of what one follows."""

    suivre = forms.ChoiceField(
        label="Suivre", choices=[("oui", "oui"), ("non", "non")], widget=forms.HiddenInput
    )
    retour = forms.ChoiceField(
        label="Retour",
        choices=[("", ""), ("suivies", "suivies")],
        required=False,
        widget=forms.HiddenInput,
    )

    def follows(self) -> bool:
        return self.cleaned_data["suivre"] == "oui"


class PlaceForm(forms.Form):
    """The place that the browser kept of the address just tested (`longitude_latitude`)."""

    lon = forms.FloatField(min_value=-180, max_value=180)
    lat = forms.FloatField(min_value=-90, max_value=90)

    @classmethod
    def of(cls, request: HttpRequest) -> PlaceForm:
        """From the page of a test, which alone receives it."""
        longitude, _, latitude = request.COOKIES.get(POINT_COOKIE, "").partition("_")
        return cls({"lon": longitude, "lat": latitude})

    def place(self) -> tuple[float, float] | None:
        """Longitude and latitude; None for what is no place in France."""
        if not self.is_valid():
            return None
        place = self.cleaned_data["lon"], self.cleaned_data["lat"]
        return place if in_mainland(*place) else None
