import csv
import io
import zipfile

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from ambassadeurs.registre import sources
from ambassadeurs.registre.models import RegisteredCopropriete
from ambassadeurs.registre.rows import company_name, residence_name

from .rnic import line, write_new, write_old, write_short

pytestmark = pytest.mark.django_db

VOLUNTEER = {
    "type_de_syndic_benevole_professionnel_non_connu": "bénévole",
    "raison_sociale_du_representant_legal": "Mme Gontrande Zyborg",
}


@pytest.fixture
def run(tmp_path):
    """Import a file; return what is said and the lines of the report."""

    def run(path, *options):
        out = io.StringIO()
        report = tmp_path / "rapport.csv"
        call_command("import_coproprietes", str(path), *options, report=report, stdout=out)
        with report.open(encoding="utf-8-sig", newline="") as stream:
            return out.getvalue(), list(csv.DictReader(stream, delimiter=";"))

    return run


def facts(row):
    return {
        name: getattr(row, name)
        for name in (
            *("number", "name", "address", "postcode", "commune_id", "longitude", "latitude"),
            *("lots", "dwellings", "period", "syndic_name"),
        )
    }


WHOLE = {
    "number": "AA1234567",
    "name": "Résidence Bayard",
    "address": "12 rue Bayard",
    "postcode": "38000",
    "commune_id": "38185",
    "longitude": 5.7322,
    "latitude": 45.1921,
    "lots": 58,
    "dwellings": 30,
    "period": "DE_1961_A_1974",
    "syndic_name": "RÉGIE MODÈLE",
}


STYLES = [
    *("new", "bom", "semicolon", "old", "old comma", "zip"),
    *("short", "short bom", "short semicolon"),
]


@pytest.mark.parametrize("style", STYLES)
def test_every_style_says_the_same(tmp_path, run, style):
    path = tmp_path / "rnic.csv"
    if style.startswith("old"):
        write_old(path, line(), delimiter="," if "comma" in style else ";")
    elif style.startswith("short"):
        encoding = "utf-8-sig" if "bom" in style else "utf-8"
        write_short(path, line(), delimiter=";" if "semicolon" in style else ",", encoding=encoding)
    else:
        encoding = "utf-8-sig" if style == "bom" else "utf-8"
        write_new(path, line(), delimiter=";" if style == "semicolon" else ",", encoding=encoding)
    if style == "zip":
        archive = tmp_path / "rnic.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as stream:
            stream.write(path, "dossier/rnic.csv")
            stream.writestr("lisez-moi.txt", "rien")
        path = archive
    said, report = run(path)
    assert facts(RegisteredCopropriete.objects.get()) == WHOLE
    assert "1 création" in said
    assert report == []


def test_the_old_period_in_words_and_the_siret_are_understood(tmp_path, run):
    told = {
        "periode_de_construction": "De 1961 à 1974",
        "raison_sociale_du_representant_legal": "RÉGIE MODÈLE 123 456 789 00012",
    }
    run(write_old(tmp_path / "rnic.csv", line(**told)))
    assert facts(RegisteredCopropriete.objects.get()) == WHOLE


def test_a_second_run_changes_nothing_and_says_so(tmp_path, run):
    path = write_new(tmp_path / "rnic.csv", line(), line("AA7654321"))
    run(path)
    before = list(RegisteredCopropriete.objects.order_by("pk").values())
    said, _ = run(path)
    assert "2 inchangées" in said
    assert "Aucun changement : tout ce que dit ce fichier était déjà connu." in said
    assert list(RegisteredCopropriete.objects.order_by("pk").values()) == before


def test_a_change_is_seen_in_the_row_and_in_the_search(tmp_path, run):
    run(write_new(tmp_path / "a.csv", line()))
    renamed = line(nom_d_usage_de_la_copropriete="Les Marronniers")
    said, _ = run(write_new(tmp_path / "b.csv", renamed))
    assert "0 création, 1 modification" in said
    assert RegisteredCopropriete.objects.search("marronniers")[0].name == "Les Marronniers"
    assert RegisteredCopropriete.objects.search("residence bayard 12 rue") == []


