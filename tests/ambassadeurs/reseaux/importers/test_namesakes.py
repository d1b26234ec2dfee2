"""A line of an import that could be several networks never overwrites one of them."""

from pathlib import Path
from typing import Any

import pytest

from ambassadeurs.reseaux.importers import import_files
from ambassadeurs.reseaux.importers.report import Action
from ambassadeurs.reseaux.models import Reseau

from ..open_data import actions, network, write

pytestmark = pytest.mark.django_db

NAME = "Réseau du Drac"


def line(identifiant: str | None, communes: str, **facts: Any) -> dict[str, Any]:
    return network(identifiant, NAME, communes=communes, **facts)


def what_is_known() -> dict[int, tuple[object, ...]]:
    return {
        reseau.pk: (reseau.identifiant, reseau.communes_label, reseau.exploitant_name)
        for reseau in Reseau.objects.all()
    }


def test_a_line_without_id_overwrites_neither_of_two_namesakes(tmp_path: Path) -> None:
    import_files([write(tmp_path, line("3891C", "Grenoble"), line("3892C", "Voiron"))])
    before = what_is_known()

    report = import_files(
        [write(tmp_path, line(None, "Échirolles", Gestionnaire="Une autre société"))]
    )

    after = what_is_known()
    assert {pk: after[pk] for pk in before} == before
    assert Action.CREATED in actions(report)
    assert len(after) == len(before) + 1


def test_the_only_namesake_left_out_of_the_file_is_recognised(tmp_path: Path) -> None:
    import_files([write(tmp_path, line("3891C", "Grenoble"), line("3892C", "Voiron"))])

    import_files([write(tmp_path, line("3891C", "Grenoble"), line(None, "Voiron"))])

    assert sorted(Reseau.objects.values_list("identifiant", flat=True)) == ["3891C", "3892C"]


def test_a_namesake_of_another_departement_is_left_alone(tmp_path: Path) -> None:
    import_files([write(tmp_path, line("7391C", "Chambéry", departement="Savoie"))])
    before = what_is_known()

    import_files([write(tmp_path, line(None, "Grenoble"))])

    after = what_is_known()
    assert {pk: after[pk] for pk in before} == before
    assert len(after) == 2


def test_twins_without_id_keep_their_facts_whatever_the_order(tmp_path: Path) -> None:
    here = line(None, "Grenoble", Gestionnaire="Chaleur d’ici")
    there = line(None, "Voiron", Gestionnaire="Chaleur de là")
    import_files([write(tmp_path, here, there)])
    before = what_is_known()
    assert len(before) == 2

    for lines in ((there, here), (there,), (here,)):
        import_files([write(tmp_path, *lines)])
        assert what_is_known() == before


def test_a_third_twin_takes_the_place_of_none(tmp_path: Path) -> None:
    import_files([write(tmp_path, line(None, "Grenoble"), line(None, "Voiron"))])
    before = what_is_known()

    import_files([write(tmp_path, line(None, "Échirolles"))])

    after = what_is_known()
    assert {pk: after[pk] for pk in before} == before
    assert len(after) == 3
    assert not import_files([write(tmp_path, line(None, "Échirolles"))]).has_changes
