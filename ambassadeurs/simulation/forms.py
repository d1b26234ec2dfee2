"""What is asked at `/simuler/`: three questions, and the hypotheses that may be changed.

Everything is read from the address of the page: nothing is kept.
"""

from decimal import Decimal
from typing import Any

from django import forms

from ambassadeurs.reseaux.enums import ReseauKind
from ambassadeurs.reseaux.models import Reseau
from ambassadeurs.reseaux.selectors import filtered
from communaute.territoires.models import Departement
from socle.buildings import DWELLINGS_MAX
from socle.forms import LongSelect, PlainForm, TypedDecimalField, TypedIntegerField
from socle.numbers import decimal_words, quantity

from .calibration import network_of
from .cases import BoilerType, Case, Consumption, Fuel, Offer
from .energy import GAS_PRICES, KW_PER_DWELLING, R1, R2, within
from .investment import zone_of
from .offers import Owner, Terms, Told

NETWORKS_OFFERED = 10
INDIVIDUAL = "individuel"
ENERGIES = [
    (Fuel.UNKNOWN, "Je ne sais pas"),
    (Fuel.GAS_KWH, "Gaz : les kWh de la facture"),
    (Fuel.GAS_EUROS, "Gaz : les euros payés dans l’année"),
    (Fuel.FUEL_LITRES, "Fioul : les litres livrés dans l’année"),
    (INDIVIDUAL, "Chacun a sa chaudière ou ses radiateurs électriques"),
]
BOILERS = [
    (BoilerType.UNKNOWN, "Je ne sais pas"),
    (BoilerType.CONDENSING, "À condensation"),
    (BoilerType.OLD, "Ancienne, sans condensation"),
]
# The figures of the second of the three questions: of whoever says what they count.
BILLED = ("valeur", "annees", "chaudiere")
ASKED = ("logements", "energie", *BILLED, "reseau")
TOLD = [(Told.UNKNOWN, "Je ne sais pas"), (Told.YES, "Oui"), (Told.NO, "Non")]
SHARE = ("part", "total", "etalement")
OFFERED = (
    *("r1", "r2", "kw_souscrits", "travaux", "prime"),
    *("tva_r1", "duree", "formule", "sortie", "echangeur"),
)
# Names in the address, and where each goes in an `Offer`.
OFFER = {"r1": "r1", "r2": "r2", "kw_souscrits": "kw", "travaux": "works", "prime": "aid"}


def _number(label: str, help_text: str = "", **kwargs: Any) -> TypedDecimalField:
    return TypedDecimalField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_digits=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        **kwargs,
    )


def _whole(label: str, most: int, help_text: str = "", *, least: int = 1) -> TypedIntegerField:
    return TypedIntegerField(
        label=label, help_text=help_text, required=False, min_value=least, max_value=most
    )


def _choice(label: str, choices: list[Any], **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.Select(attrs={"class": "fr-select"}),
        **kwargs,
    )


def _price(value: Decimal | None, ends: tuple[Decimal, Decimal], unit: str) -> Decimal | None:
    """The same, or ValidationError out of these ends."""
    if value is None or within(value, ends):
        return value
    if "MWh" in unit and within(value * 1000, ends):
        by_mwh = decimal_words(value * 1000)
        raise forms.ValidationError(f"C’est un prix en € par kWh : écrivez {by_mwh} ({unit}).")
    raise forms.ValidationError(f"De {ends[0]} à {ends[1]} {unit} : vérifiez l’unité.")


def checked_r1(value: Decimal | None) -> Decimal | None:
    """R1 of an offer. Raises ValidationError for what cannot be one."""
    return _price(value, R1, "€ HT par MWh")


def checked_r2(value: Decimal | None) -> Decimal | None:
    """R2 of an offer. Raises ValidationError for what cannot be one."""
    return _price(value, R2, "€ HT par kW et par an")


def misfit_of_power(power: Decimal | None, dwellings: int | None) -> str:
    """Why so many kW cannot heat so many dwellings, or ""."""
    if power is None or not dwellings or within(power / dwellings, KW_PER_DWELLING):
        return ""
    low, high = (quantity(int(end * dwellings), "kW") for end in KW_PER_DWELLING)
    return f"De {low} à {high} pour {quantity(dwellings, 'logement')}."


