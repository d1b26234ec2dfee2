"""The people of the demonstration say of their buildings one thing only."""

import re

from ambassadeurs.demonstration.buildings import read_buildings
from ambassadeurs.demonstration.loader import read_toml

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
ASKED = ("grenoble", "national", "rennes", "dijon", "themes")


def test_the_syndic_has_no_building_twice():
    """In the table, and as a project of their own, which the table does not read."""
    buildings = read_buildings()
    managed = {one["number"] for one in read_toml("managed.toml")["building"]}
    mine = {number for number, one in buildings.items() if one["owner"] == "syndic"}
    assert managed & mine == set()


def test_who_has_one_building_asks_about_it():
    """Gérard heats with gas; Sandrine with fuel oil, from a tank."""
    questions = [one for place in ASKED for one in read_toml(f"questions_{place}.toml")["question"]]
    for owner, lots in (("coproprietaire", 48), ("sandrine", 40)):
        (building,) = [one for one in read_buildings().values() if one["owner"] == owner]
        asked = [one for one in questions if one["author"] == owner]
        assert asked
        for one in asked:
            assert (one["energy"], one["lots"]) == (building["current_energy"], lots)
            assert building["current_energy"] == "fioul" or "fioul" not in one["body"]
            assert "1994" not in one["body"]


def read_requests():
    return [
        one
        for name in ("demandes.toml", "demandes_exploitant.toml")
        for one in read_toml(name)["demande"]
    ]


def test_what_is_told_of_a_building_is_told_once():
    """By its owner: the table of the syndic says the same boiler, the same assembly."""
    assert all(one.keys() == {"number"} for one in read_toml("managed.toml")["building"])


def test_no_request_writes_the_distance_that_is_measured():
    assert not [one for one in read_requests() if re.search(r"mètres|\d m\b", one["message"])]


def test_a_request_tells_the_year_of_the_boiler_that_its_building_tells():
    buildings, told = read_buildings(), 0
    for one in read_requests():
        for year in YEAR.findall(one["message"]):
            assert int(year) == buildings[one["building"]]["boiler_year"]
            told += 1
    assert told == 5


def test_an_ambassador_tells_of_their_own_former_boiler():
    residences = read_toml("residences.toml")["residence"]
    energies = {one["ambassador"]: one["former_energy"] for one in residences}
    for place in ASKED:
        for question in read_toml(f"questions_{place}.toml")["question"]:
            for answer in question.get("answer", []):
                energy = energies.get(answer["author"])
                if energy and "Chez nous" in answer["body"]:
                    assert energy == "gaz" or "contrat de gaz" not in answer["body"]
