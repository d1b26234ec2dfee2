"""The papers, what each needs before it is printed, and the five tiles that show them.

Their words are in `templates/assemblees/dossier/papers/`: drafts, to be read again by the syndic.
"""

from collections.abc import Container, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.coproprietes.matching import for_copropriete, with_published_sheet
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete, Figure, RetourExperience
from ambassadeurs.coproprietes.retours.figures import latest
from ambassadeurs.demandes.enums import Kind, Purpose
from ambassadeurs.demandes.recipients import find_agency
from ambassadeurs.simulation.calibration import network_of as price_of
from ambassadeurs.simulation.cases import Case, Offer
from ambassadeurs.simulation.engine import Simulation
from ambassadeurs.simulation.hypotheses import hypotheses
from ambassadeurs.simulation.investment import zone_of
from ambassadeurs.simulation.presentation import Ranged, SimulationAnswer, around, rounded
from communaute.notifications.words import absolute
from socle.numbers import quantity

from ..errors import IndividualHeating
from ..models import Assemblee, Dossier
from ..vote_results import USUAL_TOTAL, majority, third, two_thirds
from .amounts import LABELS, Numbers, read, written
from .lots import DwellingCosts, ends_of
from .resolutions import Draft, context_of, drafts_of, network_of


@dataclass(frozen=True, slots=True)
class Paper:
    """One of the papers. `missing`: labels of what it lacks; without any, it is ready."""

    key: str
    title: str
    about: str
    missing: tuple[str, ...] = ()


PAPERS = {
    "page": ("Le dossier en une page", "La question, trois nombres, la date."),
    "comparaison": ("Comparaison", "Le réseau, le gaz, la pompe à chaleur."),
    "lettre": ("Lettre au syndic", "Demander l’inscription à l’ordre du jour."),
    "resolutions": ("Projets de résolution", "À faire relire par le syndic."),
    "questions": ("Douze questions et réponses", "Celles que l’on entend en assemblée."),
    "invitation": ("Invitation à la réunion d’information", "Deux par page, à couper."),
    "temoignage": ("Le mot d’une copropriété raccordée", "Un ambassadeur raconte."),
    "annexes": ("Pièces à joindre", "À cocher avant l’envoi."),
    "absents": ("Mot aux absents", "Pouvoir, vote par correspondance, dates."),
    "comptage": ("Feuille de comptage", "Pour le soir de l’assemblée."),
}
# For the neighbours, not for the syndic: never kept as sent. The mandate of who speaks may end.
LIVE = ("temoignage", "invitation", "absents", "comptage")
MEETING = ("meeting_on", "meeting_hour", "meeting_place")
# Those of the texts to vote: without any, they say nothing.
VOTED = ("resolutions", "lettre", "annexes", "comptage")
# Those that the price is counted for.
COUNTED = ("page", "comparaison")
SIZE = "Nombre de logements"


def numbers_of(dossier: Dossier | None, assemblee: Assemblee, *, as_sent: bool = False) -> Numbers:
    """What members typed (`as_sent`: before it was said sent); the operator of the network when
    they did not say."""
    told = dossier.numbers if dossier else {}
    if as_sent and dossier and dossier.sent_on:
        told = dossier.frozen.get("numbers", told)
    found = read(told)
    network = network_of(assemblee)
    if found.operator or network is None or network.exploitant is None:
        return found
    return read({**told, "operator": network.exploitant.name})


def offer_of(numbers: Numbers) -> Offer:
    """The offer typed, as the price is counted with it; empty where nothing of it was told."""
    return Offer(numbers.r1, numbers.r2, numbers.kw, numbers.works, has_skid=numbers.has_skid)


def answer_of(assemblee: Assemblee, numbers: Numbers) -> SimulationAnswer | None:
    """What heating would cost: with the offer typed, else the network's price; for the usual
    consumption. None when the size of the building is unknown."""
    building, network = assemblee.copropriete, network_of(assemblee)
    size = building.dwellings or building.lots
    if not size:
        return None
    case = Case(
        size,
        zone=zone_of(building.commune.departement_id or ""),
        network=price_of(network),
        offer=offer_of(numbers),
    )
    return SimulationAnswer(Simulation(case, hypotheses()))


@dataclass(frozen=True, slots=True)
class Counted:
    """What the price engine counts of the building, to share between its lots: € incl. tax."""

    # None where works of this size are not known.
    works: Ranged | None
    # A year of heat from the network, R1 and R2, without upkeep: due by who lives there.
    bill: Ranged
    # Half of the doubt on it, a ratio.
    width: Decimal
    origin: str
    has_mean_works: bool

    @property
    def initial(self) -> dict[str, Decimal]:
        """What the form holds until somebody types something else."""
        told = {"after": rounded(self.bill.value)}
        return told | ({"works": rounded(self.works.value)} if self.works else {})

    def with_ends(self, total: DwellingCosts) -> DwellingCosts:
        """The whole building's line. Of the bill proposed, which the form holds rounded, the ends
        are those that the page says of it."""
        if total.after != self.initial["after"]:
            return total
        return replace(total, ends=ends_of(self.bill.value, self.width))


