"""The import as a command: files of every form, cut files, unknown kinds, perimeters, reports."""

import csv
import io
from pathlib import Path

import pytest
import shapely
from django.core.management import CommandError, call_command

from ambassadeurs.reseaux.address_test.eligibility import evaluate
from ambassadeurs.reseaux.enums import Outcome, ReseauStatus
from ambassadeurs.reseaux.importers import ImportFailed, import_files, sources
from ambassadeurs.reseaux.importers.report import Action
from ambassadeurs.reseaux.models import GeoVersion, Perimetre, Reseau
from ambassadeurs.reseaux.spatial import get_index
from communaute.territoires.models import Commune
from socle.models import PublicVersion

from ..factories import GRENOBLE_DEGREES
from ..open_data import (
    DPE_HEADER,
    LINE,
    POINT,
    SQUARE,
    X,
    Y,
    extract,
    network,
    pdp,
    planned,
    text_of,
    write,
    write_zip,
)

pytestmark = pytest.mark.django_db

EXTRACT = Path(__file__).parents[5] / "shared" / "data" / "reseaux_chaleur_traces_extrait.geojson"
ARCHIVE = {
    "opendata/reseaux_de_chaleur.geojson": text_of(network()),
    "opendata/reseaux_de_chaleur_sans_traces.geojson": text_of(
        network("3804C", "Sans tracé", POINT)
    ),
    "opendata/reseaux_de_froid.geojson": text_of(network("3802F", "Froid")),
    "opendata/reseaux_de_froid_sans_traces.geojson": text_of(
        network("3804F", "Froid sans tracé", POINT)
    ),
    "opendata/zones_et_reseaux_en_construction.geojson": text_of(planned()),
    "opendata/pdp.geojson": text_of(pdp("3802C")),
    "opendata/reseaux_de_chaleur.shp": "binaire",
    "opendata/nomenclature_shapefile_2026.xlsx": "binaire",
}


def run(*arguments):
    out = io.StringIO()
    call_command("import_reseaux", *[str(argument) for argument in arguments], stdout=out)
    return out.getvalue()


def outcomes(report):
    return {line.file: line.action for line in report.lines}


def test_the_whole_archive_zipped(tmp_path):
    report = import_files([write_zip(tmp_path, ARCHIVE)])

    assert outcomes(report) == {
        "reseaux_de_chaleur.geojson": Action.CREATED,
        "reseaux_de_chaleur_sans_traces.geojson": Action.CREATED,
        "reseaux_de_froid.geojson": Action.CREATED,
        "reseaux_de_froid_sans_traces.geojson": Action.CREATED,
        "zones_et_reseaux_en_construction.geojson": Action.CREATED,
        "pdp.geojson": Action.CREATED,
        "reseaux_de_chaleur.shp": Action.IGNORED,
        "nomenclature_shapefile_2026.xlsx": Action.IGNORED,
    }
    assert Reseau.objects.count() == 5
    assert Perimetre.objects.get().reseaux.get().identifiant == "3802C"
    source = Reseau.objects.get(identifiant="3802C").environment_source
    assert source == "France Chaleur Urbaine, données ouvertes 2026"
    # Unzipped, it is the same.
    folder = tmp_path / "dossier"
    folder.mkdir()
    for name, content in ARCHIVE.items():
        (folder / Path(name).name).write_text(content, encoding="utf-8")
    for again in (tmp_path / "140926-opendata-fcu.zip", folder):
        assert not import_files([again]).has_changes
    assert get_index().existing.keys.tolist() == [Reseau.objects.get(identifiant="3802C").pk]


