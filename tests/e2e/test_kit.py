"""From the date of an assembly to its vote, by its papers: with the keyboard alone where it can be,
then without a script.
"""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_accessibility import judge
from tests.e2e.walks import choose, seed, width_of

HELD_ON = date.today() + timedelta(days=90)
NUMBERS = {
    "operator": "Chaleur de démonstration",
    "offer_on": (date.today() - timedelta(days=30)).isoformat(),
    "works": "100 000",
    "kw": "300",
    "r1": "52",
    "r2": "62,5",
    "years": "20",
    "fund": "12000",
    "key": "charges de chauffage",
    "calls": "le premier du mois",
    "contract": "n° 12",
    "contract_ends": (HELD_ON + timedelta(days=90)).isoformat(),
    "mandate_until": (HELD_ON + timedelta(days=200)).isoformat(),
    "mandate_max": "5000",
    "fees": "2,5",
    "fees_scale": "2 % au-delà de 50 000 €",
}
# More than the longest page asks for.
MOST_TABS = 200
# At the PDF that the worker makes.
MOST_LOOKS = 100


def _tab_to(page: Page, selector: str) -> None:
    """Reach it by the keyboard alone, from where we are."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("found => document.activeElement.matches(found)", selector):
            return
    pytest.fail(f"{selector} n’est pas atteint au clavier, sur {page.url}")


def test_from_the_date_to_the_vote(service, new_context, sign_in):
    code = "67"
    seed(service, "neighbours", code)
    page = new_context(viewport={"width": 1280, "height": 800}).new_page()
    sign_in(page, f"premier{code}@e2e.test")
    main = page.get_by_role("main")

    # The date, by the keyboard; what is ready is said at once.
    page.goto("/mon-compte/copropriete/")
    main.get_by_role("link", name=re.compile("^Donner la date")).first.click()
    page.locator("[name=held_on]").fill(HELD_ON.isoformat())
    page.locator("[name=held_on]").focus()
    _tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    # Midnight may have passed since the day was counted.
    expect(main).to_contain_text(re.compile("dans (89|90) jours"))
    expect(main).to_contain_text("visez le tiers, 3 334 voix sur 10 000")
    home = page.url
    assert judge(page) == []
    assert width_of(page) == 320
    _tab_to(page, "main a.fr-btn")
    page.keyboard.press("Enter")

    # The dossier: its numbers, its texts, its PDF, then what was sent.
    expect(page.get_by_role("heading", level=1)).to_contain_text("Le dossier de l’assemblée")
    for name, value in NUMBERS.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=fees_scale]").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Les nombres sont enregistrés")
    dossier = page.url
    page.goto(f"{dossier}resolutions/")
    expect(main).to_contain_text("décide de raccorder")
    page.goto(dossier)
    main.get_by_role("button", name="Tout le dossier en un PDF").click()
    for _ in range(MOST_LOOKS):
        if main.get_by_role("link", name=re.compile("^Tout le dossier, à imprimer")).count():
            break
        main.get_by_role("link", name="Voir s’il est prêt").click()
    with page.expect_download() as got:
        main.get_by_role("link", name=re.compile("^Tout le dossier, à imprimer")).click()
    assert got.value.path().read_bytes().startswith(b"%PDF")
    main.get_by_role("button", name="La demande est partie chez le syndic").click()
    expect(main).to_contain_text("Demande dite envoyée au syndic")
    assert judge(page) == []

    # A question asked before, and its answer.
    page.goto(f"{dossier}vos-questions/")
    page.locator("[name=body]").fill("Et la cave ?")
    page.locator("[name=body]").press("Tab")
    page.keyboard.press("Enter")
    main.get_by_role("link", name=re.compile("^Répondre")).click()
    assert judge(page) == []
    assert width_of(page) == 320
    page.locator("[name=answer]").fill("Le local reste à l’immeuble.")
    main.get_by_role("button", name=re.compile("^Enregistrer")).click()
    expect(main).to_contain_text("Le local reste à l’immeuble.")

    # The day after.
    seed(service, "assembly_is_over", code)
    page.goto(home)
    main.get_by_role("link", name="Dire ce qui a été décidé").click()
    choose(page, "Le raccordement est adopté au second vote")
    main.get_by_role("button", name="Enregistrer").click()
    expect(main).to_contain_text("le projet est à l’étape du vote")
    main.get_by_role("link", name=re.compile("^Le dossier du")).click()
    expect(main).to_contain_text("Demande dite envoyée au syndic")
    page.goto("/mon-compte/copropriete/")
    expect(main).to_contain_text("Votre étape : vote en assemblée générale")


def test_the_same_without_a_script(service, new_context, sign_in):
    code = "68"
    seed(service, "neighbours", code)
    page = new_context(viewport={"width": 320, "height": 700}, java_script_enabled=False).new_page()
    sign_in(page, f"premier{code}@e2e.test")
    main = page.get_by_role("main")
    page.goto("/mon-compte/copropriete/")
    main.get_by_role("link", name=re.compile("^Donner la date")).first.click()
    page.locator("[name=held_on]").fill(HELD_ON.isoformat())
    main.get_by_role("button", name="Enregistrer la date").click()
    home = page.url
    main.get_by_role("link", name="Préparer le dossier").click()
    for name, value in NUMBERS.items():
        page.locator(f"[name={name}]").fill(value)
    main.get_by_role("button", name="Enregistrer les nombres").click()
    expect(main).to_contain_text("Les nombres sont enregistrés")
    main.get_by_role("button", name="La demande est partie chez le syndic").click()
    expect(main).to_contain_text("Demande dite envoyée au syndic")
    seed(service, "assembly_is_over", code)
    page.goto(home)
    main.get_by_role("link", name="Dire ce qui a été décidé").click()
    choose(page, "Le raccordement est adopté au second vote")
    main.get_by_role("button", name="Enregistrer").click()
    expect(main).to_contain_text("le projet est à l’étape du vote")
