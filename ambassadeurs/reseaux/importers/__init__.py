"""Reading the open data on networks: files → records → one transaction → a report.

Format and traps: docs/decisions and the dataset « Tracés des réseaux de chaleur et de froid »
(data.gouv.fr, 64f05d3568e4d575eb454ffe, Licence Ouverte 2.0).
"""

from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from socle.hooks import call_hooks
from socle.public_pages import touch_public_pages

from ..communes_search import index_communes
from ..models import Reseau
from ..search import index_networks
from ..services import bump_geo_version, ensure_spaces
from .merge import Gathered, gather
from .report import Action, ImportFailed, ImportReport
from .sources import find_sources
from .store import AreaStore, NetworkStore
from .territory import load_gazetteer

__all__ = ["ImportFailed", "ImportReport", "import_files"]


def import_files(paths: Iterable[Path], *, dry_run: bool = False) -> ImportReport:
    """Import networks, traces, perimeters and figures; a second run changes nothing.

    Raises ImportFailed, with nothing written, when a file is missing, cut, or of unknown kind.
    """
    report = ImportReport(dry_run=dry_run)
    sources, skipped = find_sources(paths)
    for source in skipped:
        report.add(Action.IGNORED, file=source.name, reason="nature de fichier qui n’est pas lue")
    gathered = gather(sources, report, load_gazetteer())
    with transaction.atomic():
        _store(gathered, report)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _store(gathered: Gathered, report: ImportReport) -> None:
    networks = NetworkStore(report, gathered)
    for network in gathered.networks.values():
        networks.save(network)
    areas = AreaStore(report, networks)
    for area in gathered.areas.values():
        areas.save(area)
    for figures in gathered.figures.values():
        networks.save_figures(figures)
    networks.report_vanished(gathered)
    # Those one may be connected to today.
    report.spaces = ensure_spaces(Reseau.objects.heat().in_service().select_related("space"))
    if report.geometry_changed:
        bump_geo_version()
        # What follows is a task: somebody waits for the command.
        transaction.on_commit(lambda: call_hooks("reseaux.traces_changed"))
    if report.has_changes:
        index_networks(networks.changed)
        index_communes()
        call_hooks("reseaux.networks_changed", networks.changed)
        touch_public_pages()
