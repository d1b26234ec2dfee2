"""A syndic's file: sent with bad lines, read, confirmed; then one request for several buildings,
which the operator finds at its desk.
"""

import re

from playwright.sync_api import expect

from tests.e2e.test_accessibility import judge
from tests.e2e.walks import width_of

SYNDIC, OPERATOR = "syndic@demo.test", "exploitant@demo.test"
FILE = (
    "Numéro;Adresse;Code postal;Commune;Propriétaire;Année chaudière\r\n"
    "ZZ3800123;;;;Mme Duval, 3 rue Haute;1991\r\n"
    ";9 rue de la Fable;38000;Grenoble;=1+1;\r\n"
    "ZZ3800103;;;;;\r\n"
    "12;;;;;\r\n"
    ";5 rue du Port;99999;Nulle-Part;;\r\n"
)
# Their operator. How many of the buildings are near depends on the traces: the demonstration's own,
# or those of the official extract.
NETWORK = re.compile(r"À\s\d[\s\S]+Grenoble-Alpes Métropole")


def _fits(page):
    assert width_of(page) <= 320


def test_a_file_then_one_request_for_several_buildings(new_context, sign_in):
    # On a phone, without JavaScript.
    syndic = new_context(
        viewport={"width": 320, "height": 800}, java_script_enabled=False
    ).new_page()
    sign_in(syndic, SYNDIC)
    syndic.goto("/syndic/")
    main = syndic.get_by_role("main")
    expect(main).to_contain_text("Vous agissez pour Cabinet Exemple")
    _fits(syndic)
    main.get_by_role("link", name="Ajouter un immeuble").click()
    main.get_by_role("link", name="Ajouter par un fichier").click()
    sheet = {"name": "immeubles.csv", "mimeType": "text/csv", "buffer": FILE.encode("cp1252")}
    syndic.locator("[name=fichier]").set_input_files(sheet)
    main.get_by_role("button", name="Voir ce qui sera ajouté").click()
    expect(main.get_by_role("heading", level=1)).to_have_text("2 immeubles à ajouter")
    for reason in ("Déjà dans votre tableau", "Ce n’est pas un numéro", "Commune introuvable"):
        expect(main).to_contain_text(reason)
    expect(main).not_to_contain_text("rue Haute")
    _fits(syndic)
    main.get_by_role("button", name="Ajouter ces 2 immeubles").click()
    expect(main).to_contain_text("2 immeubles sont ajoutés")
    expect(main.get_by_role("link", name="Résidence Gutenberg")).to_be_visible()

    near = main.get_by_role("row").filter(has_text=NETWORK)
    names = near.get_by_role("rowheader").get_by_role("link").all_inner_texts()[:3]
    assert len(names) > 1
    for name in names:
        main.get_by_label(f"Choisir {name}").check(force=True)
    main.get_by_role("button", name="Écrire pour les immeubles cochés").click()
    _fits(syndic)
    seen = [syndic.url]
    main.get_by_role("link", name=re.compile("Écrire à Exploitant")).click()
    seen.append(syndic.url)
    # axe needs scripts.
    looking = new_context().new_page()
    sign_in(looking, SYNDIC)
    for address in seen:
        looking.goto(address)
        assert judge(looking) == []
    main.get_by_role("button", name=re.compile("Envoyer à Exploitant")).click()
    expect(main).to_contain_text("Votre demande n’est pas encore envoyée")
    _fits(syndic)
    main.locator("label").filter(has_text="J’accepte que les informations").click()
    main.get_by_role("button", name=re.compile("Envoyer à Exploitant")).click()
    expect(main).to_contain_text(f"votre demande est partie pour {len(names)} immeubles")

    operator = new_context().new_page()
    sign_in(operator, OPERATOR)
    for name in names:
        operator.goto(f"/exploitant/?texte={name}")
        expect(operator.get_by_role("main").get_by_role("heading", name=name).first).to_be_visible()
