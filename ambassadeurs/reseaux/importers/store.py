"""Records → database, inside the caller's transaction; unchanged rows are not written."""

from collections import defaultdict
from typing import Any

import numpy as np
import shapely
from django.utils.text import slugify
from shapely import Geometry

from communaute.territoires.models import Commune
from socle.words import normalise

from ..enums import ReseauKind, ReseauStatus
from ..models import Perimetre, Reseau, Trace
from ..services import SIMPLIFY_M, set_trace
from .merge import Gathered
from .readers import FiguresRecord
from .records import AreaRecord, NetworkRecord, hash_key
from .report import Action, ImportReport
from .sources import FileKind

ARRETE = "Arrêté DPE"
_MAX_SLUG = 80


class NetworkStore:
    """Networks known before the import, by key and by national id, and what happens to them."""

    def __init__(self, report: ImportReport, gathered: Gathered) -> None:
        self.report = report
        self.ids_read = {record.identifiant for record in gathered.networks.values()}
        self.by_name: dict[str, list[Reseau]] = defaultdict(list)
        self.by_key: dict[str, Reseau] = {}
        self.by_id: dict[tuple[str, str], Reseau] = {}
        self.slugs: set[str] = set()
        for reseau in Reseau.objects.all():
            self._remember(reseau)
            self.by_name[hash_key(reseau.kind, reseau.name, reseau.departement_id)].append(reseau)
        self.hashes: dict[int, str] = dict(Trace.objects.values_list("reseau_id", "source_hash"))
        self.communes: dict[int, set[str]] = defaultdict(set)
        through = Reseau.communes.through
        for pk, code in through.objects.values_list("reseau_id", "commune_id").iterator():
            self.communes[pk].add(code)
        self.seen: dict[str, Reseau] = {}
        # Keys of the networks that this import wrote.
        self.changed: set[int] = set()

    def save(self, record: NetworkRecord) -> None:
        """Create or update the network of a record, its communes and its pipes."""
        reseau = self._find(record)
        created = reseau is None
        if reseau is None:
            reseau = Reseau(slug=self._slug(record), kind=record.kind)
        changed = self._assign(reseau, self._facts(reseau, record))
        if created or changed:
            reseau.save()
        codes = {town.code for town in record.towns or []}
        if codes and codes != self.communes[reseau.pk]:
            reseau.communes.set(Commune.objects.filter(pk__in=codes))
            self.communes[reseau.pk] = codes
            changed.append("communes")
        if record.shape is not None and self._draw(reseau, record):
            changed.append("tracé")
        elif record.shape is None and reseau.has_trace and not created:
            record.notes.append("tracé connu conservé : cette édition n’en donne pas")
        if created or changed:
            self.changed.add(reseau.pk)
        self._remember(reseau)
        self.seen[record.key] = reseau
        action = Action.CREATED if created else Action.UNCHANGED
        action = Action.CHANGED if changed and not created else action
        reasons = [*record.notes]
        if action == Action.CHANGED:
            reasons.insert(0, f"champs : {', '.join(changed)}")
        self._report(action, record, " ; ".join(reasons))

    def save_figures(self, record: FiguresRecord) -> None:
        """Figures of the arrêté DPE on a known network; they win over those of the traces."""
        kind = ReseauKind.FROID if record.identifiant.endswith("F") else ReseauKind.CHALEUR
        reseau = self.by_id.get((kind, record.identifiant.upper()))
        if reseau is None:
            self._report(Action.REJECTED, record, "réseau inconnu : importez d’abord les tracés")
            return
        changed = self._assign(reseau, record.environment)
        if changed:
            reseau.save()
            self.changed.add(reseau.pk)
        self._report(
            Action.CHANGED if changed else Action.UNCHANGED,
            record,
            f"champs : {', '.join(changed)}" if changed else "",
        )

    def report_vanished(self, gathered: Gathered) -> None:
        """Name the networks of these families that the files speak of no more; none is deleted. Of
        a line rejected, the report says why already."""
        rejected = {
            (line.file, line.identifiant.replace(" ", "").upper() or line.subject)
            for line in self.report.lines
            if line.action == Action.REJECTED
        }
        seen = {reseau.pk for reseau in self.seen.values()}
        families: tuple[tuple[FileKind, dict[str, Any]], ...] = (
            (FileKind.CHALEUR, {"kind": ReseauKind.CHALEUR, "has_trace": True}),
            (FileKind.CHALEUR_SANS_TRACES, {"kind": ReseauKind.CHALEUR, "has_trace": False}),
            (FileKind.FROID, {"kind": ReseauKind.FROID, "has_trace": True}),
            (FileKind.FROID_SANS_TRACES, {"kind": ReseauKind.FROID, "has_trace": False}),
        )
        planned: dict[str, Any] = {"status": ReseauStatus.EN_CONSTRUCTION}
        existing = {"status": ReseauStatus.EXISTANT}
        wanted = [(kind, facts | existing) for kind, facts in families]
        for kind, facts in [*wanted, (FileKind.CONSTRUCTION, planned)]:
            if kind not in gathered.files:
                continue
            file = gathered.files[kind]
            for reseau in Reseau.objects.filter(is_demo=False, **facts).exclude(pk__in=seen):
                if (file, reseau.identifiant or reseau.name) in rejected:
                    continue
                self.report.add(
                    Action.VANISHED,
                    file=file,
                    subject=reseau.name,
                    identifiant=reseau.identifiant,
                    reason="absent de cette édition ; conservé, à vérifier",
                )

    def _find(self, record: NetworkRecord) -> Reseau | None:
        if record.identifiant:
            known = self.by_id.get((record.kind, record.identifiant.upper()))
            if known is not None:
                return known
        elif len(twins := self._twins(record)) > 1:
            return self._twin_of(record, twins)
        known = self.by_key.get(record.key) or self.by_key.get(record.name_key)
        if known is None and not record.identifiant:
            known = self._namesake(record)
        if known is None or known.pk in {reseau.pk for reseau in self.seen.values()}:
            return None
        # A network known by its name only may receive its id, never another's.
        if record.identifiant and known.identifiant not in ("", record.identifiant):
            return None
        if record.identifiant and not known.identifiant:
            record.notes.append("identifiant national attribué à un réseau déjà connu")
        return known

    def _namesake(self, record: NetworkRecord) -> Reseau | None:
        """The one network of this name and département, when this file leaves out its id."""
        if record.status == ReseauStatus.EN_CONSTRUCTION:
            return None
        alike = [
            reseau
            for reseau in self.by_name[record.name_key]
            if reseau.identifiant and reseau.identifiant not in self.ids_read
        ]
        return alike[0] if len(alike) == 1 else None

    def _twins(self, record: NetworkRecord) -> list[Reseau]:
        """Networks in service without id, of this name and département, told apart by communes."""
        if record.status == ReseauStatus.EN_CONSTRUCTION:
            return []
        alike = self.by_name[hash_key(record.kind, record.name, record.departement)]
        return [reseau for reseau in alike if not reseau.identifiant]

    def _twin_of(self, record: NetworkRecord, twins: list[Reseau]) -> Reseau | None:
        """The twin of the same communes, whatever the order of the lines; None is a new network.

        The key is then the twin's, or one made with the communes: never that of another twin.
        """
        label = str(record.facts.get("communes_label", ""))
        same = [twin for twin in twins if normalise(twin.communes_label) == normalise(label)]
        if len(same) == 1:
            record.key = same[0].source_key
            return same[0]
        record.key = hash_key(record.kind, record.name, record.departement, label)
        record.notes.append("homonyme sans identifiant, distingué par ses communes")
        return None

    def _facts(self, reseau: Reseau, record: NetworkRecord) -> dict[str, Any]:
        facts: dict[str, Any] = {
            **record.facts,
            "status": record.status,
            "name": record.name,
            "is_demo": False,
        }
        if record.identifiant or not reseau.identifiant:
            facts |= {"identifiant": record.identifiant, "source_key": record.key}
        if record.departement:
            facts["departement_id"] = record.departement
        # A commune read in the source is not replaced by one guessed from the pipes.
        if record.town is not None and ("communes_label" in facts or not reseau.commune_id):
            facts["commune_id"] = record.town.code
        elif reseau.commune_id:
            record.towns = None
        facts |= _group(reseau, record.environment, keep=ARRETE, source="environment_source")
        facts |= _group(reseau, record.prices, keep="", source="price_source")
        return facts

    def _draw(self, reseau: Reseau, record: NetworkRecord) -> bool:
        shape = record.shape
        if shape is None or self.hashes.get(reseau.pk) == shape.source_hash:
            return False
        set_trace(reseau, shape.geometry, source_hash=shape.source_hash)
        self.hashes[reseau.pk] = shape.source_hash
        self.report.geometry_changed = True
        if not reseau.has_trace:
            reseau.has_trace = True
            reseau.save(update_fields=["has_trace", "updated_at"])
        return True

    def _assign(self, reseau: Reseau, facts: dict[str, Any]) -> list[str]:
        """Set what differs; return the names of the fields, as a person reads them."""
        changed = [name for name, value in facts.items() if getattr(reseau, name) != value]
        for name in changed:
            setattr(reseau, name, facts[name])
        return [_label(name) for name in changed]

    def _remember(self, reseau: Reseau) -> None:
        self.by_key[reseau.source_key] = reseau
        self.slugs.add(reseau.slug)
        if reseau.identifiant:
            self.by_id[reseau.kind, reseau.identifiant.upper()] = reseau

    def _slug(self, record: NetworkRecord) -> str:
        base = slugify(f"{record.name}"[:_MAX_SLUG]) or "reseau"
        stem = f"{base}-{record.departement.lower()}" if record.departement else base
        if record.identifiant and slugify(record.identifiant) == record.identifiant.lower():
            stem = record.identifiant
        slug, rank = stem, 1
        while slug in self.slugs:
            rank += 1
            slug = f"{stem}-{rank}"
        return slug

    def _report(self, action: Action, record: NetworkRecord | FiguresRecord, reason: str) -> None:
        self.report.add(
            action,
            file=record.file,
            number=record.number,
            subject=record.name,
            identifiant=record.identifiant,
            reason=reason,
        )


