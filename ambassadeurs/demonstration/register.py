"""Loads the invented register of the demonstration through the import of the real one."""

from __future__ import annotations

from ambassadeurs.registre import report as register
from ambassadeurs.registre.importer import import_register

from .loading import HERE
from .report import Report

REGISTER = HERE / "registre.csv"


def load_register(report: Report) -> None:
    """Add the lines of registre.csv; what the official file brought is left as it is."""
    with register.Report(None) as done:
        import_register(REGISTER, report=done)
    report.add("ligne du registre", "lignes du registre", done.created + done.changed)
