"""Writing the papers of an assembly: their numbers, what was sent, and what members ask before the
information meeting, with the answers."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.demandes.enums import Kind
from ambassadeurs.demandes.models import Demande
from ambassadeurs.simulation.calibration import network_of as price_of
from ambassadeurs.simulation.hypotheses import KEYS
from ambassadeurs.simulation.presentation import ORIGINS
from communaute.comptes.models import User
from socle.calendar import date_format
from socle.errors import get_or_no_longer
from socle.facts_registry.selectors import fact
from socle.facts_registry.shape import worded
from socle.forms import version_of
from socle.typography import NBSP

from ..enums import State
from ..errors import (
    AnsweredMeanwhile,
    DossierChanged,
    NoRequestToAgency,
    NotOfTheBuilding,
    NotReady,
    TooManyQuestions,
)
from ..models import AskedBefore, Assemblee, Dossier, DossierPdf
from ..perms import agency_reading, can_read
from .amounts import Numbers, written
from .exports import as_pdf
from .papers import LACKS, LIVE, PAPERS, numbers_of, offer_of, papers_of, text_of
from .resolutions import network_of

ASKED_NO_MORE = "Cette question était déjà retirée : voici celles qui restent."


_BUILDING = "dossier__assemblee__copropriete"
READ_WITH = (
    f"{_BUILDING}__commune",
    f"{_BUILDING}__reseau__exploitant",
    f"{_BUILDING}__nearest_reseau__exploitant",
)


@transaction.atomic
def save_numbers(
    *, actor: User, assemblee: Assemblee, numbers: Mapping[str, Any], version: str = ""
) -> Dossier:
    """Keep what members typed, of `numbers.Numbers`. `version` is that of the page
    (`version_of_dossier`; empty: of no page). Raises NotOfTheBuilding, DossierChanged."""
    dossier = locked_dossier(actor, assemblee)
    told = written(numbers)
    if told == dossier.numbers:
        return dossier
    if version not in ("", now := version_of_dossier(dossier)):
        message = "Quelqu’un vient de changer ces nombres, ou vous dans une autre page."
        raise DossierChanged(message, now)
    dossier.numbers, dossier.edited_by, dossier.edited_at = told, actor, timezone.now()
    dossier.save()
    return dossier


@transaction.atomic
def say_sent(*, actor: User, assemblee: Assemblee) -> Dossier:
    """The request left for the syndic: its papers that are written are kept as they are now.

    Again changes nothing. Raises NotOfTheBuilding, NotReady while the letter lacks something,
    IndividualHeating."""
    dossier = locked_dossier(actor, assemblee)
    if dossier.sent_on is not None:
        return dossier
    numbers = numbers_of(dossier, assemblee)
    texts = {key: text_of(key, assemblee, numbers) for key in PAPERS if key not in LIVE}
    texts = {key: text for key, text in texts.items() if not text.startswith(LACKS)}
    if "lettre" not in texts:
        raise NotReady("Il manque encore de quoi écrire la lettre au syndic.")
    held_on = assemblee.held_on.isoformat()
    # Those that the texts were made with: the operator may be that of the network.
    sent = written(asdict(numbers))
    dossier.frozen = {"numbers": sent, "texts": texts, "held_on": held_on}
    dossier.frozen["figures"] = figures_of(assemblee, numbers)
    dossier.sent_on, dossier.edited_at = timezone.localdate(), timezone.now()
    dossier.save()
    return dossier


@transaction.atomic
def take_back(*, actor: User, assemblee: Assemblee) -> bool:
    """It was not sent after all: its papers follow the numbers again. Returns whether it was said
    sent. Raises NotOfTheBuilding."""
    dossier = locked_dossier(actor, assemblee)
    if dossier.sent_on is None:
        return False
    dossier.sent_on, dossier.frozen, dossier.edited_at = None, {}, timezone.now()
    dossier.save()
    return True


def carry_over(former: Assemblee, following: Assemblee) -> None:
    """Hand the papers of an assembly that was cancelled or put off, the questions asked before it,
    and the reading that an agency was let, to the next one; what was said sent was for the former
    day, and stays with it. Called under the lock of the building."""
    kept = Dossier.objects.filter(assemblee=former).first()
    if kept is not None:
        told = {"numbers": kept.numbers, "edited_by": kept.edited_by, "edited_at": timezone.now()}
        Dossier.objects.create(assemblee=following, read_for=kept.read_for, **told)
    former.asked.update(assemblee=following)
    if former.state == State.CANCELLED and kept is not None and kept.sent_on is None:
        kept.delete()


def note_change(actor: User, assemblee: Assemblee) -> None:
    """The papers say something else from now on: another day, an answer; those for the neighbours
    even once the others were said sent. Called under a lock of the assembly or of its building."""
    rows = Dossier.objects.filter(assemblee=assemblee)
    rows.update(edited_by=actor, edited_at=timezone.now())


@transaction.atomic
def ask_pdf(*, actor: User, assemblee: Assemblee) -> DossierPdf:
    """Have the worker make the PDF of the papers; while it does, asking again changes nothing.
    Raises NotOfTheBuilding, IndividualHeating."""
    dossier = locked_dossier(actor, assemblee)
    papers_of(assemblee, numbers_of(dossier, assemblee))
    if dossier.pk is None:
        dossier.save()
    pdf, is_new = DossierPdf.objects.defer("content").get_or_create(dossier=dossier)
    if is_new or not pdf.is_being_made:
        pdf.asked_at = timezone.now()
        pdf.save(update_fields=["asked_at"])
        make_pdf.enqueue(pdf.pk)
    return pdf


@task
def make_pdf(pk: int) -> bool:
    """Make a PDF that somebody waits for; made since it was asked, it does nothing. Returns whether
    it made one."""
    asked = DossierPdf.objects.filter(pk=pk).defer("content")
    pdf = asked.select_related(*READ_WITH).first()
    if pdf is None or (pdf.made_at and pdf.made_at >= pdf.asked_at):
        return False
    now = timezone.now()
    content, removed = as_pdf(pdf.dossier)
    asked.update(content=content, removed=removed, made_at=now)
    return True


def version_of_dossier(dossier: Dossier | None) -> str:
    """What the page shows of it, for `save_numbers`."""
    return version_of(sorted((dossier.numbers if dossier else {}).items()))


def locked_dossier(actor: User, assemblee: Assemblee) -> Dossier:
    """The papers of this assembly, locked until the end of the transaction; begun if need be."""
    Assemblee.objects.select_for_update(of=("self",)).get(pk=assemblee.pk)
    if not can_read(actor, assemblee.copropriete):
        raise NotOfTheBuilding("Seuls les membres de l’immeuble préparent ce dossier.")
    found = Dossier.objects.filter(assemblee=assemblee).first()
    return found or Dossier(assemblee=assemblee)


# Of one assembly: more would not be read.
MOST_ASKED = 60


@transaction.atomic
def ask(*, actor: User, assemblee: Assemblee, body: str) -> AskedBefore:
    """Ask it; the same words again are one question. Raises NotOfTheBuilding, TooManyQuestions."""
    _lock(actor, assemblee)
    rows = AskedBefore.objects.filter(assemblee=assemblee)
    if (known := rows.filter(body=body).first()) is not None:
        return known
    if rows.count() >= MOST_ASKED:
        raise TooManyQuestions(f"{MOST_ASKED} questions, c’est déjà beaucoup : retirez-en d’abord.")
    return AskedBefore.objects.create(assemblee=assemblee, body=body, asked_by=actor)


@transaction.atomic
def answer_asked(*, actor: User, asked: AskedBefore, answer: str, version: str = "") -> AskedBefore:
    """Answer it in writing; an empty answer takes the answer back. `version` is that of the page.
    Raises NotOfTheBuilding, AnsweredMeanwhile, NoLonger when it is not asked any more."""
    row = _locked(actor, asked)
    if row.answer == answer:
        return row
    _check_version(row, version)
    row.answer = answer
    row.answered_by, row.answered_at = (actor, timezone.now()) if answer else (None, None)
    row.save()
    note_change(actor, row.assemblee)
    return row


@transaction.atomic
def remove_asked(*, actor: User, asked: AskedBefore, version: str = "") -> None:
    """It is not asked any more. `version` and refusals as for `answer_asked`."""
    row = _locked(actor, asked)
    _check_version(row, version)
    row.delete()
    note_change(actor, row.assemblee)


def _locked(actor: User, asked: AskedBefore) -> AskedBefore:
    one = asked.assemblee
    _lock(actor, one)
    rows, place = AskedBefore.objects.select_for_update(), (one.copropriete_id, one.pk)
    return get_or_no_longer(rows, ASKED_NO_MORE, "assemblees:asked", *place, pk=asked.pk)


def _check_version(row: AskedBefore, version: str) -> None:
    if version not in ("", now := version_of_answer(row)):
        raise AnsweredMeanwhile("Quelqu’un vient d’y répondre, ou vous dans une autre page.", now)


def version_of_answer(asked: AskedBefore) -> str:
    """What the page that answers shows of it, for `answer_asked`."""
    return version_of(asked.answer)


def _lock(actor: User, assemblee: Assemblee) -> None:
    Assemblee.objects.select_for_update(of=("self",)).get(pk=assemblee.pk)
    if not can_read(actor, assemblee.copropriete):
        message = "Seuls les membres de l’immeuble posent ces questions et y répondent."
        raise NotOfTheBuilding(message)


# Letting the agency that one asked read the papers of an assembly; nobody else is let.


def request_of(user: User, copropriete: Copropriete) -> Demande | None:
    """What this person asks of an agency now for this building (1 query)."""
    rows = Demande.objects.open().filter(kind=Kind.AGENCE, requester=user, copropriete=copropriete)
    return rows.select_related("organisation").order_by("-created_at").first()


@transaction.atomic
def let_agency_read(*, actor: User, assemblee: Assemblee, may_read: bool) -> Dossier:
    """Let the agency that the actor wrote to read the papers, and those that follow them when the
    assembly is cancelled or put off (`carry_over`); or nobody any more, those before neither, which
    each member may say. Raises NotOfTheBuilding, NoRequestToAgency."""
    dossier = locked_dossier(actor, assemblee)
    if may_read and agency_reading(dossier) is not None:
        return dossier
    asked = request_of(actor, assemblee.copropriete) if may_read else None
    if may_read and asked is None:
        message = "Vous n’avez pas de demande en cours à une agence pour cet immeuble."
        raise NoRequestToAgency(message)
    if not may_read:
        building = dossier.assemblee.copropriete_id
        Dossier.objects.filter(assemblee__copropriete=building).update(read_for=None)
    dossier.read_for = asked
    dossier.save()
    return dossier


# The figures that the papers of an assembly rest on, each with its source and its day: kept with
# what was sent, then compared with those of now.


WORDS = settings.BASE_DIR / "templates" / "assemblees" / "dossier"
_QUOTED = re.compile(r"{% get_facts ([^%]+) as ")
UNKNOWN = "non connu"
BUILDING = "Fiche de l’immeuble"


@dataclass(frozen=True, slots=True)
class KeptFigure:
    """A figure as it was when the papers were sent. `dated`: year of the data, article, or day."""

    label: str
    value: str
    source: str
    dated: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that is no longer what was sent."""

    label: str
    before: str
    now: str


