"""Importing networks: values, communes, keys, geometries, and every known trap of the source."""

import pytest

from ambassadeurs.reseaux.enums import ReseauKind, ReseauStatus
from ambassadeurs.reseaux.importers import import_files
from ambassadeurs.reseaux.importers.report import Action
from ambassadeurs.reseaux.models import GeoVersion, Reseau, Trace

from ..open_data import (
    LINE,
    POINT,
    X,
    Y,
    actions,
    extract,
    network,
    only_reason,
    write,
)

pytestmark = pytest.mark.django_db


def test_values_of_a_network(load):
    report = load(network(), name="reseaux_de_chaleur.geojson")

    assert actions(report) == [Action.CREATED]
    reseau = Reseau.objects.get()
    assert (reseau.identifiant, reseau.slug, reseau.source_key) == ("3802C", "3802C", "3802C")
    assert (reseau.kind, reseau.status) == (ReseauKind.CHALEUR, ReseauStatus.EXISTANT)
    assert reseau.name == "Réseau de Grenoble"
    assert reseau.exploitant_name == "CCIAG (DALKIA)"
    assert reseau.owner_name == "Grenoble-Alpes Métropole"
    assert (reseau.is_classe, reseau.creation_year, reseau.delivery_points) == (True, 1960, 1200)
    assert (reseau.enrr_rate, reseau.co2_direct, reseau.co2_acv) == (80.9, 71.0, 93.0)
    assert (reseau.length_km, reseau.price_mean, reseau.price_housing) == (180.5, 92.1, 95.0)
    assert (reseau.price_variable_share, reseau.price_fixed_share) == (60.0, 40.0)
    assert reseau.production_mwh == {"gaz_naturel": 100.0, "chaleur_industiel": 200.0}
    assert reseau.deliveries_mwh == {"residentiel": 250.0}
    assert reseau.environment_source == "France Chaleur Urbaine, données ouvertes"
    assert reseau.departement_id == "38"
    assert (reseau.commune_id, reseau.communes_label) == ("38185", "Grenoble,Échirolles")
    assert set(reseau.communes.values_list("pk", flat=True)) == {"38185", "38151"}
    assert reseau.has_trace
    assert reseau.trace.length_m == 700.0
    assert (reseau.trace.west, reseau.trace.north) == (X, Y + 400)


def test_a_network_without_a_name_has_that_of_its_commune(load):
    load(network("3899C", "", communes="Échirolles"))
    assert Reseau.objects.get().name == "Réseau d’Échirolles"


KNOWN = "Aucun changement : tout ce que disent ces fichiers était déjà connu."


def test_a_second_run_changes_nothing_and_says_so(tmp_path):
    path = write(tmp_path, network(), network(None, "Sans identifiant"))
    import_files([path])
    before = GeoVersion.objects.get().token
    stamps = list(Reseau.objects.order_by("pk").values_list("pk", "updated_at"))

    report = import_files([path])

    assert actions(report) == [Action.UNCHANGED, Action.UNCHANGED]
    assert not report.has_changes
    assert KNOWN in list(report.sentences())
    assert GeoVersion.objects.get().token == before
    assert list(Reseau.objects.order_by("pk").values_list("pk", "updated_at")) == stamps


def test_only_a_new_geometry_moves_the_version(load):
    load(network())
    before = GeoVersion.objects.get().token

    renamed = load(network(name="Nouveau nom"))
    assert actions(renamed) == [Action.CHANGED]
    assert "nom" in only_reason(renamed)
    assert GeoVersion.objects.get().token == before

    longer = {"type": "LineString", "coordinates": [[X, Y], [X + 900, Y]]}
    redrawn = load(network(name="Nouveau nom", geometry=longer))
    assert only_reason(redrawn) == "champs : tracé"
    assert GeoVersion.objects.get().token != before
    assert Trace.objects.get().length_m == 900.0
    # An edition that gives none leaves the one that is known.

    report = load(network(geometry=POINT), name="reseaux_de_chaleur_sans_traces.geojson")

    assert Trace.objects.count() == 1
    assert Reseau.objects.get().has_trace
    assert "tracé connu conservé" in only_reason(report)


def test_every_heat_network_in_service_gets_its_space(load):
    report = load(network())

    space = Reseau.objects.get().space
    assert report.spaces == 1
    assert space is not None
    assert (space.slug, space.title) == ("3802C", "Réseau de Grenoble")
    assert (space.commune_id, space.departement_id) == ("38185", "38")

    load(network(name="Autre nom"))
    space.refresh_from_db()
    assert space.title == "Autre nom"