def counted_of(assemblee: Assemblee, numbers: Numbers) -> Counted | None:
    """None when the size of the building is unknown."""
    answer = answer_of(assemblee, numbers)
    if answer is None:
        return None
    found = answer.found
    bill = around(found.bill, found.bill * found.width_bill)
    return Counted(answer.works, bill, found.width_bill, answer.origin, answer.has_mean_works)


def greener(answer: SimulationAnswer) -> SimulationAnswer | None:
    """The same, were the network just above the share of EnR&R that lowers the VAT and raises the
    aid; None when its share is known."""
    case, known = answer.found.case, answer.found.known
    if case.network.enrr is not None:
        return None
    above = max(known["seuil_enrr"], known["seuil_enrr_coup_de_pouce"]) + 1
    return SimulationAnswer(
        Simulation(replace(case, network=replace(case.network, enrr=above)), known)
    )


def voices_of(assemblee: Assemblee) -> dict[str, object]:
    """What is to be reached, out of the voices told of the last assembly of the building, else out
    of a usual total (1 query)."""
    rows = assemblee.copropriete.assemblees.filter(voices_total__gt=0)
    last = rows.exclude(pk=assemblee.pk).order_by("-held_on").first()
    total = last.voices_total if last else USUAL_TOTAL
    reached = {"majority": majority(total), "third": third(total), "two_thirds": two_thirds(total)}
    return {"total": total, "told_on": last and last.held_on, **reached}


def papers_of(assemblee: Assemblee, numbers: Numbers) -> list[Paper]:
    """Every paper, with what it lacks. Raises IndividualHeating."""
    numbers = numbers.at(assemblee.held_on)
    drafts = drafts_of(assemblee, numbers)
    lacking = _lacking(drafts)
    lacks = {"resolutions": lacking, "invitation": tuple(numbers.missing(*MEETING))}
    if not has_witness(assemblee):
        lacks["temoignage"] = (WITNESS,)
    if not any(one.text for one in drafts):
        lacks |= dict.fromkeys(VOTED, lacking)
    if not (assemblee.copropriete.dwellings or assemblee.copropriete.lots):
        lacks |= dict.fromkeys(COUNTED, (SIZE,))
    return [Paper(key, title, about, lacks.get(key, ())) for key, (title, about) in PAPERS.items()]


def _lacking(drafts: Sequence[Draft]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for one in drafts for label in one.missing))


def left_out_of(key: str, assemblee: Assemblee, dossier: Dossier | None) -> list[str]:
    """The drafts that are in no paper yet, each with what it lacks, for a paper of texts to vote;
    what was sent lacks nothing. Raises IndividualHeating."""
    if key not in VOTED or (dossier and dossier.sent_on):
        return []
    numbers = numbers_of(dossier, assemblee).at(assemblee.held_on)
    drafts = drafts_of(assemblee, numbers)
    return [f"{one.resolution.title} ({', '.join(one.missing)})" for one in drafts if one.missing]


def text_of(key: str, assemblee: Assemblee, numbers: Numbers) -> str:
    """The words of a paper as it is now, in plain text, or what it lacks; a draft that lacks
    something is in none. Raises IndividualHeating."""
    if key == "temoignage":
        return told_by(witness_of(assemblee))
    numbers = numbers.at(assemblee.held_on)
    if key == "invitation" and (missing := numbers.missing(*MEETING)):
        return f"{LACKS}{', '.join(missing)}.\n"
    drafts = drafts_of(assemblee, numbers)
    whole = [one for one in drafts if one.text]
    if key in VOTED and not whole:
        return f"{LACKS}{', '.join(_lacking(drafts))}.\n"
    context = context_of(assemblee, numbers) | {"drafts": whole}
    if key in (*COUNTED, "questions"):
        context["answer"] = answer = answer_of(assemblee, numbers)
        if answer:
            context["greener"] = greener(answer)
        elif key in COUNTED:
            return f"{LACKS}{SIZE}.\n"
    if key == "page":
        context["agency"] = find_agency(assemblee.copropriete.commune)
    if key == "comptage":
        context["ballots"] = {one.resolution.ballot for one in context["drafts"]}
        context["voices"] = voices_of(assemblee)
    return render_to_string(f"assemblees/dossier/papers/{key}.txt", context).strip() + "\n"


def changed_since(dossier: Dossier) -> list[str]:
    """Labels of the numbers that are no longer those that were sent, its day first."""
    sent = dossier.frozen.get("numbers", {})
    now = written(asdict(numbers_of(dossier, dossier.assemblee)))
    moved = dossier.frozen.get("held_on") != dossier.assemblee.held_on.isoformat()
    changed = [LABELS[name] for name in LABELS if sent.get(name) != now.get(name)]
    return ["Date de l’assemblée", *changed] if moved else changed