def test_no_name_of_a_person_enters_the_database(tmp_path, run):
    """The volunteer's name, whatever the style, is in no text column of any table, nor reported."""
    odd = {"long": "", "nombre_total_de_lots": "Zyborg"}
    lines = [line("AA0000001", **VOLUNTEER), line("AA0000002", **VOLUNTEER, **odd)]
    unknown = {"type_de_syndic_benevole_professionnel_non_connu": "non connu"}
    lines.append(line("AA0000003", **VOLUNTEER | unknown))
    # A professional who is a person, and a syndic that the file calls professional by mistake.
    professional = {"type_de_syndic_benevole_professionnel_non_connu": "professionnel"}
    lines.append(line("AA0000004", **VOLUNTEER | professional))
    lines.append(line("AA0000005", raison_sociale_du_representant_legal="ZYBORG Jean-Pierre"))
    called = {"nom_d_usage_de_la_copropriete": "SDC M. ZYBORG Paul"}
    at = {"adresse_complementaire_1": "3 rue Bayard chez Mme Zyborg"}
    lines.append(line("AA0000006", **called, **at))
    # Without civility, but it is the name of the volunteer.
    lines.append(line("AA0000007", **VOLUNTEER, nom_d_usage_de_la_copropriete="SDC ZYBORG"))
    said, report = run(write_new(tmp_path / "a.csv", *lines))
    run(write_old(tmp_path / "b.csv", *lines))
    assert RegisteredCopropriete.objects.count() == 7
    assert "2 lignes : syndic non gardé" in said
    assert "2 lignes : nom d’usage non gardé" in said
    assert "Zyborg" not in str(report)
    for model in apps.get_models():
        if model._meta.app_label == "coproprietes":
            for row in model._default_manager.values():
                assert "zyborg" not in str(row).lower()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT count(*) FROM coproprietes_register_words "
                "WHERE coproprietes_register_words MATCH 'zyborg'"
            )
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("DURAND Jean-Pierre", ""),
        ("Mme DURAND", ""),
        ("DURAND SARL", "DURAND SARL"),
        ("Cabinet Durand 123 456 789 00012", "Cabinet Durand"),
        ("FONCIA ALPES", "FONCIA ALPES"),
        ("Agence du Lac (M. Durand Paul)", "Agence du Lac"),
        ("SASSAGE Gestine", ""),
    ],
)
def test_a_syndic_is_kept_when_it_is_a_company(told, kept):
    assert company_name(told) == kept


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("SDC M. DURAND Paul", ""),
        ("SDC M DURAND", ""),
        ("S.D.C. Dr Durand", ""),
        ("Syndicat des copropriétaires Monsieur Durand", ""),
        ("SDC", ""),
        ("Copropriété de Mme DURAND", ""),
        ("Les Tilleuls - Mr Durand", "Les Tilleuls"),
        ("SDC Les Tilleuls", "SDC Les Tilleuls"),
        ("12 rue Monsieur le Prince", "12 rue Monsieur le Prince"),
        ("Bâtiment M Les Lilas", "Bâtiment M Les Lilas"),
        ("H.L.M. Les Lilas", "H.L.M. Les Lilas"),
        ("Résidence M", "Résidence M"),
        ("Le Clos du Docteur Calmette", "Le Clos du Docteur Calmette"),
    ],
)
def test_a_residence_is_called_by_no_person(told, kept):
    assert residence_name(told) == kept


@pytest.mark.parametrize(
    ("told", "said", "kept"),
    [
        ({"long": "", "lat": ""}, "sans coordonnées", {"longitude": None, "latitude": None}),
        ({"lat": "95"}, "coordonnées illisibles", {"longitude": None, "latitude": None}),
        ({"lat": "nord"}, "coordonnées illisibles", {"longitude": None}),
        ({"long": "nan"}, "coordonnées illisibles", {"longitude": None}),
        ({"periode_de_construction": "Belle époque"}, "période", {"period": ""}),
        ({"periode_de_construction": "NON_CONNUE"}, "période", {"period": "NON_CONNUE"}),
        ({"nombre_total_de_lots": "beaucoup"}, "nombre de lots illisible", {"lots": None}),
        ({"nombre_total_de_lots": "0"}, "nombre de lots illisible", {"lots": None}),
        ({"nombre_total_de_lots": "-4"}, "nombre de lots illisible", {"lots": None}),
        (
            {"code_officiel_commune": "99999", "code_insee_commune_1": ""}
            | {"commune_adresse_de_reference": "Nulle-Part"},
            "commune inconnue",
            {"commune_id": None},
        ),
        ({"nom_d_usage_de_la_copropriete": "x" * 300}, "", {"name": "x" * 200}),
        ({"nom_d_usage_de_la_copropriete": "a\x00b"}, "", {"name": "ab"}),
    ],
)
def test_an_odd_line_is_loaded_and_reported(tmp_path, run, told, said, kept):
    _, report = run(write_new(tmp_path / "rnic.csv", line(**told)))
    row = RegisteredCopropriete.objects.get()
    assert {name: getattr(row, name) for name in kept} == kept
    if said:
        assert (report[0]["ligne"], report[0]["numéro"]) == ("2", "AA1234567")
        assert said in report[0]["motif"]
    else:
        assert report == []


