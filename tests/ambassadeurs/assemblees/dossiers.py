"""What the tests of the papers share: whole numbers, the addresses, the form of a page."""

from datetime import date
from decimal import Decimal

from bs4 import BeautifulSoup

from ambassadeurs.assemblees.dossier.services import save_numbers, say_sent

DAY = date(2027, 4, 15)
WHOLE = {
    "operator": "Chaleur des Alpes",
    "offer_on": date(2026, 10, 2),
    "works": Decimal("100000"),
    "kw": Decimal("400"),
    "r1": Decimal("52"),
    "r2": Decimal("62.5"),
    "years": 20,
    "fund": Decimal("12000"),
    "key": "charges de chauffage",
    "calls": "1er juin 2027",
    "contract": "n° 12 de Gaz de l’Est",
    "contract_ends": date(2027, 9, 30),
    "mandate_until": date(2027, 12, 31),
    "mandate_max": Decimal("5000"),
    "fees": Decimal("2.5"),
    "fees_scale": "2 % au-delà de 50 000 €",
}


def send(member, assembly):
    """Whole, and said sent by this member."""
    save_numbers(actor=member, assemblee=assembly, numbers=WHOLE)
    return say_sent(actor=member, assemblee=assembly)


def page_of(assembly, what=""):
    base = f"/mon-compte/copropriete/{assembly.copropriete_id}/assemblee"
    return f"{base}/{assembly.pk}/dossier/{what}"


def typed(page, **told):
    """The form of a page, with what is changed in it."""
    soup = BeautifulSoup(page.content, "html.parser")
    found = soup.select("form[novalidate] input[name]")
    kept = {one["name"]: one.get("value", "") for one in found if one.get("type") != "checkbox"}
    return kept | told


def plain(text):
    return text.replace("\u00a0", " ")
