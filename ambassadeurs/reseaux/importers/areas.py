"""Perimeters → database, and the networks they belong to."""

from collections import defaultdict

import numpy as np
import shapely
from shapely import Geometry

from ..enums import ReseauKind
from ..models import Perimetre, Reseau, Trace
from ..services import SIMPLIFY_M
from .records import AreaRecord
from .report import Action, Report
from .store import NetworkStore


class AreaStore:
    """Perimeters known before the import; `store` tells which network a line became."""

    def __init__(self, report: Report, store: NetworkStore) -> None:
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
        if area.departement_id != record.departement:
            area.departement_id = record.departement
            changed.append("département")
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


def heat_networks_in_service() -> list[Reseau]:
    """Networks that have a space of questions: those one may be connected to today."""
    return list(Reseau.objects.heat().in_service().select_related("space"))
