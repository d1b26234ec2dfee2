"""No price of energy is typed in a page or in the code: they are facts, each with its source."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PRICE = re.compile(r"\d[\d\s.,]*€( TTC| HT)?\s?(par|/)\s?[Mk]Wh")
# Round numbers invented to explain a division, and said so.
INVENTED = {"cms/demo/guides/prix.py"}
ROOMS = ("ambassadeurs", "cms", "communaute", "config", "socle", "templates")


def test_no_price_of_energy_is_typed():
    found = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.suffix in {".py", ".html", ".txt"} and PRICE.search(path.read_text())
    }
    assert found == INVENTED
