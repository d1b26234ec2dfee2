"""What time does to the documents of figures: erased once checked for a while. Run by `tick`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from socle.clock import Step
from socle.uploads import private_storage

from ..mandats.due import ORPHAN_AGE, files_of
from ..models import Figure
from ..models.retour import FIGURE_PROOFS
from ..numbers import NUMBERS
from ..querysets import FigureQuerySet


def _to_erase(now: datetime) -> FigureQuerySet:
    return Figure.objects.proofs_to_erase(now - timedelta(days=NUMBERS.figure_proof_days))


def _erase(figure: Figure, now: datetime) -> bool:
    name = figure.proof.name
    # The file first: were we stopped in between, the next run erases the rest.
    private_storage().delete(name)
    rows = Figure.objects.filter(pk=figure.pk, proof=name)
    return bool(rows.update(proof="", proof_name=""))


def _orphans(now: datetime) -> Iterator[str]:
    """Documents whose figure changed or is gone: nobody may keep them."""
    known = set(Figure.objects.exclude(proof="").values_list("proof", flat=True))
    for name in files_of(FIGURE_PROOFS):
        old = private_storage().get_modified_time(name) < now - ORPHAN_AGE
        if name not in known and old:
            yield name


def _erase_orphan(name: str, now: datetime) -> bool:
    private_storage().delete(name)
    return True


STEPS = (
    Step(
        key="coproprietes.erase_figure_proofs",
        label="Documents de chiffres vérifiés : effacés",
        due=_to_erase,
        do=_erase,
    ),
    Step(
        key="coproprietes.erase_figure_orphans",
        label="Documents de chiffres sans chiffre : effacés",
        due=_orphans,
        do=_erase_orphan,
    ),
)
