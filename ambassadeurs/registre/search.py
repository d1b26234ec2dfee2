"""Looking for a building in the register: what is typed, and what a page shows of it."""

from typing import Any

from django import forms
from django.http import HttpRequest

from socle.forms import PlainForm
from socle.ratelimit import allow

from .index import MAX_LENGTH
from .models import RegisteredCopropriete

TOO_MANY = 429
SHOWN = 10
BUSY = "Trop de recherches à la suite. Attendez une minute, puis réessayez."


class RegisterSearchForm(PlainForm):
    """Looking for one's building in the register."""

    q = forms.CharField(
        label="Nom, adresse ou numéro d’immatriculation",
        help_text="Par exemple : 12 rue des Lilas, Grenoble. Ou : AA1234567.",
        max_length=MAX_LENGTH,
        required=False,
        error_messages={"max_length": "Écrivez %(limit_value)d caractères au plus."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    test = forms.UUIDField(required=False, widget=forms.HiddenInput)


def may_search(request: HttpRequest) -> bool:
    """Sixty searches a minute; this one counts."""
    return allow(request, action="register_search", rate="60/m")


def search_of(request: HttpRequest) -> tuple[dict[str, Any], int]:
    """What a page of search shows (`templates/registre/`), `SHOWN` lines at most, and its status:
    429 when there were too many searches."""
    form = RegisterSearchForm(request.GET)
    asked = form.data.get("q", "").strip()
    results: list[RegisteredCopropriete] = []
    status = 200
    if asked and not may_search(request):
        form.add_error("q", BUSY)
        status = TOO_MANY
    elif form.is_valid() and asked:
        results = RegisteredCopropriete.objects.search(asked, limit=SHOWN)
    return {"form": form, "asked": asked, "results": results}, status
