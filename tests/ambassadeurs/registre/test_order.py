"""In what order the register is proposed: as one reads a list, by name, else by address."""

import pytest

from ambassadeurs.registre.importer import Report, import_register
from ambassadeurs.registre.models import RegisteredCopropriete

from .rnic import line, write_new

pytestmark = pytest.mark.django_db


def place(number, name, street):
    return line(
        number,
        nom_d_usage_de_la_copropriete=name,
        numero_et_voie_adresse_de_reference=street,
        code_officiel_commune="38185",
        commune_adresse_de_reference="Grenoble",
        code_postal_adresse_de_reference="38100",
        adresse_complementaire_1="",
    )


def test_by_name_whatever_the_addresses(tmp_path):
    path = write_new(
        tmp_path / "rnic.csv",
        place("AA0000001", "Vercors Bellevue", "1 allée des Acacias"),
        place("AA0000002", "Vercors Alpin", "9 rue du Zénith"),
    )
    with Report(None) as report:
        import_register(path, report=report)

    found = RegisteredCopropriete.objects.search("vercors")

    assert [row.name for row in found] == ["Vercors Alpin", "Vercors Bellevue"]