@pytest.mark.parametrize("cut", [0, 30, -1])
def test_a_truncated_file_loads_nothing_of_any_file(tmp_path, cut):
    whole = write(tmp_path, network("3801C"), name="reseaux_de_chaleur.geojson")
    content = text_of(network("3802F"), network("3803F"))
    broken = tmp_path / "reseaux_de_froid.geojson"
    broken.write_text(content[:cut], encoding="utf-8")

    with pytest.raises(CommandError, match=r"reseaux_de_froid\.geojson : fichier tronqué"):
        run(whole, broken)

    assert not Reseau.objects.exists()
    assert not GeoVersion.objects.exists()


@pytest.mark.parametrize("start", ["", '{"type": "FeatureCollection", "features": ['])
def test_a_file_of_nested_brackets_is_refused_before_it_fills_the_memory(tmp_path, start):
    for name in ("reseaux_de_chaleur.geojson", "inconnu.geojson"):
        path = tmp_path / name
        path.write_text(start + "[" * 100_000, encoding="utf-8")
        with pytest.raises(CommandError, match=f"{name} : plus de 1000 crochets"):
            run(path)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda whole: whole[:-200], "illisible ou tronquée"),
        # In the middle of a member.
        (lambda whole: whole[:300] + b"\x00" * 40 + whole[340:], "Rien n’est chargé"),
    ],
)
def test_a_truncated_or_damaged_zip_loads_nothing(tmp_path, damage, said):
    path = write_zip(tmp_path, ARCHIVE)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(CommandError, match=said):
        run(path)
    assert not Reseau.objects.exists()


def test_a_zip_that_unpacks_to_too_much_loads_nothing(tmp_path, monkeypatch):
    path = write_zip(tmp_path, {"reseaux_de_chaleur.geojson": text_of(network())})
    weight = len(text_of(network()).encode())
    monkeypatch.setattr(sources, "UNPACKED_MAX", weight)
    assert sources.find_sources([path])
    monkeypatch.setattr(sources, "UNPACKED_MAX", weight - 1)
    with pytest.raises(ImportFailed, match="ouverte, l’archive dépasse"):
        sources.find_sources([path])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("absent.zip", None, "introuvable"),
        ("notes.csv", b"a,b\n1,2\n", "nature de fichier inconnue"),
        ("vide.csv", b"", "nature de fichier inconnue"),
        ("dpe.csv", f"{DPE_HEADER}\n3803C,É".encode("latin-1"), "UTF-8"),
        ("x.geojson", text_of({"properties": {"a": 1}}, crs=None).encode(), "nature de fichier"),
        ("vide.geojson", text_of(crs=None).encode(), "nature de fichier inconnue"),
        ("liste.json", b"[1, 2]", "nature de fichier inconnue"),
        ("page.geojson", b"<html>", "tronqué ou qui n’est pas du JSON"),
        ("reseaux_de_chaleur.geojson", b"[]", "pas de liste « features »"),
        ("reseaux_de_chaleur.geojson", b'{"type": "Feature"}', "pas de liste « features »"),
        ("traces.shp", b"binaire", "aucun fichier GeoJSON ou CSV"),
        ("faux.zip", b"pas une archive", "illisible ou tronquée"),
    ],
)
def test_an_unknown_file_is_told_plainly(tmp_path, name, content, message):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError, match=message):
        run(path)


def test_the_kind_is_recognised_by_content_when_the_name_says_nothing(tmp_path):
    cold = network("3803F", "Froid")
    del cold["properties"]["Taux EnR&R"]
    # An empty file of the official ones is no error.
    files = [write(tmp_path)]
    for name, feature in {
        "traces": network("3801C", "Avec tracé"),
        "sans": network("3802C", "Sans tracé", POINT),
        "futur": planned(),
        "extrait": extract("3802F", "Extrait"),
        "froid": cold,
        "perimetres": pdp(),
    }.items():
        files.append(write(tmp_path, feature, name=f"{name}.geojson", crs=None))
    import_files(files)

    assert set(Reseau.objects.values_list("name", "kind", "status")) == {
        ("Avec tracé", "chaleur", "existant"),
        ("Sans tracé", "chaleur", "existant"),
        ("Réseau en construction à Grenoble", "chaleur", "en_construction"),
        ("Extrait", "froid", "existant"),
        ("Froid", "froid", "existant"),
    }
    assert Perimetre.objects.get().kind == Perimetre.Kind.PDP


