"""`/simuler/`: what would it cost us? Nothing is kept of what is typed."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.defaultfilters import floatformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from socle.search.sources import Shortcut
from socle.words import normalise

from .calibration import told_by, told_price
from .energy import Sense, sense_of_heat
from .engine import Simulation
from .forms import INDIVIDUAL, SimulationForm
from .hypotheses import hypotheses, to_verify
from .offers import OfferReading
from .presentation import SimulationAnswer

NOT_THE_BUILDING = (
    "Ce chiffre ne peut pas être celui de tout l’immeuble. Vérifiez l’unité, et qu’il compte tous "
    "les logements."
)


@never_cache
@require_safe
def simulate(request: HttpRequest) -> HttpResponse:
    """Three questions, then the answer under them; the address alone says what was asked."""
    if "logements" not in request.GET:
        form = SimulationForm(initial={"reseau": request.GET.get("reseau", "")})
        return render(request, "simulation/simulate.html", {"form": form})
    form = SimulationForm(request.GET)
    if not form.is_valid():
        return render(request, "simulation/simulate.html", {"form": form}, status=422)
    context: dict[str, object] = {"form": form}
    if form.cleaned_data["energie"] == INDIVIDUAL:
        context["is_individual"] = True
    elif not form.others:
        found = Simulation(form.case(), hypotheses())
        sense = sense_of_heat(found.energy.heat, found.case.dwellings)
        each = found.energy.heat / found.case.dwellings
        if sense in (Sense.KWH, Sense.REFUSED):
            form.add_error("valeur", NOT_THE_BUILDING)
            thousand = _by_thousand(found)
            context |= {"each": each, "thousand": thousand}
            return render(request, "simulation/simulate.html", context, status=422)
        if refusal := _why_not_aid(found):
            form.add_error("prime", refusal)
            return render(request, "simulation/simulate.html", context, status=422)
        if sense == Sense.ASK and not form.cleaned_data["confirme"]:
            context |= {"asks": True, "each": each}
        else:
            told = told_by(form.network) if form.network else None
            context |= {"answer": SimulationAnswer(found, form.share), "to_verify": to_verify()}
            context["medians"] = told.medians if told else []
            if found.case.offer.has_price:
                context["reading"] = OfferReading(found, form.terms)
                context["paid"] = told_price(told) if told else None
    return render(request, "simulation/simulate.html", context)


def offer_message(query: str) -> str:
    """A message that asks an agency to read an offer again, by the address of its simulation; empty
    when that holds no offer."""
    form = SimulationForm(QueryDict(query))
    if not form.is_valid() or form.others:
        return ""
    found = Simulation(form.case(), hypotheses())
    if not found.case.offer.has_price:
        return ""
    context = {"reading": OfferReading(found, form.terms), "network": form.network}
    return render_to_string("simulation/offer_message.txt", context).strip()


def _why_not_aid(found: Simulation) -> str:
    """Why the aid that was typed cannot be counted; "" when it can."""
    works, offer = found.works, found.case.offer
    if offer.aid is None or works.connection is None or offer.aid <= works.gross:
        return ""
    # To the euro: rounded, it could be the very aid that was typed.
    counted = f"{floatformat(works.gross, '0g')} €, sous-station comprise"
    if offer.works is not None:
        return f"Cette aide dépasse les travaux ({counted}) : vérifiez les deux montants."
    return (
        f"Cette aide dépasse les travaux que nous comptons ({counted}) : vérifiez-la, ou donnez "
        "ceux de l’offre."
    )


def _by_thousand(found: Simulation) -> Decimal | None:
    """The number typed, times or divided by 1 000, where that makes sense; else None."""
    value, size = found.case.consumption.value, found.case.dwellings
    for heat, other in (
        (found.energy.heat / 1000, value / 1000),
        (found.energy.heat * 1000, value * 1000),
    ):
        if sense_of_heat(heat, size) in (Sense.OK, Sense.ASK):
            return other
    return None


# A straight line of the search: what people type about the price leads to the page that counts.


# Words that ask for an amount; the others only beside one that says of what.
AMOUNTS = {"combien", "cout", "coute", "couts", "prix", "tarif", "tarifs", "facture", "payer"}
AIDS = {"aide", "aides", "prime", "primes", "subvention", "subventions", "financement"}
OF_WHAT = {
    *("raccordement", "raccorder", "raccorde", "chaleur", "chauffage", "reseau", "reseaux"),
    *("travaux", "gaz", "mwh", "r1", "r2"),
}
WORDS_MAX = 10


def price_shortcut(query: str) -> list[Shortcut]:
    """« combien », « prix raccordement », « subvention raccordement »… No query."""
    words = normalise(query).replace("'", " ").split()
    if not 0 < len(words) <= WORDS_MAX:
        return []
    known = set(words)
    asks = "combien" in known or known <= AMOUNTS | {"du", "de", "le", "la"}
    if asks or (known & (AMOUNTS | AIDS) and known & OF_WHAT):
        return [
            Shortcut(
                title="Combien paierions-nous ?",
                url=reverse("simulation:simulate"),
                text="Le réseau de chaleur, le gaz et la pompe à chaleur, en euros, pour votre "
                "immeuble.",
            )
        ]
    return []
