"""The numbers of the papers: each is optional, a paper says what it lacks; a question asked before
the information meeting, and its answer."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from ambassadeurs.simulation.forms import SimulationForm, checked_r1, checked_r2, misfit_of_power
from socle.calendar import date_format
from socle.forms import (
    DayInput,
    HourField,
    HourInput,
    PlainForm,
    SharedForm,
    TypedDecimalField,
    TypedIntegerField,
    check_not_too_old,
)

from ..models import ANSWER_MAX, ASKED_MAX, AskedBefore, Assemblee, Dossier
from .amounts import LABELS, METERS, Numbers, misfits
from .services import version_of_answer, version_of_dossier

MOST_EUROS, MOST_KW, MOST_PERCENT = 100_000_000, 50_000, 30
# Years from the assembly, our convention: a mandate is for one project; no contract is longer.
CONTRACT_YEARS = 50
YEARS_AHEAD = {"mandate_until": 3, "contract_ends": CONTRACT_YEARS}


def amount_field(
    label: str, help_text: str, most: int, *units: str, decimals: int = 2
) -> TypedDecimalField:
    return TypedDecimalField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_value=most,
        max_digits=12,
        decimal_places=decimals,
        units=("€", *units),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=DayInput(), validators=[check_not_too_old]
    )


def whole_field(label: str, most: int, help_text: str = "") -> TypedIntegerField:
    return TypedIntegerField(
        label=label, help_text=help_text, required=False, min_value=1, max_value=most
    )


def _tick(label: str, help_text: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=help_text, required=False)


def _words(label: str, help_text: str = "", most: int = 120) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=most)


MISFIT = {
    "offer_on": "L’offre est jointe à la convocation : au plus tard le {day}.",
    "meeting_on": "La réunion a lieu avant l’assemblée, le {day}.",
    "mandate_until": "Ce mandat est donné le {day} : une date d’après.",
    "contract_ends": "L’assemblée en décide le {day} : une date d’après.",
}
MEETING_PAST = "Cette réunion serait déjà passée : d’aujourd’hui à la veille du {day}."
POSITIVE = ("works", "kw", "mandate_max", "loan", "meters_max")
GROUPS = (
    (
        "L’offre",
        (
            *("operator", "offer_on", "works", "has_skid", "kw", "r1", "r2", "years"),
            *("has_duty", "several_offers"),
        ),
    ),
    ("Payer les travaux", ("fund", "key", "calls")),
    ("Le contrat à arrêter", ("contract", "contract_ends")),
    ("Le mandat et les honoraires", ("mandate_until", "mandate_max", "fees", "fees_scale")),
    (
        "L’emprunt, si vous le souhaitez",
        ("wants_loan", "loan", "loan_from", "loan_years", "loan_rate"),
    ),
    ("Le local et le passage, si l’exploitant en demande", ("wants_premises", "premises")),
    ("Les compteurs, si vous en voulez", ("meters", "meters_max")),
    ("La réunion d’information", ("meeting_on", "meeting_hour", "meeting_place")),
)
FOLDED = [
    title for title, names in GROUPS if names[0] in ("wants_loan", "wants_premises", "meters")
]


def offer_of_address(typed: QueryDict) -> dict[str, Any]:
    """The numbers of an offer that an address of `/simuler/` tells, under their names here."""
    form = SimulationForm(typed)
    if "logements" not in typed or not form.is_valid():
        return {}
    offer = form.case().offer
    told = {name: getattr(offer, name) for name in ("r1", "r2", "kw", "works")}
    return {name: value for name, value in told.items() if value is not None}


class DossierForm(SharedForm):
    """Cleaned, what `services.save_numbers` takes."""

    operator = _words(LABELS["operator"])
    offer_on = _day(LABELS["offer_on"])
    works = amount_field(LABELS["works"], "€ TTC, aides non déduites.", MOST_EUROS)
    has_skid = _tick(LABELS["has_skid"], "Sinon, nous la comptons en plus des travaux.")
    kw = amount_field(LABELS["kw"], "En kW.", MOST_KW, "kW")
    r1 = amount_field(LABELS["r1"], "€ HT par MWh.", 1000, "€/MWh", decimals=6)
    r2 = amount_field(LABELS["r2"], "€ HT par kW et par an.", 1000, "€/kW", decimals=6)
    years = whole_field(LABELS["years"], CONTRACT_YEARS, "En années.")
    has_duty = _tick(
        LABELS["has_duty"], "Les deux projets sont alors imprimés : le syndic choisit."
    )
    several_offers = _tick(
        LABELS["several_offers"],
        "Chacune est votée avant tout second vote : les documents le disent.",
    )
    fund = amount_field(LABELS["fund"], "En €. Zéro si rien n’y est pris.", MOST_EUROS)
    key = _words(
        LABELS["key"], "Celle du règlement de copropriété : charges de chauffage, générales…"
    )
    calls = _words(LABELS["calls"], "Par exemple : 1er juin et 1er septembre 2027.", 200)
    contract = _words(LABELS["contract"], "Son numéro et son titulaire, comme sur la facture.")
    contract_ends = _day(LABELS["contract_ends"])
    mandate_until = _day(LABELS["mandate_until"])
    mandate_max = amount_field(LABELS["mandate_max"], "En €.", MOST_EUROS)
    fees = amount_field(LABELS["fees"], "En % du montant HT des travaux.", MOST_PERCENT, "%")
    fees_scale = _words(LABELS["fees_scale"], "Par exemple : 2 % au-delà de 50 000 €.", 200)
    wants_loan = _tick(LABELS["wants_loan"], "Le projet de résolution est alors rédigé.")
    loan = amount_field(LABELS["loan"], "En €.", MOST_EUROS)
    loan_from = _words(LABELS["loan_from"], "La banque, comme sur son offre.")
    loan_years = whole_field(LABELS["loan_years"], 50, "En années.")
    loan_rate = amount_field(LABELS["loan_rate"], "En % par an.", 20, "%")
    wants_premises = _tick(
        LABELS["wants_premises"],
        "Le projet est alors rédigé, avec une case : la majorité est à vérifier par le syndic.",
    )
    premises = _words(
        LABELS["premises"],
        "Par exemple : la chaufferie, et le passage des tuyaux dans la cave.",
        200,
    )
    meters = forms.ChoiceField(
        label=LABELS["meters"],
        help_text="Dans chaque logement. Le projet de résolution est rédigé si vous en voulez.",
        choices=[("", "Ni l’un ni l’autre"), *METERS.items()],
        required=False,
    )
    meters_max = amount_field(LABELS["meters_max"], "€ TTC.", MOST_EUROS)
    meeting_on = _day(LABELS["meeting_on"])
    meeting_hour = HourField(label=LABELS["meeting_hour"], required=False, widget=HourInput())
    meeting_place = _words(
        LABELS["meeting_place"], "Une salle, ou un lien qui s’ouvre sans compte.", 200
    )

    def __init__(
        self,
        *args: Any,
        numbers: Numbers,
        assemblee: Assemblee,
        dossier: Dossier | None,
        **kwargs: Any,
    ) -> None:
        self.assemblee = assemblee
        initial: dict[str, Any] = {name: getattr(numbers, name) for name in LABELS}
        initial["version"] = version_of_dossier(dossier)
        super().__init__(*args, initial=initial, **kwargs)

    def clean_r1(self) -> Decimal | None:
        return checked_r1(self.cleaned_data["r1"])

    def clean_r2(self) -> Decimal | None:
        return checked_r2(self.cleaned_data["r2"])

    def clean(self) -> dict[str, Any]:
        """What a text to vote cannot say: a price of nothing, an offer or a mandate that is not of
        this assembly."""
        data = super().clean() or self.cleaned_data
        for name in POSITIVE:
            if data.get(name) == 0:
                self.add_error(name, "Plus de zéro ; laissez vide ce que vous ne savez pas.")
        misfit = misfit_of_power(data.get("kw") or None, self.assemblee.copropriete.dwellings)
        if misfit:
            self.add_error("kw", misfit)
        day = date_format(self.assemblee.held_on, "j F Y")
        works = data.get("works")
        paid = [data.get(name) or Decimal(0) for name in ("fund", "loan")]
        for name, amount in zip(("fund", "loan"), paid, strict=True):
            if works and amount > works:
                self.add_error(name, "C’est plus que les travaux.")
        if works and max(paid) <= works < sum(paid):
            self.add_error("loan", "Avec la part du fonds de travaux, c’est plus que les travaux.")
        for name, years in YEARS_AHEAD.items():
            if (until := data.get(name)) and until.year > self.assemblee.held_on.year + years:
                self.add_error(name, "C’est bien loin : vérifiez l’année.")
        meeting = data.get("meeting_on")
        # One that was told stays once its day is past.
        if meeting and "meeting_on" in self.changed_data and meeting < timezone.localdate():
            self.add_error("meeting_on", MEETING_PAST.format(day=day))
        for name in misfits(data, self.assemblee.held_on):
            self.add_error(name, MISFIT[name].format(day=day))
        return data

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """Its fields, by what they are copied from, and whether they may be folded: what few
        buildings vote, while nothing of it is told."""
        rows = [(title, [self[name] for name in names]) for title, names in GROUPS]
        return [
            (title, row, title in FOLDED and not any(one.value() or one.errors for one in row))
            for title, row in rows
        ]


class AskForm(PlainForm):
    body = forms.CharField(
        label="Votre question",
        help_text="Les membres la lisent, sans votre nom. N’y mettez celui de personne.",
        max_length=ASKED_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez votre question."},
    )

    def clean_body(self) -> str:
        """On one line: it is a title of what is printed."""
        return " ".join(self.cleaned_data["body"].split())


class AnswerForm(SharedForm):
    answer = forms.CharField(
        label="La réponse",
        help_text="Quelques phrases, avec un chiffre ou un document. Vide : pas encore de réponse.",
        required=False,
        max_length=ANSWER_MAX,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, asked: AskedBefore, **kwargs: Any) -> None:
        initial = {"answer": asked.answer, "version": version_of_answer(asked)}
        super().__init__(*args, initial=initial, **kwargs)
