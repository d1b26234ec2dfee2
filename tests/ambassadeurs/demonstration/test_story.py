"""The people of the demonstration say of their buildings one thing only."""

from ambassadeurs.demonstration.buildings import read_buildings
from ambassadeurs.demonstration.loading import read_toml

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