def _label(name: str) -> str:
    """The name of a field as a person reads it."""
    column = Reseau._meta.get_field(name)
    return str(getattr(column, "verbose_name", name))


def _group(reseau: Reseau, figures: dict[str, Any], *, keep: str, source: str) -> dict[str, Any]:
    """Figures with their year and source, all or none of them.

    Nothing when a better source (`keep`) already told them, or when no figure moved: a new
    edition with the same figures is no change.
    """
    known = getattr(reseau, source)
    if not figures or (keep and known.startswith(keep)):
        return {}
    labels = {"environment_year", "environment_source", "price_year", "price_source"}
    values = {name: value for name, value in figures.items() if name not in labels}
    if all(value is None for value in values.values()) and not known:
        return {}
    if known and all(getattr(reseau, name) == value for name, value in values.items()):
        return {}
    return figures


# Perimeters → database, and the networks they belong to.


class AreaStore:
    """Perimeters known before the import; `store` tells which network a line became."""

    def __init__(self, report: ImportReport, store: NetworkStore) -> None:
        self.report = report
        self.store = store
        self.by_key = {area.source_key: area for area in Perimetre.objects.defer("wkb")}
        self.links: dict[int, set[int]] = defaultdict(set)
        through = Perimetre.reseaux.through
        for pk, reseau_id in through.objects.values_list("perimetre_id", "reseau_id"):
            self.links[pk].add(reseau_id)
        self._traces: tuple[list[int], np.ndarray, shapely.STRtree] | None = None

    def save(self, record: AreaRecord) -> None:
        """Create or update a perimeter and its links."""
        area = self.by_key.get(record.key)
        created = area is None
        if area is None:
            area = Perimetre(source_key=record.key, kind=record.kind)
        changed = []
        if area.source_hash != record.shape.source_hash:
            simple = shapely.simplify(record.shape.geometry, SIMPLIFY_M)
            area.wkb = shapely.to_wkb(simple)
            area.source_hash = record.shape.source_hash
            changed.append("contour")
        if area.communes_label != record.communes_label:
            area.communes_label = record.communes_label
            changed.append("communes")
        if created or changed:
            area.save()
        networks = self._networks(record)
        if networks != self.links[area.pk]:
            area.reseaux.set(networks)
            self.links[area.pk] = networks
            changed.append("réseaux")
        self.by_key[record.key] = area
        if changed and changed != ["communes"]:
            self.report.geometry_changed = True
        action = Action.CREATED if created else Action.UNCHANGED
        action = Action.CHANGED if changed and not created else action
        self.report.add(
            action,
            file=record.file,
            number=record.number,
            subject=str(area),
            identifiant=", ".join(record.identifiants),
            reason=" ; ".join(record.notes),
        )

    def _networks(self, record: AreaRecord) -> set[int]:
        if record.network_key:
            reseau = self.store.seen.get(record.network_key)
            return {reseau.pk} if reseau is not None else set()
        named = {
            reseau.pk
            for identifiant in record.identifiants
            if (reseau := self.store.by_id.get((ReseauKind.CHALEUR, identifiant.upper())))
        }
        if named:
            return named
        if record.identifiants:
            record.notes.append(f"réseau inconnu : {', '.join(record.identifiants)}")
        found = self._inside(record.shape.geometry)
        if found:
            record.notes.append("réseau déduit des tracés")
        else:
            record.notes.append("aucun réseau rattaché")
        return found

    def _inside(self, area: Geometry) -> set[int]:
        """Networks with most of their pipes in the perimeter, else the one with the most there.

        The source gives few ids; a perimeter is drawn around the network it serves.
        """
        if self._traces is None:
            rows = Trace.objects.filter(reseau__kind=ReseauKind.CHALEUR).order_by("reseau_id")
            pairs = list(rows.values_list("reseau_id", "wkb"))
            lines = shapely.from_wkb(np.array([bytes(wkb) for _, wkb in pairs], dtype=object))
            self._traces = ([pk for pk, _ in pairs], lines, shapely.STRtree(lines))
        ids, lines, tree = self._traces
        shapely.prepare(area)
        shares: list[tuple[float, float, int]] = []
        for index in tree.query(area, predicate="intersects"):
            inside = float(shapely.length(shapely.intersection(lines[index], area)))
            shares.append((inside / float(shapely.length(lines[index])), inside, ids[index]))
        most = {pk for share, _, pk in shares if share > 0.5}
        if most or not shares:
            return most
        return {max(shares, key=lambda row: row[1])[2]}