def test_a_commune_without_its_code_is_found_by_its_name(tmp_path, run):
    told = {"code_officiel_commune": "", "code_insee_commune_1": ""}
    run(write_new(tmp_path / "rnic.csv", line(**told)))
    assert RegisteredCopropriete.objects.get().commune_id == "38185"


def test_what_was_rejected_is_not_said_to_be_known(tmp_path, run):
    said, _ = run(write_new(tmp_path / "rnic.csv", line("12")))
    assert "Aucun changement." in said
    assert "déjà connu" not in said


def test_bad_lines_are_rejected_with_their_place(tmp_path, run):
    path = write_new(tmp_path / "rnic.csv", line("12"), line(), line(), line("AB1"))
    with path.open("a") as stream:
        stream.write('"trop","court"\n')
    said, report = run(path)
    assert RegisteredCopropriete.objects.count() == 1
    assert "4 rejetées" in said
    assert [(row["ligne"], row["motif"]) for row in report] == [
        ("2", "numéro d’immatriculation illisible"),
        ("4", "numéro déjà lu plus haut"),
        ("5", "numéro d’immatriculation illisible"),
        ("6", "nombre de colonnes différent des titres"),
    ]


def test_one_departement_only(tmp_path, run):
    lyon = line("AA0000002", code_officiel_commune="69123", code_insee_commune_1="69123")
    path = write_new(tmp_path / "rnic.csv", line(), lyon)
    said, _ = run(path, "--departement", "38")
    assert [row.number for row in RegisteredCopropriete.objects.all()] == ["AA1234567"]
    assert "1 ligne hors des départements demandés" in said
    with pytest.raises(CommandError, match="Département inconnu"):
        run(path, "--departement", "00")


def test_a_dry_run_writes_nothing(tmp_path, run):
    said, _ = run(write_new(tmp_path / "rnic.csv", line()), "--dry-run")
    assert "1 création" in said
    assert "rien n’a été enregistré" in said
    assert not RegisteredCopropriete.objects.exists()


def test_what_left_the_file_is_kept_and_said(tmp_path, run):
    run(write_new(tmp_path / "a.csv", line(), line("AA0000002")))
    said, _ = run(write_new(tmp_path / "b.csv", line()))
    assert "1 copropriété connue n’est pas dans ce qui a été lu de ce fichier" in said
    assert RegisteredCopropriete.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("absent.csv", None, "introuvable"),
        ("vide.csv", b"", "Colonnes absentes"),
        ("autre.csv", b"a,b\n1,2\n", "numero_d_immatriculation"),
        ("windows.csv", "numero;nom".encode("utf-16"), "en UTF-16. Enregistrez-le en UTF-8"),
        ("faux.zip", b"pas un zip", "archive zip illisible"),
    ],
)
def test_another_file_is_refused(tmp_path, run, name, content, said):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        run(path)
    assert not RegisteredCopropriete.objects.exists()


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path, run, monkeypatch):
    plain = write_new(tmp_path / "rnic.csv", line())
    archive = tmp_path / "rnic.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as stream:
        stream.write(plain, plain.name)
    monkeypatch.setattr(sources, "UNPACKED_MAX", plain.stat().st_size - 1)
    with pytest.raises(CommandError, match="ouverte, l’archive dépasse"):
        run(archive)
    assert not RegisteredCopropriete.objects.exists()


def test_a_file_cut_short_says_where(tmp_path, run):
    path = write_new(tmp_path / "rnic.csv", line())
    with path.open("a") as stream:
        stream.write('"' + "x" * 200_000)
    with pytest.raises(CommandError, match="illisible après la ligne 2") as refused:
        run(path, "--dry-run")
    assert "gardées" not in str(refused.value)
    assert not RegisteredCopropriete.objects.exists()
    with pytest.raises(CommandError, match=r"après la ligne 2.*précédentes sont gardées"):
        run(path)
    assert RegisteredCopropriete.objects.exists()