def test_the_report_of_the_command(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "donnees"
    path = write(tmp_path, network(), network("3803C", "=Piège", None))
    # A dry run tells and keeps nothing.
    output = run(path, "--dry-run", "--report", tmp_path / "r.csv")
    assert "1 créé, 1 rejeté" in output
    assert "rien n’a été enregistré" in output
    assert not Reseau.objects.exists()
    assert not GeoVersion.objects.exists()

    output = run(path)

    assert "1 créé, 1 rejeté" in output
    assert "1 rejet : géométrie absente (null)" in output
    (made,) = (tmp_path / "donnees" / "imports").glob("reseaux-*.csv")
    with made.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    assert [(row["ligne"], row["objet"], row["résultat"], row["motif"]) for row in rows] == [
        ("2", "'=Piège", "rejeté", "géométrie absente (null)"),
        ("1", "Réseau de Grenoble", "créé", ""),
    ]
    assert "0 inchangé, 0 réuni à une autre ligne, 1 rejet, 0 disparu, 1 espace" in output
    assert "Aucun changement" in run(path, "--report", tmp_path / "ici.csv")
    assert (tmp_path / "ici.csv").exists()


def test_public_pages_move_only_when_something_changed(
    tmp_path, django_capture_on_commit_callbacks
):
    path = write(tmp_path, network())

    def version():
        return PublicVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0

    with django_capture_on_commit_callbacks(execute=True):
        import_files([path])
    first = version()
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        import_files([path])

    assert first > 0
    assert version() == first
    assert callbacks == []


def test_a_pdp_without_id_serves_the_network_drawn_in_it(tmp_path):
    aside = {"type": "LineString", "coordinates": [[X + 100, Y + 100], [X + 9000, Y + 100]]}
    report = import_files(
        [
            write(tmp_path, network(), network("3803C", "À côté", aside)),
            write(tmp_path, pdp(), name="pdp.geojson"),
        ]
    )

    perimetre = Perimetre.objects.get()
    assert [reseau.identifiant for reseau in perimetre.reseaux.all()] == ["3802C"]
    assert "déduit des tracés" in report.lines[-1].reason


def test_a_pdp_goes_to_the_network_with_the_most_pipes_in_it_when_none_is_mostly_inside(tmp_path):
    long = {"type": "LineString", "coordinates": [[X, Y + 10], [X + 9000, Y + 10]]}
    short = {"type": "LineString", "coordinates": [[X + 400, Y + 20], [X + 9000, Y + 20]]}
    import_files(
        [
            write(tmp_path, network("3801C", geometry=long), network("3803C", geometry=short)),
            write(tmp_path, pdp(), name="pdp.geojson"),
        ]
    )

    assert Perimetre.objects.get().reseaux.get().identifiant == "3801C"


def test_several_pdp_of_one_commune_and_several_ids_of_one_pdp(tmp_path):
    traces = write(tmp_path, network(), network("3803C", "Autre"))
    perimeters = write(
        tmp_path, pdp(), pdp(), pdp("3802C, 3803C"), pdp("9999C"), name="pdp.geojson"
    )

    report = import_files([traces, perimeters])

    assert Perimetre.objects.count() == 4
    both = Perimetre.objects.get(source_key="pdp:3802C+3803C")
    assert both.reseaux.count() == 2
    assert any("réseau inconnu : 9999C" in line.reason for line in report.lines)
    assert not import_files([traces, perimeters]).has_changes


def test_a_bad_perimeter_is_rejected_and_the_rest_loaded(load):
    def area(*coordinates):
        return {"type": "Polygon", "coordinates": [coordinates]}

    bad = [
        (None, "géométrie absente (null)"),
        ({"type": "MultiPolygon", "coordinates": []}, "géométrie vide"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "géométrie vide"),
        (area([X, Y, 1], [X + 1, Y, 1], [X, Y, 1]), "trois"),
        (area([X, Y], [X + 1, Y]), "mal formée"),
        (area([X, Y], [X + 9, Y], [X, Y]), ""),
        (area([5.7, 45.1], [5.8, 45.1], [5.7, 45.1]), "hors"),
        (LINE, "géométrie inattendue"),
    ]
    report = load(*(pdp(n, one) for n, (one, _) in enumerate(bad)), pdp("99"), name="pdp.geojson")

    assert Perimetre.objects.count() == 1
    rejected = [line.reason for line in report.lines if line.action == Action.REJECTED]
    pairs = zip(rejected, bad, strict=True)
    assert [reason for reason, (_, said) in pairs if said not in reason] == []


def test_a_perimeter_that_crosses_itself_is_repaired(load):
    bow = {
        "type": "Polygon",
        "coordinates": [[[X, Y], [X + 100, Y + 100], [X + 100, Y], [X, Y + 100], [X, Y]]],
    }

    load(pdp(None, bow), name="pdp.geojson")

    shape = shapely.from_wkb(get_index().pdp.wkb.tobytes())
    assert shape.is_valid
    assert shape.area == pytest.approx(5000)
    assert str(Perimetre(kind="pdp")) == "Périmètre de développement prioritaire"


def test_lines_and_zones_to_come(tmp_path):
    second = {"type": "LineString", "coordinates": [[X, Y + 90], [X + 300, Y + 90]]}
    path = write(
        tmp_path,
        planned(),
        planned(SQUARE),
        planned(second),
        planned(SQUARE, communes="Voiron", gestionnaire=None),
        planned(None, communes="Rejetée"),
        name="zones_et_reseaux_en_construction.geojson",
    )

    report = import_files([path])

    networks = Reseau.objects.order_by("pk")
    assert {reseau.status for reseau in networks} == {ReseauStatus.EN_CONSTRUCTION}
    assert [(reseau.name, reseau.has_trace, reseau.commissioning) for reseau in networks] == [
        ("Réseau en construction à Grenoble", True, "2028"),
        ("Réseau en construction à Grenoble", True, "2028"),
        ("Réseau en construction à Voiron", False, "2028"),
    ]
    zones = Perimetre.objects.filter(kind=Perimetre.Kind.ZONE).order_by("pk")
    assert [[reseau.pk for reseau in zone.reseaux.all()] for zone in zones] == [
        [networks[0].pk],
        [networks[2].pk],
    ]
    assert all(reseau.space is None for reseau in networks)
    assert [line.number for line in report.lines if line.action == Action.REJECTED] == [5]
    assert not import_files([path]).has_changes


def test_a_new_date_of_service_is_a_change_of_the_same_network(load):
    name = "zones_et_reseaux_en_construction.geojson"
    load(planned(), name=name)

    load(planned(mise_en_service="2029"), name=name)

    assert Reseau.objects.get().commissioning == "2029"


@pytest.mark.extract
def test_the_real_extract_answers_3802c_at_93_metres():
    if not EXTRACT.exists():
        pytest.skip("l’extrait des données ouvertes n’est pas sur cette machine")
    report = import_files([EXTRACT])

    longitude, latitude = GRENOBLE_DEGREES
    answer = evaluate(
        longitude=longitude, latitude=latitude, commune=Commune.objects.get(pk="38185")
    )

    assert report.count(Action.CREATED) == 10
    assert answer.reseau is not None
    assert (answer.reseau.identifiant, answer.distance_m) == ("3802C", 93)
    assert answer.outcome == Outcome.EXISTANT_TRES_PROCHE
    assert not import_files([EXTRACT]).has_changes
