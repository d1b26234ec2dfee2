"""A line of an import that could be several networks never overwrites one of them."""

import pytest

from ambassadeurs.reseaux.importers.report import Action
from ambassadeurs.reseaux.models import Reseau

from ..open_data import actions, network

pytestmark = pytest.mark.django_db

NAME = "Réseau du Drac"


def line(identifiant, communes, **facts):
    return network(identifiant, NAME, communes=communes, **facts)


def what_is_known():
    return {
        reseau.pk: (reseau.identifiant, reseau.communes_label, reseau.exploitant_name)
        for reseau in Reseau.objects.all()
    }


def test_a_line_without_id_overwrites_neither_of_two_namesakes(load):
    load(line("3891C", "Grenoble"), line("3892C", "Voiron"))
    before = what_is_known()

    report = load(line(None, "Échirolles", Gestionnaire="Une autre société"))

    after = what_is_known()
    assert {pk: after[pk] for pk in before} == before
    assert Action.CREATED in actions(report)
    assert len(after) == len(before) + 1


def test_the_only_namesake_left_out_of_the_file_is_recognised(load):
    load(line("3891C", "Grenoble"), line("3892C", "Voiron"))

    load(line("3891C", "Grenoble"), line(None, "Voiron"))

    assert sorted(Reseau.objects.values_list("identifiant", flat=True)) == ["3891C", "3892C"]


def test_a_namesake_of_another_departement_is_left_alone(load):
    load(line("7391C", "Chambéry", departement="Savoie"))
    before = what_is_known()

    load(line(None, "Grenoble"))

    after = what_is_known()
    assert {pk: after[pk] for pk in before} == before
    assert len(after) == 2


def test_twins_without_id_keep_their_facts_whatever_the_order(load):
    here = line(None, "Grenoble", Gestionnaire="Chaleur d’ici")
    there = line(None, "Voiron", Gestionnaire="Chaleur de là")
    load(here, there)
    before = what_is_known()
    assert len(before) == 2

    for lines in ((there, here), (there,), (here,)):
        load(*lines)
        assert what_is_known() == before


def test_a_third_twin_takes_the_place_of_none(load):
    load(line(None, "Grenoble"), line(None, "Voiron"))
    before = what_is_known()

    load(line(None, "Échirolles"))

    after = what_is_known()
    assert {pk: after[pk] for pk in before} == before
    assert len(after) == 3
    assert not load(line(None, "Échirolles")).has_changes
