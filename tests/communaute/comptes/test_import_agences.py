"""`import_agences`: both column styles, coverage, what is refused, and running it again."""

import csv
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from communaute.comptes.agency_import import import_agences
from communaute.comptes.models import Coverage, Organisation
from communaute.territoires.models import Commune

from .factories import OrganisationFactory

pytestmark = pytest.mark.django_db

TABULAR = {
    "Nom Structure": "ALEC d’essai",
    "Code Postal Structure": "38000",
    "Email Structure": "Contact@alec.test",
    "Telephone Structure": "04 00 00 00 00",
    "Site Internet Structure": "alec.test",
    "Code Insee Commune": "38185",
}
DATA_FAIR = {
    "Id_Structure": "12",
    "Nom_Structure": "ALEC d’essai",
    "Code_Postal_Structure": "38000",
    "Code_Insee_Commune_Structure": "38053",
    "Email_Structure": "contact@alec.test",
    "Telephone_Structure": "04 00 00 00 00",
    "Site_Internet_Structure": "https://alec.test",
    "Horaires_Structure": '["lundi"]',
    "Code_Insee_Commune": "38185",
}


def write(path, rows, *, delimiter=",", encoding="utf-8"):
    titles = list(dict.fromkeys(title for row in rows for title in row))
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, titles, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def covered(organisation):
    return {
        code
        for coverage in organisation.coverages.all()
        for level in ("region", "departement", "epci", "commune")
        if (code := getattr(coverage, f"{level}_id"))
    }


@pytest.mark.parametrize("style", [TABULAR, DATA_FAIR])
@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8-sig"), (";", "cp1252")])
def test_both_styles_as_csv(tmp_path, style, delimiter, encoding):
    file = write(tmp_path / "f.csv", [style], delimiter=delimiter, encoding=encoding)
    report = import_agences(file)
    agency = Organisation.objects.agencies().get()
    assert (agency.name, agency.email, agency.phone, agency.website) == (
        "ALEC d’essai",
        "contact@alec.test",
        "04 00 00 00 00",
        "https://alec.test",
    )
    assert covered(agency) == {"38185"}
    assert (report.count("créée"), report.rejected, report.noted) == (1, [], [])


@pytest.mark.parametrize(("key", "style"), [("data", TABULAR), ("results", DATA_FAIR)])
def test_both_styles_as_json(tmp_path, key, style):
    file = tmp_path / "f.json"
    file.write_text(json.dumps({key: [style]}), encoding="utf-8")
    import_agences(file)
    assert covered(Organisation.objects.agencies().get()) == {"38185"}


def test_the_other_style_knows_the_same_agency_and_a_second_run_changes_nothing(tmp_path):
    import_agences(write(tmp_path / "a.csv", [TABULAR]))
    for _ in range(2):
        report = import_agences(write(tmp_path / "b.csv", [DATA_FAIR]))
        assert (report.count("créée"), report.count("modifiée"), report.count("inchangée")) == (
            0,
            0,
            1,
        )
    assert Coverage.objects.count() == 1


def test_coverage_becomes_that_of_the_file_and_an_empty_contact_erases_nothing(tmp_path):
    import_agences(write(tmp_path / "f.csv", [TABULAR]))
    moved = {**TABULAR, "Code Insee Commune": "38053", "Email Structure": ""}
    report = import_agences(write(tmp_path / "f.csv", [moved]))
    agency = Organisation.objects.agencies().get()
    assert report.count("modifiée") == 1
    assert covered(agency) == {"38053"}
    assert agency.email == "contact@alec.test"


def test_all_communes_of_a_departement_are_the_departement(tmp_path):
    codes = Commune.objects.filter(departement="90", parent=None).values_list("pk", flat=True)
    rows = [{**TABULAR, "Code Insee Commune": code} for code in codes]
    import_agences(write(tmp_path / "f.csv", rows))
    assert covered(Organisation.objects.agencies().get()) == {"90"}
    import_agences(write(tmp_path / "f.csv", rows[1:]))
    assert "90" not in covered(Organisation.objects.agencies().get())


def test_the_finest_level_answers_first(tmp_path):
    wide = {**DATA_FAIR, "Nom_Structure": "Large", "Code_Insee_Commune": ""}
    rows = [{**wide, "Code_Insee_Departement": "38"}, {**DATA_FAIR, "Code_Insee_Departement": "38"}]
    import_agences(write(tmp_path / "f.csv", rows))
    grenoble = Commune.objects.get(pk="38185")
    found = [one.name for one in Organisation.objects.agencies().covering(grenoble)]
    assert found == ["ALEC d’essai", "Large"]
    lyon = Commune.objects.get(pk="69123")
    assert not Organisation.objects.agencies().covering(lyon).exists()


def test_wrong_lines_are_rejected_with_their_reason_the_others_loaded(tmp_path):
    rows = [
        TABULAR,
        {**TABULAR, "Nom Structure": ""},
        {**TABULAR, "Code Insee Commune": "99999"},
        {**TABULAR, "Code Insee Commune": ""},
        {**TABULAR, "Nom Structure": "Autre", "Email Structure": "pas une adresse"},
    ]
    report = import_agences(write(tmp_path / "f.csv", rows))
    assert [(number, reason) for number, _, reason in report.rejected] == [
        (3, "structure sans nom"),
        (4, "commune inconnue : 99999"),
        (5, "aucun territoire"),
    ]
    assert [reason for _, _, reason in report.noted] == ["adresse électronique : pas une adresse"]
    assert Organisation.objects.agencies().count() == 2


def test_an_agency_made_by_hand_is_completed_and_an_absent_one_kept(tmp_path):
    mine = OrganisationFactory(name="ALEC d’essai", slug="alec-dessai", email="", covers=["44"])
    kept = OrganisationFactory(name="Ailleurs", covers=["44"])
    report = import_agences(write(tmp_path / "f.csv", [TABULAR]))
    mine.refresh_from_db()
    assert (mine.email, covered(mine)) == ("contact@alec.test", {"38185"})
    assert report.absent == ["Ailleurs"]
    assert covered(kept) == {"44"}


def test_a_dry_run_writes_nothing_and_says_so(tmp_path):
    out = StringIO()
    file = write(
        tmp_path / "f.csv",
        [TABULAR, {**TABULAR, "Nom Structure": "=1+1", "Code Insee Commune": "1"}],
    )
    call_command("import_agences", file, dry_run=True, report=tmp_path / "r.csv", stdout=out)
    assert not Organisation.objects.exists()
    assert "1 créée(s)" in out.getvalue()
    assert "rien n’a été enregistré" in out.getvalue()
    assert "'=1+1;rejetée;commune inconnue : 1" in (tmp_path / "r.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,b\n1,2\n", "la colonne"),
        (b"", "la colonne"),
        (b"Nom Structure," + b"x" * 140_000, "CSV illisible"),
        (b"{", "JSON illisible"),
        (b"[" * 100_000, "JSON illisible"),
        (b'{"x": 1}', "ne contient pas de liste"),
        ("Nom Structure,b\n1,2\n".encode("utf-16")[:-1], "abîmé ou coupé"),
        (b"a\x00b", "abîmé ou coupé"),
    ],
)
def test_a_file_of_another_kind_is_refused_whole(tmp_path, content, said):
    file = tmp_path / "f.csv"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        call_command("import_agences", file)
    with pytest.raises(CommandError):
        call_command("import_agences", tmp_path / "absent.csv")
