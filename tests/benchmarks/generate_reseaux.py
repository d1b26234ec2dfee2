"""A `reseaux_de_chaleur.geojson` of the size of the real one, invented and always the same.

1 033 networks and 2.2 million vertices in Lambert-93, with the traits of the source: one network
in five without id, a few very large networks, supply and return pipes both drawn, many short
pieces and zero-length segments.

Run alone: `python -m tests.benchmarks.generate_reseaux FILE`.
"""

import json
import sys
from pathlib import Path

import numpy as np

NETWORKS = 1033
VERTICES = 2_200_000
SEED = 20260914
# (name, département, x, y): towns where the networks are put, in Lambert-93 metres.
TOWNS = [
    ("Paris", "Paris", 652_000, 6_862_000),
    ("Grenoble", "Isère", 914_000, 6_457_000),
    ("Lyon", "Rhône", 842_000, 6_520_000),
    ("Nantes", "Loire-Atlantique", 355_000, 6_689_000),
    ("Strasbourg", "Bas-Rhin", 1_050_000, 6_841_000),
    ("Rennes", "Ille-et-Vilaine", 352_000, 6_789_000),
    ("Bordeaux", "Gironde", 417_000, 6_421_000),
    ("Lille", "Nord", 704_000, 7_059_000),
    ("Toulouse", "Haute-Garonne", 574_000, 6_279_000),
    ("Dijon", "Côte-d'Or", 854_000, 6_693_000),
    ("Metz", "Moselle", 931_000, 6_896_000),
    ("Orléans", "Loiret", 618_000, 6_753_000),
]
ENERGIES = ("gaz_naturel", "biomasse_solide", "UIOM", "geothermie", "chaleur_industiel")


def write_networks(path: Path, *, networks: int = NETWORKS, vertices: int = VERTICES) -> None:
    """Write the file; `vertices` in all, at the nearest."""
    random = np.random.default_rng(SEED)
    weights = random.lognormal(0, 1.4, networks)
    counts = np.maximum(40, (weights / weights.sum() * vertices).astype(int))
    with path.open("w", encoding="utf-8") as stream:
        stream.write(
            '{"type": "FeatureCollection", "name": "reseaux_de_chaleur", "crs": {"type": "name", '
            '"properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}, "features": [\n'
        )
        for rank, count in enumerate(counts.tolist()):
            town, departement, x, y = TOWNS[rank % len(TOWNS)]
            facts = json.dumps(_facts(rank, town, departement, random), ensure_ascii=False)
            stream.write(f'{{"type": "Feature", "properties": {facts}, "geometry": ')
            stream.write('{"type": "MultiLineString", "coordinates": [')
            stream.write(",".join(_pieces(count, x, y, random)))
            stream.write("]}}" + (",\n" if rank < networks - 1 else "\n"))
        stream.write("]}\n")


def _facts(rank: int, town: str, departement: str, random: np.random.Generator) -> dict:
    return {
        "Identifiant reseau": None if rank % 5 == 0 else f"{rank // 100 + 10:02d}{rank % 100:02d}C",
        "nom_reseau": f"Réseau d’essai {rank}\\n",
        "communes": town,
        "departement": departement,
        "MO": town,
        "Gestionnaire": "FILIALE (GROUPE)",
        "reseaux classes": rank % 2 == 0,
        "annee_creation": 1950 + rank % 70,
        "longueur_reseau": 12.5,
        "Taux EnR&R": round(float(random.uniform(0, 100)), 1),
        "contenu CO2": round(float(random.uniform(0, 0.3)), 3),
        "contenu CO2 ACV": round(float(random.uniform(0, 0.35)), 3),
        **{f"prod_MWh_{energy}": float(random.integers(0, 9000)) for energy in ENERGIES},
    }


def _pieces(count: int, x: int, y: int, random: np.random.Generator) -> list[str]:
    """Pieces of 2 to 30 vertices along streets, supply then return half a metre aside."""
    spread = 60 * np.sqrt(count)
    start = np.array([x, y]) + random.normal(0, 9_000, 2)
    pieces: list[str] = []
    left = count
    while left > 0:
        size = int(min(random.integers(2, 31), max(2, left // 2)))
        if random.random() < 0.05:
            point = start + random.normal(0, spread, 2)
            line = np.array([point, point])
            twins = [line]
        else:
            turns = random.normal(random.uniform(0, 2 * np.pi), 0.5, size - 1)
            steps = np.column_stack([np.cos(turns), np.sin(turns)])
            steps *= random.uniform(2, 18, (size - 1, 1))
            first = start + random.uniform(-spread, spread, 2)
            line = np.vstack([first, first + np.cumsum(steps, axis=0)])
            twins = [line, line + 0.5]
        for twin in twins:
            left -= len(twin)
            points = ",".join(f"[{a:.6f},{b:.6f}]" for a, b in twin.tolist())
            pieces.append(f"[{points}]")
    return pieces


if __name__ == "__main__":
    write_networks(Path(sys.argv[1]))
