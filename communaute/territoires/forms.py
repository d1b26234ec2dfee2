"""Asking for a commune: one text field, helped by a list of proposals where JavaScript runs."""

from collections.abc import Sequence

from django import forms
from django.forms.widgets import Media, Script
from django.http import HttpRequest, JsonResponse
from django.urls import reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .models import Commune
from .querysets import MAX_SEARCH_LENGTH

CANDIDATES_SHOWN = 6


class CommuneInput(forms.TextInput):
    """A text input that `commune-field.js` turns into a combobox.

    A page with this widget puts `{{ form.media.css }}` in its styles and `{{ form.media.js }}`
    in its scripts. `candidates` are the communes that an ambiguous text may mean: each is a radio
    button of the same name after the input, so that the one chosen is the value read back.
    """

    candidates: Sequence[Commune] = ()

    def __init__(self) -> None:
        super().__init__(
            {
                "data-commune-field": "",
                "data-commune-url": reverse_lazy("territoires:communes"),
                "autocomplete": "off",
                "spellcheck": "false",
            }
        )

    def render(
        self,
        name: str,
        value: object,
        attrs: dict[str, str] | None = None,
        renderer: object = None,
    ) -> SafeString:
        field = super().render(name, value, attrs, renderer)  # type: ignore[arg-type]
        if not self.candidates:
            return field
        prefix = (attrs or {}).get("id", name)
        radios = format_html_join(
            "",
            '<div class="fr-radio-group fr-radio-group--sm">'
            '<input type="radio" id="{0}_{1}" name="{2}" value="{1}">'
            '<label class="fr-label" for="{0}_{1}">{3}</label></div>',
            ((prefix, commune.code, name, commune) for commune in self.candidates),
        )
        return format_html(
            '{}<fieldset class="cu-candidates"><legend class="fr-text--sm">'
            "Laquelle est la vôtre ?</legend>{}</fieldset>",
            field,
            radios,
        )

    @property
    def media(self) -> Media:
        return Media(
            css={"all": ["css/rooms/territoires.css"]},
            js=[Script("js/territoires/commune-field.js", type="module")],  # type: ignore[list-item]
        )


class CommuneField(forms.CharField):
    """Text typed by a person -> `Commune` (or None when optional and empty).

    Accepts a name, "Grenoble (38)", "38000 Grenoble", a postcode, an INSEE code, "Paris 12e".
    Unknown or ambiguous text is an error that lists what it may mean.
    """

    widget = CommuneInput
    default_error_messages = {
        "required": "Indiquez une commune.",
        "unknown": (
            "Nous ne trouvons pas de commune « %(text)s ». "
            "Vérifiez l’orthographe, ou tapez le code postal."
        ),
        "ambiguous": (
            "Plusieurs communes correspondent : %(names)s. "
            "Choisissez la vôtre, ou écrivez-la ainsi, avec son département."
        ),
    }

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("label", "Commune")
        kwargs.setdefault("help_text", "Nom ou code postal. Par exemple : Grenoble ou 38000")
        super().__init__(max_length=MAX_SEARCH_LENGTH, **kwargs)  # type: ignore[arg-type]

    def clean(self, value: object) -> Commune | None:
        text = super().clean(value.code if isinstance(value, Commune) else value)
        if not text:
            return None
        found = Commune.objects.candidates(text, limit=CANDIDATES_SHOWN)
        if not found:
            raise forms.ValidationError(
                self.error_messages["unknown"], code="unknown", params={"text": text}
            )
        if len(found) > 1:
            # Each form has its own copy of the field, hence of its widget.
            self.widget.candidates = found
            names = ", ".join(str(commune) for commune in found)
            raise forms.ValidationError(
                self.error_messages["ambiguous"], code="ambiguous", params={"names": names}
            )
        return found[0]

    def prepare_value(self, value: object) -> object:
        return str(value) if isinstance(value, Commune) else value

    def has_changed(self, initial: object, data: object) -> bool:
        return super().has_changed(self.prepare_value(initial), self.prepare_value(data))


class CommuneSearchForm(forms.Form):
    """What the combobox sends as one types."""

    q = forms.CharField(required=False, max_length=MAX_SEARCH_LENGTH)


# Proposals of communes for the combobox.


@require_safe
@cache_control(public=True, max_age=24 * 3600)
def communes(request: HttpRequest) -> JsonResponse:
    """`{"results": [{"code", "name", "departement", "postcodes"}]}`, best first, at most ten."""
    form = CommuneSearchForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"results": [], "error": "Texte trop long ou illisible."}, status=422)
    return JsonResponse(
        {
            "results": [
                {
                    "code": commune.code,
                    "name": commune.name,
                    "departement": commune.departement_id or "",
                    "postcodes": commune.postcodes,
                }
                for commune in Commune.objects.search(form.cleaned_data["q"])
            ]
        }
    )
