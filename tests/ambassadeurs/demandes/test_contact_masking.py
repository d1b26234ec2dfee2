import pytest

from ambassadeurs.demandes.contact_details import (
    EMAIL_MASK,
    PHONE_MASK,
    is_masked,
    is_only_contact,
    mask,
)


@pytest.mark.parametrize(
    "number",
    [
        "0612345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "06\u00a012\u202f34 56 78",
        "0 612 345 678",
        "+33612345678",
        "+33 6 12 34 56 78",
        "+33 (0)6 12 34 56 78",
        "0033 6 12 34 56 78",
        "(06) 12 34 56 78",
        "06  12  34  56  78",
        "+32 475 12 34 56",
        "+41 79 123 45 67",
        "06/12/34/56/78",
        "06:12:34:56:78",
        "06, 12, 34, 56, 78",
        "06—12—34—56—78",
        "33 6 12 34 56 78",
        "33612345678",
    ],
)
def test_phone_numbers_are_masked(number):
    assert mask(f"Appelez-moi au {number}, merci.") == f"Appelez-moi au {PHONE_MASK}, merci."


@pytest.mark.parametrize(
    "address",
    [
        "monique@example.org",
        "monique.d+asso@mail.example.fr",
        "monique (at) example.org",
        "monique [arobase] example [point] org",
        "monique arobase example point org",
        "monique (arobase) example point org",
        "monique@example .org",
        "monique at example dot org",
    ],
)
def test_addresses_are_masked(address):
    assert mask(f"Écrivez à {address} !") == f"Écrivez à {EMAIL_MASK} !"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Appelez-moi,0612345678", f"Appelez-moi,{PHONE_MASK}"),
        ("Sur wa.me/33612345678 svp", f"Sur wa.me/{PHONE_MASK} svp"),
        ("Sur wa.me/32475123456 svp", f"Sur wa.me/{PHONE_MASK} svp"),
    ],
)
def test_number_stuck_to_something_is_masked(text, shown):
    assert mask(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Les travaux ont coûté 1 250 000 €, soit 1 400 € par lot.",
        "Rendez-vous le 03.12.2024 10h30, au 12 rue des Tilleuls, 38000 Grenoble.",
        "En 2019 2020 2021 nous payions 0,085 € le kWh.",
        "Notre SIRET est 80295478500028.",
        "Le numéro AA1234567 du registre.",
        "Réunion @ 18 h",
        "Compté 1 234,50 € en 2019-2023, puis 1 050,06 €.",
        "Le réseau 3802C dessert 38000 et 38100.",
        "Assemblée le 06/12/2024 à 18:30, visite le 06/12/24 10:30.",
        "Relevés : 120 500, 118 300, 99 000, 101 250, 97 800 kWh.",
        "Relevés mensuels : 12, 34, 56, 78, 90, 06, 12 MWh.",
        "SIRET 332 612 345 00067, SIREN 336 123 456.",
        "33 612 345 678 kWh livrés en 2023 ; 0,0612 € le kWh.",
        "Parlez-en à l’accueil. Il y a un point info at home.",
    ],
)
def test_other_figures_stay(text):
    assert mask(text) == text
    assert not is_masked(text)


def test_message_that_is_only_a_contact_is_told_apart():
    assert is_only_contact("06 12 34 56 78")
    assert is_only_contact(" monique@example.org / 06.12.34.56.78 ")
    assert not is_only_contact("Mon numéro : 06 12 34 56 78")
    assert not is_only_contact("Bonjour")