def test_an_overseas_network_is_kept_without_its_trace(load):
    overseas = {"type": "MultiLineString", "coordinates": [[[338e3, 7_690e3], [339e3, 7_690e3]]]}

    report = load(
        network(None, "Froid", overseas, communes="Saint-Denis", departement="La Réunion"),
        name="reseaux_de_froid.geojson",
    )

    reseau = Reseau.objects.get()
    assert (reseau.kind, reseau.has_trace, reseau.departement_id) == ("froid", False, "974")
    assert reseau.commune_id == "97411"
    assert "tracé non repris (outre-mer)" in only_reason(report)


def test_communes_by_name_and_departement(load):
    told = [
        ("GRENOBLE, st martin d heres", "Isère", {"38185", "38421"}, ""),
        ("Grenoble,,", "38", {"38185"}, ""),
        ("Atlantide,Grenoble", "Isère", {"38185"}, "commune inconnue : Atlantide"),
        ("Saint-Denis", "", set(), "commune ambiguë : Saint-Denis"),
        ("Saint-Denis", "Seine-Saint-Denis", {"93066"}, ""),
        ("Chambéry", "Isère", {"73065"}, ""),
        ("Saint-Étienne-du-Rouvray", "Isère", set(), "commune inconnue"),
    ]
    report = load(
        *(
            network(None, f"Essai {n}", POINT, communes=names, departement=departement)
            for n, (names, departement, _, _) in enumerate(told)
        ),
        name="reseaux_de_chaleur_sans_traces.geojson",
    )

    found = Reseau.objects.order_by("name")
    codes = [set(reseau.communes.values_list("pk", flat=True)) for reseau in found]
    assert codes == [one for _, _, one, _ in told]
    notes = [(line.reason, note) for line, (*_, note) in zip(report.lines, told, strict=True)]
    assert [(reason, note) for reason, note in notes if note not in reason] == []
    assert not any(reseau.has_trace for reseau in found)


def test_the_main_commune_is_named_by_the_network_else_the_largest(load):
    load(
        network("3801C", "Réseau de St-Martin-d’Hères", communes="Grenoble,Saint-Martin-d'Hères"),
        network("3803C", "Chauffage", communes="Échirolles,Grenoble"),
    )

    assert Reseau.objects.get(identifiant="3801C").commune_id == "38421"
    assert Reseau.objects.get(identifiant="3803C").commune_id == "38185"


def test_ids_are_text_and_odd_ones_only_noted(load):
    report = load(
        network("0103C", "Oyonnax", communes="Oyonnax", departement="Ain"),
        network("84XXC_16", "Étrange"),
        network("2A01C", "Ajaccio", communes="Ajaccio", departement="2A"),
        network("3802CCCCCCCCCC", "Trop long"),
        network(" 3805c ", "Espaces"),
    )

    assert set(Reseau.objects.values_list("identifiant", flat=True)) == {
        "0103C",
        "84XXC_16",
        "2A01C",
        "3805C",
    }
    by_subject = {line.subject: line for line in report.lines}
    assert "inhabituel" in by_subject["Étrange"].reason
    assert "inhabituel" not in by_subject["Oyonnax"].reason
    assert "inhabituel" not in by_subject["Ajaccio"].reason
    assert by_subject["Trop long"].action == Action.REJECTED


def test_networks_without_id_are_recognised_by_name_and_departement(load):
    load(network(None, "Réseau d'Échirolles", communes="Échirolles"))
    slug = Reseau.objects.get().slug

    report = load(network(None, "RESEAU D’ECHIROLLES", communes="Échirolles"))

    reseau = Reseau.objects.get()
    assert slug == reseau.slug == "reseau-dechirolles-38"
    assert reseau.name == "RESEAU D’ECHIROLLES"
    assert actions(report) == [Action.CHANGED]


def test_homonyms_without_id(load):
    lines = [
        network(None, "Réseau", communes="Grenoble"),
        network(None, "Réseau", communes="Voiron"),
        network(None, "Réseau", communes="Voiron"),
        network(None, "Réseau", communes="Chambéry", departement="Savoie"),
    ]

    report = load(*lines)

    assert Reseau.objects.count() == 3
    assert len(set(Reseau.objects.values_list("slug", flat=True))) == 3
    rejected = [line for line in report.lines if line.action == Action.REJECTED]
    assert [(line.number, line.reason.split(" : ")[0]) for line in rejected] == [(3, "ambigu")]
    assert any("homonyme" in line.reason for line in report.lines)
    again = load(*lines)
    assert not again.has_changes


def test_a_network_that_receives_its_id_keeps_its_address_and_is_found_without_it(load):
    load(network(None, "Nouveau réseau"))
    before = Reseau.objects.get()

    report = load(network("3899C", "Nouveau réseau"))

    after = Reseau.objects.get()
    assert (after.pk, after.slug, after.identifiant) == (before.pk, before.slug, "3899C")
    assert "identifiant national attribué" in only_reason(report)
    # A file that leaves it out still finds it.

    load(network(None, "Nouveau réseau"))
    assert Reseau.objects.get().identifiant == "3899C"


