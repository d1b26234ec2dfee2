"""`import_agences`: agencies, how to reach them, what they cover. All of a file, or nothing."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.db import transaction
from django.utils.text import slugify

from communaute.territoires.models import Commune, Departement, Epci, Region
from socle.public_pages import touch_public_pages
from socle.spreadsheets import decoded, separator_of, write_csv
from socle.words import normalise

from .enums import OrganisationKind
from .models import Organisation
from .services import Territory, create_organisation, set_coverage

NAME: Final = "nom structure"
LEVELS: Final = {
    "commune": "code insee commune",
    "epci": "code insee epci",
    "departement": "code insee departement",
    "region": "code insee region",
}


class UnreadableFile(Exception):
    """Nothing is loaded; the message, in French, says why."""


@dataclass(frozen=True)
class Row:
    """A line: what it says of the structure, and the code of the territory at its finest level."""

    number: int
    name: str
    postcode: str
    email: str
    phone: str
    website: str
    level: str
    code: str


def read_rows(path: Path) -> Iterator[Row]:
    """Rows in the order of the file. Raises UnreadableFile."""
    try:
        content = path.read_bytes()
    except OSError:
        raise UnreadableFile(f"{path.name} : fichier introuvable ou illisible.") from None
    try:
        text = decoded(content)
    except UnicodeDecodeError:
        raise UnreadableFile(f"{path.name} : fichier abîmé ou coupé. Rien n’est chargé.") from None
    is_json = text.lstrip().startswith(("[", "{"))
    raw = _from_json(text, path.name) if is_json else _from_csv(text, path.name)
    for number, facts in raw:
        yield _row(number, {_column(key): value for key, value in facts.items() if key})


def _from_csv(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    try:
        if NAME not in {_column(title) for title in reader.fieldnames or []}:
            message = f"{name} : la colonne « Nom Structure » (ou « Nom_Structure ») manque."
            raise UnreadableFile(message)
        for facts in reader:
            yield reader.line_num, facts
    except csv.Error:
        message = f"{name} : CSV illisible après la ligne {reader.line_num}. Rien n’est chargé."
        raise UnreadableFile(message) from None


def _from_json(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableFile(f"{name} : JSON illisible. Rien n’est chargé.") from None
    if isinstance(found, dict):
        found = found.get("data", found.get("results"))
    if not isinstance(found, list):
        raise UnreadableFile(f"{name} : ce JSON ne contient pas de liste « data » ou « results ».")
    for number, facts in enumerate(found, start=1):
        yield number, facts if isinstance(facts, dict) else {}


def _column(title: str) -> str:
    return normalise(title.replace("_", " "))


def _row(number: int, facts: dict[str, Any]) -> Row:
    def text(column: str) -> str:
        return " ".join(str(facts.get(column) or "").split())

    level = next((level for level, column in LEVELS.items() if text(column)), "")
    return Row(
        number=number,
        name=text(NAME),
        postcode=text("code postal structure"),
        email=text("email structure"),
        phone=text("telephone structure") or text("telephone 2 structure"),
        website=text("site internet structure"),
        level=level,
        code=text(LEVELS[level]).upper() if level else "",
    )


_MODELS: Final[dict[str, Any]] = {
    "commune": Commune,
    "epci": Epci,
    "departement": Departement,
    "region": Region,
}
_UNKNOWN: Final = {
    "commune": "commune inconnue",
    "epci": "EPCI inconnu",
    "departement": "département inconnu",
    "region": "région inconnue",
}
_NAME_MAX: Final = 150
_SLUG_MAX: Final = 140
CREATED, CHANGED, UNCHANGED = "créée", "modifiée", "inchangée"


@dataclass
class ImportReport:
    """`agencies`: (name, what became of it); `rejected` and `noted`: (line, subject, why)."""

    dry_run: bool = False
    agencies: list[tuple[str, str]] = field(default_factory=list)
    rejected: list[tuple[int, str, str]] = field(default_factory=list)
    noted: list[tuple[int, str, str]] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    def count(self, action: str) -> int:
        return sum(found == action for _, found in self.agencies)

    def sentences(self) -> Iterator[str]:
        yield (
            f"Agences : {self.count(CREATED)} créée(s), {self.count(CHANGED)} modifiée(s), "
            f"{self.count(UNCHANGED)} inchangée(s)."
        )
        yield f"Lignes rejetées : {len(self.rejected)}. Remarques : {len(self.noted)}."
        for name in self.absent:
            yield f"Sans ligne lue dans le fichier, gardée telle quelle : {name}"
        if self.dry_run:
            yield "Essai à blanc (--dry-run) : rien n’a été enregistré."

    def write_csv(self, path: Path) -> None:
        """Rejected and noted lines, for a spreadsheet."""
        rows: list[tuple[object, ...]] = [("ligne", "objet", "résultat", "motif")]
        for word, lines in (("rejetée", self.rejected), ("signalée", self.noted)):
            rows += [(number, subject, word, reason) for number, subject, reason in lines]
        write_csv(path, rows)


@dataclass
class _Agency:
    """What all the lines of one structure say together."""

    name: str
    postcode: str
    email: str = ""
    phone: str = ""
    website: str = ""
    places: dict[str, set[str]] = field(default_factory=dict)


def import_agences(path: Path, *, dry_run: bool = False) -> ImportReport:
    """Import a file; a second run changes nothing. Raises UnreadableFile with nothing written.

    A structure is known by its name and postcode (or its name alone, when it was
    made by hand). Its
    coverage becomes that of the file; an empty contact does not erase a known one.
    """
    report = ImportReport(dry_run=dry_run)
    agencies = _gather(path, report)
    with transaction.atomic():
        known = {one.pk: one for one in Organisation.objects.agencies()}
        seen = {_store(agency, known, report) for agency in agencies}
        report.absent = [one.name for pk, one in known.items() if pk not in seen]
        if dry_run:
            transaction.set_rollback(True)
    return report


def _gather(path: Path, report: ImportReport) -> list[_Agency]:
    known = {
        level: set(model.objects.values_list("pk", flat=True)) for level, model in _MODELS.items()
    }
    found: dict[tuple[str, str], _Agency] = {}
    for row in read_rows(path):
        reason = _why_rejected(row, known)
        if reason:
            report.rejected.append((row.number, row.name, reason))
            continue
        key = (normalise(row.name), row.postcode)
        agency = found.setdefault(key, _Agency(row.name, row.postcode))
        agency.places.setdefault(row.level, set()).add(row.code)
        _read_contact(agency, row, report)
    return list(found.values())


def _why_rejected(row: Row, known: dict[str, set[str]]) -> str:
    if not row.name or not slugify(row.name):
        return "structure sans nom"
    if len(row.name) > _NAME_MAX:
        return f"nom de plus de {_NAME_MAX} caractères"
    if not row.level:
        return "aucun territoire"
    if row.code not in known[row.level]:
        return f"{_UNKNOWN[row.level]} : {row.code}"
    return ""


def _read_contact(agency: _Agency, row: Row, report: ImportReport) -> None:
    """Keep the first valid address, telephone and site; note those that are not valid."""
    if row.email and not agency.email:
        try:
            EmailValidator()(row.email)
            agency.email = row.email.lower()
        except ValidationError:
            report.noted.append((row.number, row.name, f"adresse électronique : {row.email}"))
    if row.website and not agency.website:
        website = row.website if "://" in row.website else f"https://{row.website}"
        try:
            URLValidator(schemes=["http", "https"])(website)
            agency.website = website
        except ValidationError:
            report.noted.append((row.number, row.name, f"site internet : {row.website}"))
    agency.phone = agency.phone or row.phone[:30]


def _store(agency: _Agency, known: dict[int, Organisation], report: ImportReport) -> int:
    """Write one agency; returns its key."""
    organisation = _find(agency, known)
    territories = _territories(agency.places)
    contact = {"email": agency.email, "phone": agency.phone, "website": agency.website}
    if organisation is None:
        organisation = create_organisation(
            kind=OrganisationKind.AGENCE,
            name=agency.name,
            slug=_slug(agency),
            territories=territories,
            **contact,
        )
        report.agencies.append((agency.name, CREATED))
        return organisation.pk
    changed = _update_contact(organisation, contact)
    if set_coverage(organisation=organisation, territories=territories):
        changed = True
    report.agencies.append((organisation.name, CHANGED if changed else UNCHANGED))
    return organisation.pk


def _update_contact(organisation: Organisation, wanted: dict[str, str]) -> bool:
    """Change how an organisation is reached; what is empty stays. Returns whether it changed."""
    changed = [
        name for name, value in wanted.items() if value and getattr(organisation, name) != value
    ]
    for name in changed:
        setattr(organisation, name, wanted[name])
    if changed:
        organisation.save(update_fields=changed)
        touch_public_pages()
    return bool(changed)


def _find(agency: _Agency, known: dict[int, Organisation]) -> Organisation | None:
    slug, bare = _slug(agency), slugify(agency.name)
    found = {one.slug: one for one in known.values()}
    # The second was made by hand, without the postcode of the file.
    return found.get(slug) or found.get(bare)


def _slug(agency: _Agency) -> str:
    return slugify(f"{slugify(agency.name)[:_SLUG_MAX]} {agency.postcode}")


def _territories(places: dict[str, set[str]]) -> list[Territory]:
    """The territories of the lines; whole départements and EPCI rather than their communes.

    Routing prefers the finest level: an agency of one commune still comes before that of the
    whole département.
    """
    communes = set(places.get("commune", ()))
    chosen: dict[str, set[str]] = {level: set(places.get(level, ())) for level in _MODELS}
    for level in ("departement", "epci"):
        for code, inside in _whole(level, communes):
            chosen[level].add(code)
            communes -= inside
    chosen["commune"] = communes
    return [
        territory
        for level, codes in chosen.items()
        for territory in _MODELS[level].objects.filter(pk__in=codes)
    ]


def _whole(level: str, communes: set[str]) -> list[tuple[str, set[str]]]:
    """Territories of this level whose communes are all there, with these communes."""
    touched = set(
        Commune.objects.filter(pk__in=communes, **{f"{level}__isnull": False}).values_list(
            f"{level}_id", flat=True
        )
    )
    members: dict[str, set[str]] = {}
    rows = Commune.objects.filter(parent=None, **{f"{level}__in": touched})
    for code, commune in rows.values_list(f"{level}_id", "pk"):
        members.setdefault(code, set()).add(commune)
    return [(code, inside) for code, inside in members.items() if inside <= communes]