def figures_of(assemblee: Assemblee, numbers: Numbers) -> dict[str, list[str]]:
    """Fields of `KeptFigure` by the key of the figure, as JSON keeps them: of the registry, of the
    network, of the building; the price is that of the offer where the papers count with it. At
    most two queries, those of the price of the network."""
    figures = {key: _of_fact(key) for key in (*KEYS, *quoted())} | _of_place(assemblee)
    if offer_of(numbers).has_price:
        day = date_format(numbers.offer_on, "j F Y") if numbers.offer_on else UNKNOWN
        figures["prix"] = ["Prix de la chaleur", "celui de l’offre", numbers.operator, day]
    return figures


@cache
def quoted() -> tuple[str, ...]:
    """Keys of the facts that the words of the papers quote."""
    found = [
        key
        for path in sorted(WORDS.rglob("*.txt"))
        for keys in _QUOTED.findall(path.read_text())
        for key in re.findall(r'"(\w+)"', keys)
    ]
    return tuple(dict.fromkeys(found))


def kept_with(dossier: Dossier) -> list[KeptFigure]:
    """The figures of what was sent; none while nothing was."""
    return [KeptFigure(*one) for one in dossier.frozen.get("figures", {}).values()]


def changed_figures(dossier: Dossier) -> list[Changed]:
    """Those of which the value is another one now; one that has no value any more is not told."""
    kept = dossier.frozen.get("figures", {})
    sent = numbers_of(dossier, dossier.assemblee, as_sent=True)
    now = figures_of(dossier.assemblee, sent) if kept else {}
    return [
        Changed(now[key][0], value, now[key][1])
        for key, (_, value, *_) in kept.items()
        if key in now and now[key][1] != value
    ]