def printed(key: str, assemblee: Assemblee, dossier: Dossier | None) -> str:
    """The words of a paper as they are handed over: as sent once they were, else as it is now.
    The votes are counted of the texts that were sent. What members asked and were answered joins
    the questions. Raises IndividualHeating."""
    kept = dossier.frozen.get("texts", {}).get(key) if dossier and dossier.sent_on else None
    numbers = numbers_of(dossier, assemblee, as_sent=key == "comptage")
    text = kept or text_of(key, assemblee, numbers)
    return text + answered_text(assemblee) if key == "questions" else text


def answered_text(assemblee: Assemblee) -> str:
    """What members asked before the meeting, with the answers; empty without any."""
    rows = list(assemblee.asked.exclude(answer=""))
    if not rows:
        return ""
    text = render_to_string("assemblees/dossier/papers/vos_questions.txt", {"asked": rows})
    return f"\n{text.strip()}\n"


@dataclass(frozen=True, slots=True)
class Tile:
    """`missing`: labels of what its papers lack; without any, it is ready."""

    key: str
    title: str
    papers: list[Paper]
    missing: tuple[str, ...]


TILES = {
    "dates": ("Dates", ("invitation", "absents", "comptage")),
    "resolutions": ("Résolutions", ("lettre", "resolutions", "annexes")),
    "couts": ("Coûts", ("page", "comparaison")),
    "temoignage": ("Témoignage", ("temoignage",)),
    "questions": ("Questions", ("questions",)),
}


def tiles_for(assemblee: Assemblee, kept: Dossier | None, numbers: Numbers) -> list[Tile] | None:
    """The tiles of this assembly as they stand; None where nothing is drafted, for individual
    heating."""
    try:
        papers = papers_of(assemblee, numbers)
    except IndividualHeating:
        return None
    unanswered = assemblee.asked.filter(answer="").count()
    sent = kept.frozen.get("texts", ()) if kept and kept.sent_on else ()
    return tiles_of(papers, unanswered=unanswered, sent=sent)


def tiles_of(papers: Sequence[Paper], *, unanswered: int, sent: Container[str]) -> list[Tile]:
    """`unanswered`: questions of members without an answer yet. `sent`: keys of the papers kept as
    sent, which lack nothing."""
    by_key = {one.key: one for one in papers}
    tiles = []
    for key, (title, keys) in TILES.items():
        held = [by_key[one] for one in keys]
        lacking = [one for one in held if one.key not in sent]
        missing = dict.fromkeys(label for one in lacking for label in one.missing)
        if key == "questions" and unanswered:
            missing[f"{quantity(unanswered, 'réponse')} aux questions des membres"] = None
        tiles.append(Tile(key, title, held, tuple(missing)))
    return tiles


# The word of a connected copropriété: found by the matching that stands, read again each time.


# A paper that cannot be made yet begins so.
LACKS = "Il vous manque : "
WITNESS = "Une copropriété raccordée qui raconte son expérience"


@dataclass(frozen=True, slots=True)
class Testimony:
    """An ambassador who may be written to now, and the published sheet of their copropriété."""

    ambassadeur: Ambassadeur
    sheet: RetourExperience

    @property
    def copropriete(self) -> Copropriete:
        return self.ambassadeur.copropriete

    @property
    def figures(self) -> list[Figure]:
        return list(latest(self.sheet).values())

    @property
    def page(self) -> str:
        return absolute(self.copropriete.get_absolute_url())

    def invitation_of(self, copropriete: Copropriete) -> str:
        """The request form that asks them to the meeting of this building."""
        asked = {"a": Kind.AMBASSADEUR.value, "id": self.ambassadeur.pk}
        asked |= {"immeuble": copropriete.pk, "objet": Purpose.REUNION.value}
        return reverse("demandes:new", query=asked)


def has_witness(assemblee: Assemblee) -> bool:
    """Whether somebody may speak to this building (1 query)."""
    people = Ambassadeur.objects.contactable().exclude(copropriete=assemblee.copropriete_id)
    return with_published_sheet(people).exists()


def witness_of(assemblee: Assemblee) -> Testimony | None:
    """The nearest to this building, as it stands now; None once there is nobody."""
    found = for_copropriete(assemblee.copropriete, with_sheet=True, limit=1)
    if not found:
        return None
    sheets = RetourExperience.objects.published().prefetch_related("figures")
    sheet = sheets.filter(copropriete=found[0].copropriete).first()
    return Testimony(found[0].ambassadeur, sheet) if sheet else None


def told_by(testimony: Testimony | None) -> str:
    """The words of the paper."""
    if testimony is None:
        return f"{LACKS}{WITNESS}.\n"
    context = {"testimony": testimony, "today": timezone.localdate()}
    text = render_to_string("assemblees/dossier/papers/temoignage.txt", context)
    return f"{text.strip()}\n"
