"""Networks of the demonstration.

Identity and figures are public ones; the lines are drawn by hand for the demonstration, near
the streets named, and follow no real pipe: `is_demo` is set, and the import of the official
archive replaces them.
"""

from dataclasses import dataclass

Line = tuple[tuple[float, float], ...]

# The label the importer writes. Figures are in kg of CO2 per kWh there, in grams here.
SOURCE = "Arrêté DPE 2026"


@dataclass(frozen=True)
class NetworkData:
    key: str
    identifiant: str
    name: str
    commune: str
    exploitant_name: str = ""
    owner_name: str = ""
    operator: str = ""
    status: str = "existant"
    enrr_rate: float | None = None
    co2_direct: float | None = None
    co2_acv: float | None = None
    year: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class PerimeterData:
    key: str
    kind: str
    networks: tuple[str, ...]
    communes_label: str
    ring: Line


GRENOBLE_LINES: tuple[Line, ...] = (
    # Along boulevards Foch and Joffre, then Clemenceau.
    (
        (5.7119, 45.1788),
        (5.7165, 45.1792),
        (5.7208, 45.1797),
        (5.7252, 45.1802),
        (5.7298, 45.1807),
        (5.7340, 45.1813),
        (5.7372, 45.1824),
        (5.7398, 45.1838),
        (5.7421, 45.1853),
    ),
    # Along cours Jean-Jaurès, north to south.
    (
        (5.7178, 45.1912),
        (5.7167, 45.1872),
        (5.7155, 45.1832),
        (5.7143, 45.1790),
        (5.7129, 45.1746),
        (5.7116, 45.1702),
        (5.7104, 45.1661),
    ),
    # Through the south: Malherbe and Villeneuve.
    (
        (5.7298, 45.1807),
        (5.7309, 45.1765),
        (5.7331, 45.1721),
        (5.7349, 45.1683),
        (5.7338, 45.1642),
        (5.7322, 45.1607),
    ),
    # Towards the Île Verte.
    ((5.7372, 45.1824), (5.7361, 45.1866), (5.7376, 45.1904), (5.7402, 45.1938), (5.7431, 45.1966)),
    # Towards the Presqu’île.
    ((5.7178, 45.1912), (5.7141, 45.1937), (5.7098, 45.1966), (5.7052, 45.2001), (5.7008, 45.2034)),
)

DIJON_LINES: tuple[Line, ...] = (
    # From the north (Toison d’Or) to the station.
    (
        (5.0438, 47.3548),
        (5.0427, 47.3501),
        (5.0419, 47.3452),
        (5.0411, 47.3407),
        (5.0396, 47.3361),
        (5.0379, 47.3316),
        (5.0345, 47.3272),
        (5.0302, 47.3236),
    ),
    # Towards the Grésilles.
    ((5.0411, 47.3407), (5.0467, 47.3391), (5.0523, 47.3372), (5.0579, 47.3354), (5.0634, 47.3339)),
    # Around the centre, east side.
    ((5.0379, 47.3316), (5.0436, 47.3304), (5.0483, 47.3271), (5.0508, 47.3228), (5.0514, 47.3182)),
)

RENNES_LINES: tuple[Line, ...] = (
    # From Bréquigny to the Blosne.
    (
        (-1.6996, 48.0884),
        (-1.6942, 48.0881),
        (-1.6887, 48.0878),
        (-1.6831, 48.0877),
        (-1.6776, 48.0876),
        (-1.6721, 48.0877),
        (-1.6667, 48.0879),
        (-1.6612, 48.0880),
        (-1.6558, 48.0884),
    ),
    # North along the avenue Henri-Fréville.
    ((-1.6776, 48.0876), (-1.6772, 48.0912), (-1.6768, 48.0949), (-1.6759, 48.0987)),
    # Place de Zagreb, Hongrie.
    ((-1.6612, 48.0880), (-1.6604, 48.0847), (-1.6583, 48.0819), (-1.6552, 48.0797)),
)

RENNES_FUTURE_LINES: tuple[Line, ...] = (
    (
        (-1.7164, 48.1032),
        (-1.7112, 48.1029),
        (-1.7061, 48.1027),
        (-1.7012, 48.1029),
        (-1.6966, 48.1036),
    ),
    ((-1.7061, 48.1027), (-1.7057, 48.0996), (-1.7048, 48.0966)),
)

NETWORKS = (
    NetworkData(
        key="grenoble",
        identifiant="3802C",
        name="Réseau principal de Grenoble-Alpes Métropole",
        commune="38185",
        exploitant_name="Compagnie de chauffage (CCIAG)",
        owner_name="Grenoble-Alpes Métropole",
        operator="exploitant-grenoble",
        enrr_rate=80.9,
        co2_direct=49,
        co2_acv=93,
        year="2024",
        lines=GRENOBLE_LINES,
    ),
    NetworkData(
        key="dijon",
        identifiant="2106C",
        name="Dijon Énergies",
        commune="21231",
        operator="exploitant-dijon",
        enrr_rate=80.7,
        co2_direct=42,
        co2_acv=60,
        year="2024",
        lines=DIJON_LINES,
    ),
    NetworkData(
        key="rennes",
        identifiant="3506C",
        name="Rennes Sud",
        commune="35238",
        enrr_rate=59.4,
        co2_direct=86,
        co2_acv=115,
        year="2024",
        lines=RENNES_LINES,
    ),
    NetworkData(
        key="rennes-futur",
        identifiant="",
        name="Extension Cleunay (réseau imaginaire de démonstration)",
        commune="35238",
        status="en_construction",
        lines=RENNES_FUTURE_LINES,
    ),
)

PERIMETERS = (
    PerimeterData(
        key="demo-pdp-dijon-gresilles",
        kind="pdp",
        networks=("dijon",),
        communes_label="Dijon",
        ring=(
            (5.0555, 47.3378),
            (5.0672, 47.3362),
            (5.0668, 47.3312),
            (5.0561, 47.3322),
            (5.0555, 47.3378),
        ),
    ),
)