def _of_fact(key: str) -> list[str]:
    found = fact(key)
    value = f"{found.text}{NBSP}{found.unit}" if found.unit else found.text
    return [found.label, value, found.source.name, found.origin]


def _of_place(assemblee: Assemblee) -> dict[str, list[str]]:
    building, network = assemblee.copropriete, network_of(assemblee)
    today = date_format(timezone.localdate(), "j F Y")
    size = ["Nombre de logements", _number(building.dwellings)]
    if not building.dwellings:
        size = ["Nombre de lots, comptés comme des logements", _number(building.lots)]
    told = {
        "immeuble": ["Nom de l’immeuble", building.name, BUILDING, today],
        "logements": [*size, BUILDING, today],
        "reseau": ["Réseau de chaleur", network.name if network else UNKNOWN, BUILDING, today],
    }
    if network is None:
        return told
    price = price_of(network)
    return told | {
        "enrr": [
            "Part d’énergies renouvelables et de récupération du réseau",
            _number(network.enrr_rate, "%"),
            network.environment_source,
            network.environment_year,
        ],
        "prix": [
            "Prix de la chaleur du réseau",
            _number(price.price, "€ TTC par MWh"),
            network.price_source or ORIGINS[price.origin],
            network.price_year,
        ],
    }


def _number(value: Any, unit: str = "") -> str:
    if value is None:
        return UNKNOWN
    written = worded(Decimal(f"{Decimal(str(value)).normalize():f}"))
    return f"{written}{NBSP}{unit}" if unit else written