def test_a_namesake_never_takes_the_place_of_a_network_read_with_its_id(load):
    lines = [network(None, "Réseau du Drac"), network("3899C", "Réseau du Drac")]
    load(lines[1])

    load(*lines)

    assert sorted(Reseau.objects.values_list("identifiant", flat=True)) == ["", "3899C"]
    assert not load(*lines).has_changes


def test_two_lines_with_one_id_are_one_network_drawn_twice(load):
    other = {"type": "LineString", "coordinates": [[X, Y + 50], [X + 100, Y + 50]]}

    report = load(network(), network(geometry=other))

    assert Reseau.objects.count() == 1
    assert Trace.objects.get().length_m == 800.0
    assert sorted(actions(report)) == sorted([Action.JOINED, Action.CREATED])
    (joined,) = [line for line in report.lines if line.action == Action.JOINED]
    assert joined.reason.endswith("ligne 1 : les deux tracés sont réunis")
    assert "1 réuni à une autre ligne" in list(report.sentences())[-1]


def test_the_same_network_in_several_files_is_read_once(tmp_path):
    official = write(tmp_path, network())
    without = write(
        tmp_path, network(geometry=POINT), name="reseaux_de_chaleur_sans_traces.geojson"
    )
    other = write(tmp_path, extract("3802C", "Grenoble"), name="extrait.geojson", crs=None)

    report = import_files([other, without, official])

    reseau = Reseau.objects.get()
    assert (reseau.name, reseau.trace.length_m) == ("Réseau de Grenoble", 700.0)
    noted = [line for line in report.lines if line.action == Action.JOINED]
    assert {line.reason for line in noted} == {
        "même réseau que reseaux_de_chaleur.geojson, ligne 1 : cette ligne n’apporte pas de tracé",
        "même réseau que reseaux_de_chaleur.geojson, ligne 1 : "
        "le tracé gardé est celui de l’autre ligne",
    }
    assert len(noted) == 2
    assert not import_files([other, without, official]).has_changes


def test_heat_and_cold_twins_are_two_networks(tmp_path):
    heat = write(tmp_path, network("3802C", "Jumeau"), network(None, "Sans id"))
    cold = write(
        tmp_path,
        network("3802F", "Jumeau"),
        network(None, "Sans id"),
        name="reseaux_de_froid.geojson",
    )

    import_files([heat, cold])

    kinds = Reseau.objects.order_by("pk").values_list("kind", "identifiant")
    assert set(kinds) == {
        ("chaleur", "3802C"),
        ("chaleur", ""),
        ("froid", "3802F"),
        ("froid", ""),
    }
    assert Reseau.objects.get(kind="froid", identifiant="3802F").space is None


def test_a_network_that_disappears_is_told_and_kept(load):
    load(network(), network("3803C", "Parti"))

    report = load(network(), name="edition.geojson")

    (vanished,) = [line for line in report.lines if line.action == Action.VANISHED]
    assert vanished.file == "edition.geojson"
    assert (vanished.subject, vanished.identifiant) == ("Parti", "3803C")
    assert Reseau.objects.count() == 2
    assert not report.has_changes


def test_an_extract_erases_nothing_of_what_the_archive_told(load):
    """Nor does it make networks disappear."""
    load(network(), network("3803C", "Autre"))
    name = {"name": "e.geojson", "crs": None}
    report = load(extract("3802C", "Réseau de Grenoble"), **name)

    assert Action.VANISHED not in actions(report)
    reseau = Reseau.objects.get(identifiant="3802C")
    assert (reseau.exploitant_name, reseau.enrr_rate) == ("CCIAG (DALKIA)", 80.9)
    assert reseau.commune_id == "38185"
    assert reseau.communes.count() == 2


def test_the_extract_finds_commune_and_departement_by_the_pipes(load):
    report = load(extract(), name="extrait.geojson", crs=None)

    reseau = Reseau.objects.get()
    assert (reseau.commune_id, reseau.departement_id) == ("38185", "38")
    assert "commune déduite du tracé : Grenoble (38185)" in only_reason(report)


def test_a_line_that_names_nothing_is_rejected(load):
    nothing = [
        {"type": "Feature", "properties": None, "geometry": LINE},
        {"type": "Feature", "properties": [], "geometry": LINE},
        {"type": "Feature"},
        network(None, None, communes=None),
        network("", "\\n", communes=" "),
    ]
    report = load(*nothing)
    assert actions(report) == [Action.REJECTED] * len(nothing)
    assert all(line.reason for line in report.lines)
    # Nor is it said to be known.
    assert list(report.sentences())[-1] == "Aucun changement."
