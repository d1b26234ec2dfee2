"""A question begun on one browser is found, finished and published on another."""

import re
from secrets import randbelow

from playwright.sync_api import expect

from tests.e2e.walks import width_of

# One person asks once a minute: nobody else of these walks asks under this name.
ASKER = "paulette@demo.test"


def test_a_question_begun_on_a_phone_is_published_from_another_browser(new_context, sign_in):
    # The same words twice are taken for a double click: each run has its own.
    title = f"Qui a raccordé un immeuble de {100 + randbelow(900)} lots cet hiver ?"
    phone = new_context(viewport={"width": 320, "height": 640}).new_page()
    sign_in(phone, ASKER)
    phone.goto("/communaute/questions/poser/")
    # Whatever an earlier walk left there is thrown away first.
    if phone.get_by_role("link", name="Jeter ce brouillon").count():
        phone.get_by_role("link", name="Jeter ce brouillon").click()
        phone.get_by_role("button", name="Jeter ce brouillon").click()
        phone.goto("/communaute/questions/poser/")
    phone.locator("[name=title]").fill(title)
    phone.locator("[name=body]").fill("Le vote est en mars, et le syndic hésite encore.")
    expect(phone.locator("[data-draft-status]")).to_have_text(
        re.compile(r"Brouillon gardé à \d+\sh")
    )
    assert width_of(phone) <= 320

    desktop = new_context().new_page()
    sign_in(desktop, ASKER)
    expect(desktop.get_by_role("main")).to_contain_text("Reprendre votre question")
    desktop.get_by_role("link", name="Continuer à l’écrire").click()
    expect(desktop.locator("[name=title]")).to_have_value(title)
    desktop.get_by_role("button", name="Voir avant de publier").click()
    expect(desktop.get_by_role("main")).to_contain_text("Rien n’est encore publié")
    expect(desktop.get_by_role("heading", level=1)).to_have_text(title)
    desktop.get_by_role("button", name="Publier ma question").click()
    expect(desktop.get_by_role("main")).to_contain_text("Votre question est publiée")
    desktop.goto("/communaute/brouillons/")
    expect(desktop.get_by_role("main")).not_to_contain_text(title)