class SimulationForm(PlainForm):
    """Cleaned, gives a `Case` (`case`). `others` are the networks that a name may mean."""

    logements = TypedIntegerField(
        label="Combien de logements ?",
        min_value=1,
        max_value=DWELLINGS_MAX,
    )
    energie = _choice("Que connaissez-vous de votre consommation ?", ENERGIES)
    valeur = _number(
        "Combien en un an ?",
        "Le chiffre des factures de tout l’immeuble : « 716 000 ». Laissez vide si vous ne savez "
        "pas.",
        units=("€", "kWh", "kWhPCS", "litres", "l"),
    )
    annees = _choice(
        "Sur combien d’années est-ce la moyenne ?",
        [("1", "Une seule année"), ("2", "Deux années"), ("3", "Trois années")],
        help_text="Un hiver doux fait baisser une seule facture : trois valent mieux.",
    )
    chaudiere = _choice("Votre chaudière à gaz", BOILERS)
    reseau = forms.CharField(
        label="Quel réseau de chaleur ?",
        help_text="Son nom, sa commune ou son numéro. Sans réseau, nous comptons le prix moyen "
        "national.",
        required=False,
        max_length=200,
    )
    # What may be changed.
    prix_gaz = _number(
        "Prix du gaz",
        "€ TTC par MWh, sans l’abonnement. Sur la facture : le prix du kWh, fois 1 000.",
        units=("€", "€/MWh"),
    )
    kw = _number("Puissance de la chaudière", "En kW, sur sa plaque.", units=("kW",))
    eau = _choice(
        "Température de l’eau des radiateurs",
        [("55", "55 °C"), ("35", "35 °C"), ("45", "45 °C"), ("65", "65 °C")],
        help_text="Pour la pompe à chaleur.",
    )
    carbone = _choice(
        "Prix du CO2 ajouté au gaz à partir de 2028",
        [("0", "Rien"), ("45", "45 € la tonne"), ("122", "122 € la tonne")],
        help_text="Une hypothèse, et non une prévision.",
    )
    departement = forms.ModelChoiceField(
        label="Département",
        help_text="Pour les aides, si vous n’avez pas choisi de réseau.",
        queryset=Departement.objects.all(),
        required=False,
        empty_label="Choisissez",
        widget=LongSelect(attrs={"class": "fr-select"}),
    )
    economie = _whole(
        "Baisse de la consommation, en %",
        80,
        "Si l’immeuble est isolé avant : celle que donne l’audit. L’abonnement, lui, ne "
        "baisse pas.",
        least=0,
    )
    sous_stations = _whole("Nombre de sous-stations", 50, "Une par bâtiment, le plus souvent.")
    r1 = _number("R1 de l’offre", "€ HT par MWh.", units=("€", "€/MWh"))
    r2 = _number("R2 de l’offre", "€ HT par kW et par an.", units=("€", "€/kW"))
    kw_souscrits = _number("Puissance souscrite de l’offre", "En kW.", units=("kW",))
    travaux = _number("Travaux de l’offre", "€ TTC, avant les aides.", decimal_places=2)
    prime = _number("Aide annoncée", "€, toutes primes comprises.", decimal_places=2)
    tva_r1 = _choice(
        "TVA de l’offre sur R1", [("", "Je ne sais pas"), ("5.5", "5,5 %"), ("20", "20 %")]
    )
    duree = _whole("Durée du contrat, en années", 50)
    formule = _choice("L’offre dit-elle comment le prix change chaque année ?", TOLD)
    sortie = _choice("L’offre dit-elle comment le contrat s’arrête ?", TOLD)
    echangeur = _choice(
        "À qui sera la sous-station ?",
        [
            (Owner.UNKNOWN, "Je ne sais pas"),
            (Owner.OPERATOR, "À l’exploitant"),
            (Owner.BUILDING, "À l’immeuble"),
        ],
    )
    part = _whole("Mes tantièmes", 10_000_000, "De chauffage, sur l’appel de charges.")
    total = _whole("Tantièmes de tout l’immeuble", 10_000_000, "10 000, le plus souvent.")
    etalement = _whole(
        "Payer les travaux en combien d’années ?",
        30,
        "Sans intérêts : demandez au syndic le taux d’un prêt collectif.",
    )
    confirme = forms.BooleanField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network: Reseau | None = None
        self.others: list[Reseau] = []

    @property
    def billed(self) -> list[forms.BoundField]:
        """The figures of the bill."""
        return [self[name] for name in BILLED]

    @property
    def of_share(self) -> list[forms.BoundField]:
        """The fields of « Ma part »."""
        return [self[name] for name in SHARE]

    @property
    def changed(self) -> list[forms.BoundField]:
        """The fields of « Changer une hypothèse »."""
        return [
            self[name] for name in self.fields if name not in (*ASKED, *OFFERED, *SHARE, "confirme")
        ]

    @property
    def of_offer(self) -> list[forms.BoundField]:
        """The fields of an offer."""
        return [self[name] for name in OFFERED]

    @property
    def is_changed(self) -> bool:
        """Whether a hypothesis was changed: its part is then open."""
        return any(field.value() not in (None, "", "0", "55") for field in self.changed)

    @property
    def has_offer(self) -> bool:
        """Whether something of an offer was typed: its part is then open."""
        return any(field.value() not in (None, "") for field in self.of_offer)

    def clean_energie(self) -> str:
        return self.cleaned_data["energie"] or Fuel.UNKNOWN

    def clean_valeur(self) -> Decimal | None:
        value = self.cleaned_data["valeur"]
        energy = self.cleaned_data.get("energie", Fuel.UNKNOWN)
        if energy not in (Fuel.UNKNOWN, INDIVIDUAL) and value == 0:
            raise forms.ValidationError("Donnez ce chiffre, ou laissez vide.")
        if energy == Fuel.UNKNOWN and value:
            message = "Dites ce que compte ce chiffre, au-dessus : des kWh, des euros, des litres."
            raise forms.ValidationError(message)
        return value

    def clean_reseau(self) -> str:
        """A number, an address or a name of a network; several may have this name."""
        typed = self.cleaned_data["reseau"].strip()
        if not typed:
            return ""
        rows = Reseau.objects.filter(kind=ReseauKind.CHALEUR).select_related("departement")
        named = rows.filter(slug__iexact=typed) | rows.filter(identifiant__iexact=typed)
        self.network = named.order_by("pk").first()
        if self.network is None:
            alike = filtered({"nom": typed})
            found = list(alike.filter(is_open=True)[: NETWORKS_OFFERED + 1]) or list(alike[:1])
            if len(found) == 1:
                self.network = found[0]
            elif found:
                self.others = found[:NETWORKS_OFFERED]
            else:
                if Reseau.objects.exclude(kind=ReseauKind.CHALEUR).filter(slug=typed).exists():
                    message = "C’est un réseau de froid : il ne chauffe pas."
                else:
                    message = "Nous ne trouvons pas ce réseau. Laissez vide pour le prix national."
                raise forms.ValidationError(message)
        if self.network is not None and not self.network.is_open:
            raise forms.ValidationError("Ce réseau est fermé aux nouveaux raccordements.")
        return typed

    def clean_departement(self) -> Departement | None:
        """What is counted is of France without overseas: prices, taxes, aids."""
        place: Departement | None = self.cleaned_data["departement"]
        if place and not zone_of(place.code):
            raise forms.ValidationError(
                "Nos prix et nos aides ne valent qu’en métropole et en Corse. Outre-mer, demandez "
                "à un conseiller France Rénov’."
            )
        return place

    def clean_prix_gaz(self) -> Decimal | None:
        return _price(self.cleaned_data["prix_gaz"], GAS_PRICES, "€ par MWh")

    def clean_r1(self) -> Decimal | None:
        return checked_r1(self.cleaned_data["r1"])

    def clean_r2(self) -> Decimal | None:
        return checked_r2(self.cleaned_data["r2"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        dwellings = data.get("logements")
        for name in ("kw", "kw_souscrits"):
            if misfit := misfit_of_power(data.get(name), dwellings):
                self.add_error(name, misfit)
        price = ("r1", "r2", "kw_souscrits")
        # One refused above was given.
        empty = [name for name in price if data.get(name) is None and name not in self.errors]
        if empty and len(empty) < len(price):
            message = "R1, R2 et la puissance souscrite vont ensemble : il manque l’un des trois."
            self.add_error(empty[0], message)
        if dwellings and (data.get("sous_stations") or 1) > dwellings:
            self.add_error("sous_stations", "Il y en aurait plus que de logements.")
        part, total = data.get("part"), data.get("total")
        refused = {"part", "total"} & set(self.errors)
        if bool(part) != bool(total) and not refused:
            self.add_error("total" if part else "part", "Les deux vont ensemble.")
        elif part and total and part > total:
            self.add_error("part", "Votre part ne peut pas dépasser le tout.")
        return data

    @property
    def has_share(self) -> bool:
        """Whether something of « Ma part » was typed: its part is then open."""
        return any(field.value() not in (None, "") for field in self.of_share)

    @property
    def share(self) -> tuple[int, int, int] | None:
        """Tantièmes of the person, of the building, and years to pay, of a valid form."""
        data = self.cleaned_data
        return (data["part"], data["total"], data["etalement"] or 1) if data["part"] else None

    @property
    def _vat_r1(self) -> Decimal | None:
        typed = self.cleaned_data["tva_r1"]
        return Decimal(typed) if typed else None

    @property
    def terms(self) -> Terms:
        """What an offer says besides its prices, of a valid form."""
        data = self.cleaned_data
        return Terms(
            self._vat_r1, data["duree"], data["formule"], data["sortie"], data["echangeur"]
        )

    def case(self) -> Case:
        """The building, of a valid form."""
        data = self.cleaned_data
        network = self.network
        fuel = Fuel(data["energie"]) if data["valeur"] else Fuel.UNKNOWN
        place = data["departement"] or (network and network.departement)
        return Case(
            data["logements"],
            _shared(data["logements"], data["sous_stations"] or 1),
            zone_of(place.code) if place else "",
            Consumption(fuel, data["valeur"] or Decimal(0), int(data["annees"] or 1)),
            BoilerType(data["chaudiere"] or BoilerType.UNKNOWN),
            data["kw"],
            network_of(network),
            Offer(
                **{there: data[name] for name, there in OFFER.items()},
                has_skid=data["echangeur"] == Owner.OPERATOR,
                vat_r1=self._vat_r1,
            ),
            data["prix_gaz"],
            int(data["carbone"] or 0),
            int(data["eau"] or 55),
            Decimal(data["economie"] or 0) / 100,
        )


def _shared(dwellings: int, substations: int) -> tuple[int, ...]:
    """The dwellings of each sub-station, as even as they can be."""
    each, left = divmod(dwellings, substations)
    return tuple(each + (rank < left) for rank in range(substations))
