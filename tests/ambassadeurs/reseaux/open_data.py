"""Files in the format of the open-data archive, made on the spot."""

import json
import zipfile
from pathlib import Path
from typing import Any

from ambassadeurs.reseaux.importers import ImportReport
from ambassadeurs.reseaux.importers.report import Action

CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
X, Y = 915_000.0, 6_457_000.0
LINE = {"type": "MultiLineString", "coordinates": [[[X, Y], [X + 300, Y], [X + 300, Y + 400]]]}
SQUARE = {
    "type": "MultiPolygon",
    "coordinates": [[[[X - 50, Y - 50], [X + 500, Y - 50], [X + 500, Y + 500], [X - 50, Y - 50]]]],
}
POINT = {"type": "Point", "coordinates": [X, Y]}


def network(
    identifiant: object = "3802C",
    name: object = "Réseau de Grenoble\\n",
    geometry: object = LINE,
    **facts: Any,
) -> dict[str, Any]:
    """A feature of `reseaux_de_chaleur.geojson`, with the keys of the source."""
    properties = {
        "Identifiant reseau": identifiant,
        "nom_reseau": name,
        "communes": "Grenoble,Échirolles",
        "departement": "Isère",
        "region": "Auvergne-Rhône-Alpes",
        "MO": "Grenoble-Alpes Métropole",
        "Gestionnaire": "CCIAG (DALKIA)",
        "reseaux classes": True,
        "annee_creation": 1960,
        "longueur_reseau": 180.5,
        "nb_pdl": 1200,
        "Taux EnR&R": 80.9,
        "contenu CO2": 0.071,
        "contenu CO2 ACV": 0.093,
        "PM": 92.1,
        "PV%": 60.0,
        "PF%": 40.0,
        "PM_L": 95.0,
        "PM_T": 88.0,
        "Rend%": 90.0,
        "Dev_reseau%": 2.0,
        "production_totale_MWh": 300.0,
        "prod_MWh_gaz_naturel": 100.0,
        "prod_MWh_chaleur_industiel": 200.0,
        "prod_MWh_charbon": None,
        "livraisons_totale_MWh": 250.0,
        "livraisons_residentiel_MWh": 250.0,
        "livraisons_tertiaire_MWh": None,
        "eau_chaude": True,
    }
    return {"type": "Feature", "properties": properties | facts, "geometry": geometry}


def extract(identifiant: object = None, name: object = "Réseau d’essai", **facts: Any) -> dict:
    """A feature of a WGS84 extract, in Grenoble."""
    geometry = {
        "type": "MultiLineString",
        "coordinates": [[[5.7357, 45.1893], [5.7361, 45.1929]]],
    }
    properties = {"id": identifiant, "nom": name, "gestionnaire": None, "taux_enrr": None}
    return {"type": "Feature", "properties": properties | facts, "geometry": geometry}


def planned(geometry: object = LINE, **facts: Any) -> dict[str, Any]:
    properties = {
        "communes": "Grenoble",
        "departement": "Isère",
        "region": "Auvergne-Rhône-Alpes",
        "gestionnaire": "Chaleur à venir",
        "mise_en_service": "2028",
    }
    return {"type": "Feature", "properties": properties | facts, "geometry": geometry}


def pdp(identifiant: object = None, geometry: object = SQUARE, **facts: Any) -> dict[str, Any]:
    properties = {
        "Identifiant reseau": identifiant,
        "communes": "Grenoble",
        "departement": "Isère",
        "region": "Auvergne-Rhône-Alpes",
    }
    return {"type": "Feature", "properties": properties | facts, "geometry": geometry}


def text_of(*features: dict, crs: object = CRS) -> str:
    head = {"type": "FeatureCollection", "name": "essai"}
    if crs is not None:
        head["crs"] = crs
    return json.dumps(head | {"features": features}, ensure_ascii=False)


def write(
    folder: Path, *features: dict, name: str = "reseaux_de_chaleur.geojson", crs: object = CRS
) -> Path:
    path = folder / name
    path.write_text(text_of(*features, crs=crs), encoding="utf-8")
    return path


def write_zip(folder: Path, files: dict[str, str], name: str = "140926-opendata-fcu.zip") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in files.items():
            archive.writestr(member, content)
    return path


DPE_HEADER = "identifiant,nom,localisation,contenu_co2,contenu_co2_acv,taux_enrr,annee_reference"


def write_dpe(folder: Path, *rows: str, name: str = "arrete_dpe_2026.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([DPE_HEADER, *rows, ""]), encoding="utf-8")
    return path


def actions(report: ImportReport) -> list[Action]:
    return [line.action for line in report.lines]


def only_reason(report: ImportReport) -> str:
    (line,) = report.lines
    return line.reason
