"""The main job, end to end, on the real extract: address → network → ambassadors → question →
answer → report → decision with its reasons. Once with JavaScript, once without.
"""

import re
from secrets import randbelow

import pytest
from playwright.sync_api import Page, expect

from ambassadeurs.reseaux.address_test.forms import COOKIE, POINT_COOKIE
from tests.e2e.walks import choose, link_in, undo_is_over

pytestmark = [pytest.mark.extract, pytest.mark.both_databases]

ADDRESS = "33 Boulevard Clemenceau 38100 Grenoble"
# One person asks once a minute and answers once every ten seconds: each walk has its own people.
PEOPLE = {
    True: ("coproprietaire@demo.test", "ambassadrice@demo.test"),
    False: ("nadia@demo.test", "bernard@demo.test"),
}
AGENCY = "agence@demo.test"
REPORTER = "voisine@exemple.test"
AD = "Ma société vend des chaudières à prix cassé"


def sign_in_by_code(page: Page, service, address: str) -> None:
    """On the sign-in page: ask for a code, read it in the mail, type it."""
    known = service.mails_to(address)
    page.get_by_label("Votre adresse électronique").first.fill(address)
    page.get_by_role("button", name="Recevoir un code").click()
    mail = service.wait_for_mail(address, known)
    code = re.search(r"\b\d{3}-?\d{3}\b", mail.text)[0]
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Se connecter").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_from_an_address_to_a_decision(service, new_context, sign_in, javascript):
    def visitor() -> Page:
        return new_context(java_script_enabled=javascript).new_page()

    asker, ambassador = PEOPLE[javascript]
    # The same words twice are taken for a double click: each walk has its own.
    cost = f"{1_000 + randbelow(9_000):_} €".replace("_", " ")
    title = f"Est-ce que {cost} par lot est un prix normal ?"

    # An address, from the home page.
    page = visitor()
    page.goto("/")
    page.get_by_role("main").locator("[name=q]").fill(ADDRESS)
    page.get_by_role("main").get_by_role("button", name=re.compile("Tester")).click()
    expect(page).to_have_url(re.compile(r"/mon-adresse/resultat/[0-9a-f-]{36}/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("93 m")
    assert "Clemenceau" not in page.url
    # No session: the browser keeps the address for the forms, and its point for the map.
    assert {one["name"] for one in page.context.cookies()} == {COOKIE, POINT_COOKIE}

    # The network under the street, then its ambassadors.
    network = page.get_by_role("main").locator('a[href="/reseaux/3802C/"]').first
    network.click()
    expect(page.get_by_role("main")).to_contain_text("3802C")
    page.get_by_role("main").locator('a[href^="/ambassadeurs/?reseau="]').first.click()
    expect(page.get_by_role("main")).to_contain_text("Les Tilleuls")
    page.go_back()

    # A question, typed before signing in.
    page.get_by_role("link", name="Poser une question").first.click()
    expect(page).to_have_url(re.compile("espace="))
    page.locator("[name=title]").fill(title)
    page.locator("[name=body]").fill("Notre chaudière au gaz a 28 ans.\n\nQui peut nous dire ?")
    page.get_by_role("button", name="Continuer : me connecter").click()
    sign_in_by_code(page, service, asker)
    expect(page.locator("[name=title]")).to_have_value(title)
    expect(page.locator("[name=body]")).to_have_value(re.compile("28 ans.\n\nQui"))
    page.get_by_role("button", name="Publier ma question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    question = page.url.split("?")[0]

    # An ambassador answers, with a badge.
    asked = service.mails_to(asker)
    answering = visitor()
    sign_in(answering, ambassador)
    answering.goto(question)
    answering.locator("[name=body]").fill(f"Chez nous, {cost} par lot, aides déduites. {AD}.")
    answering.get_by_role("button", name="Publier ma réponse").click()
    answer = answering.locator("article.cu-answer")
    expect(answer).to_contain_text(cost)
    expect(answer).to_contain_text("Ambassadeur")
    anchor = answer.get_attribute("id")

    # The asker gets a mail that leads to the very answer.
    mail = service.wait_for_mail(asker, asked)
    assert cost in mail.text.replace("\u00a0", " ")
    path = link_in(mail, "/communaute/questions/")
    assert path.endswith(f"#{anchor}")
    page = page.context.new_page()
    page.goto(path)
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()

    # Anybody reports it.
    heard = service.mails_to(REPORTER)
    passing = visitor()
    passing.goto(question)
    passing.locator(f"#{anchor}").get_by_role("link", name=re.compile("Signaler")).click()
    choose(passing, "Publicité")
    passing.locator("[name=explanation]").fill("Une publicité est glissée dans la réponse.")
    passing.locator("[name=email]").fill(REPORTER)
    choose(passing, "de bonne foi")
    passing.get_by_role("button", name="Envoyer le signalement").click()
    expect(passing.get_by_role("main")).to_contain_text("signalement")
    service.wait_for_mail(REPORTER, heard)

    # The agency of the territory decides, with written reasons.
    told = service.mails_to(ambassador)
    reported = service.mails_to(REPORTER)
    agency = visitor()
    sign_in(agency, AGENCY)
    agency.goto("/moderation/")
    agency.get_by_role("main").get_by_role(
        "link", name=re.compile(cost.replace(" ", r"\s"))
    ).first.click()
    agency.get_by_role("button", name="Je m’en occupe").click()
    choose(agency, "Masquer")
    agency.locator("[name=passage]").fill(f"Chez nous, {cost}")
    agency.locator("[name=facts]").fill("Le texte fait la publicité d’une société qui vend.")
    rule = agency.locator("[name=rule]")
    rule.select_option(index=1)
    agency.get_by_role("button", name="Valider ma décision").click()
    expect(agency.get_by_role("main")).to_contain_text("C’est décidé")
    undo_is_over(service)

    # Nobody reads it any more; its author knows why, by mail and on the site; the reporter is told.
    passing.goto(question)
    expect(passing.get_by_role("main")).not_to_contain_text(f"Chez nous, {cost}")
    mail = service.wait_for_mail(ambassador, told)
    assert "publicité d’une société" in mail.text
    answering.goto(link_in(mail, "/moderation/decisions/"))
    expect(answering.get_by_role("main")).to_contain_text("publicité d’une société")
    expect(answering.get_by_role("main")).to_contain_text("Contester")
    service.wait_for_mail(REPORTER, reported)
