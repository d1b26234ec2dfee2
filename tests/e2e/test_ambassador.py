"""Somebody becomes an ambassador: applies with a proof, is verified by the agency, publishes a
retour d’expérience through its review, then rests in one click.
"""

import re
from datetime import date

from playwright.sync_api import expect

from tests.e2e.walks import apply_as_ambassador, link_in
from tests.files import PDF

PERSON = "josiane@demo.test"
AGENCY = "agence@demo.test"
RESIDENCE = "Résidence des Essais"
STORY = "La chaudière au fioul tombait en panne chaque hiver."
CORRECTED = "La chaudière au fioul tombait en panne deux fois par hiver."


def test_applies_is_verified_publishes_and_pauses(service, new_context, sign_in):
    person, agency, visitor = (new_context().new_page() for _ in range(3))
    sign_in(person, PERSON)
    sign_in(agency, AGENCY)

    # The application: nothing of it is public.
    asked = service.mails_to(AGENCY)
    apply_as_ambassador(person, "Josiane", RESIDENCE)
    visitor.goto("/ambassadeurs/?commune=38185")
    expect(visitor.get_by_role("main")).not_to_contain_text(RESIDENCE)

    # The agency reads the proof and accepts.
    mail = service.wait_for_mail(AGENCY, asked)
    agency.goto(link_in(mail, "/ambassadeurs/mandats/"))
    with agency.expect_download() as download:
        agency.get_by_role("link", name="Télécharger facture.pdf").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    told = service.mails_to(PERSON)
    agency.get_by_role("button", name="Accepter pour 24 mois").click()
    expect(agency.get_by_role("main")).to_contain_text("Josiane est ambassadeur")

    # The mail leads to the page of the residence, public now; the mandate, to the sheet.
    mail = service.wait_for_mail(PERSON, told)
    person.goto(link_in(mail, "/ambassadeurs/"))
    expect(person.get_by_role("heading", level=1)).to_have_text(RESIDENCE)
    person.goto("/ambassadeurs/mon-mandat/")
    person.get_by_role("link", name="Raconter notre raccordement").click()
    person.locator("[name=why]").fill(STORY)
    person.locator("[name=months_from_idea]").fill("26")
    person.locator("[name=cout_apres_value]").fill("1 250,50")
    person.locator("[name=cout_apres_year]").fill(str(date.today().year - 1))
    person.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(person.get_by_role("main")).to_contain_text("Votre brouillon est enregistré")
    visitor.goto("/ambassadeurs/?commune=38185")
    visitor.get_by_role("main").get_by_role("link", name=RESIDENCE).first.click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(RESIDENCE)
    expect(visitor.get_by_role("main")).not_to_contain_text(STORY)
    person.locator("[name=preuve-figure]").select_option(index=1)
    person.locator("[name=preuve-document]").set_input_files(
        {"name": "decompte.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    person.get_by_role("button", name="Joindre ce document").click()
    expect(person.get_by_role("main")).to_contain_text("Le document est joint")
    person.get_by_role("button", name="Enregistrer et voir l’aperçu").click()
    expect(person.get_by_role("main")).to_contain_text(STORY)

    # Proposed, read again, published.
    asked = service.mails_to(AGENCY)
    person.get_by_role("button", name="Proposer à la relecture").click()
    expect(person.get_by_role("main")).to_contain_text("En attente de relecture")
    mail = service.wait_for_mail(AGENCY, asked)
    visitor.reload()
    expect(visitor.get_by_role("main")).not_to_contain_text(STORY)
    agency.goto(link_in(mail, "/ambassadeurs/"))
    told = service.mails_to(PERSON)
    agency.locator("[name=proof_kind]").first.fill("Facture de chaleur")
    agency.get_by_role("button", name=re.compile("Marquer « vérifié »")).first.click()
    expect(agency.get_by_role("main")).to_contain_text("Le chiffre est marqué « vérifié »")
    agency.get_by_role("button", name="Publier", exact=True).click()
    expect(agency.get_by_role("main")).to_contain_text("Le retour d’expérience est en ligne")
    service.wait_for_mail(PERSON, told)
    visitor.reload()
    expect(visitor.get_by_role("main")).to_contain_text(STORY)
    expect(visitor.get_by_role("main")).to_contain_text(re.compile("vérifié", re.IGNORECASE))

    # Corrected, the story stays online until the correction is read again; a year is added.
    person.goto("/ambassadeurs/mon-mandat/")
    person.get_by_role("link", name="Raconter notre raccordement").click()
    person.get_by_role("button", name="Corriger ou compléter").click()
    person.locator("[name=why]").fill(CORRECTED)
    person.locator("[name=cout_apres_2_value]").fill("1 190")
    person.locator("[name=cout_apres_2_year]").fill(str(date.today().year))
    person.get_by_role("button", name="Enregistrer et voir l’aperçu").click()
    expect(person.get_by_role("main")).to_contain_text(CORRECTED)
    visitor.reload()
    expect(visitor.get_by_role("main")).to_contain_text(STORY)
    asked = service.mails_to(AGENCY)
    person.get_by_role("button", name="Proposer à la relecture").click()
    mail = service.wait_for_mail(AGENCY, asked)
    visitor.reload()
    expect(visitor.get_by_role("main")).to_contain_text(STORY)
    expect(visitor.get_by_role("main")).not_to_contain_text(CORRECTED)
    agency.goto(link_in(mail, "/ambassadeurs/"))
    expect(agency.get_by_role("main")).to_contain_text("Ce qui change dans la page en ligne")
    agency.get_by_role("button", name="Publier", exact=True).click()
    expect(agency.get_by_role("main")).to_contain_text("Le retour d’expérience est en ligne")
    visitor.reload()
    expect(visitor.get_by_role("main")).to_contain_text(CORRECTED)
    expect(visitor.get_by_role("main")).not_to_contain_text(STORY)
    expect(visitor.get_by_role("main")).to_contain_text("Autres années")
    expect(visitor.get_by_role("main")).to_contain_text(re.compile("vérifié", re.IGNORECASE))

    # A pause, in one click: nobody may write any more, even by the address of the form.
    write = visitor.get_by_role("link", name=re.compile("Poser une question en privé"))
    address = write.get_attribute("href")
    person.goto("/ambassadeurs/mon-mandat/")
    person.get_by_role("button", name="30 jours").click()
    expect(person.get_by_role("main")).to_contain_text("Vous êtes en pause jusqu’au")
    visitor.reload()
    expect(visitor.get_by_role("main")).to_contain_text("En pause jusqu’au")
    visitor.goto(address)
    expect(visitor.get_by_role("button", name=re.compile("Continuer"))).to_have_count(0)
    expect(visitor.get_by_role("main")).to_contain_text("pause")
