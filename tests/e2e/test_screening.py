"""A newcomer's first text: private data taken out before posting, read, then public; with and
without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.walks import undo_is_over

# Two who have just arrived: each walk has its own.
NEWCOMERS = {True: "leon@demo.test", False: "ginette@demo.test"}
AGENCY = "agence@demo.test"
QUESTION = "Si le réseau tombe en panne en janvier"
# What nobody should give away, and what stands in its place.
PRIVATE = {
    "06 39 98 00 22": "[téléphone retiré]",
    "suzanne.p@exemple.fr": "[adresse électronique retirée]",
    "FR76 3000 6000 0112 3456 7890 189": "[coordonnées bancaires retirées]",
    "12A34": "[code d’entrée retiré]",
    "14 rue des Lilas, 38100 Grenoble": "[adresse postale retirée]",
}
TYPED = (
    "Appelez-la au {}, ou écrivez à {}. Pour la facture, son compte est {}. "
    "Le digicode est {}, et elle habite {}."
).format(*PRIVATE)


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_newcomers_first_text(service, new_context, sign_in, javascript):
    def somebody() -> Page:
        return new_context(java_script_enabled=javascript).new_page()

    newcomer = NEWCOMERS[javascript]
    words = f"Chez ma sœur, {newcomer.split('@')[0]} le dit, la panne a duré une matinée"

    # An answer with all that: shown, marked, nothing is stored.
    writing = somebody()
    sign_in(writing, newcomer)
    writing.goto("/communaute/")
    writing.get_by_role("main").get_by_role("link", name=re.compile(QUESTION)).first.click()
    question = writing.url.split("?")[0]
    writing.locator("[name=body]").fill(f"{words}. {TYPED}")
    writing.get_by_role("button", name="Publier ma réponse").click()
    found = writing.locator(".cu-found")
    expect(found.locator("mark")).to_have_text(list(PRIVATE))
    expect(writing.locator("[name=body]")).to_have_value(re.compile(words))
    see = found.get_by_text("Voir dans le texte")
    if javascript:
        see.nth(1).click()
        assert writing.evaluate("() => getSelection().toString()") == list(PRIVATE)[1]
    else:
        expect(see.first).to_be_hidden()

    # One button takes it out; the text waits, seen by its author only.
    found.get_by_role("button", name="Les retirer").click()
    answer = writing.locator("article.cu-answer").filter(has_text=words)
    for typed, removed in PRIVATE.items():
        expect(answer).to_contain_text(removed)
        expect(writing.get_by_role("main")).not_to_contain_text(typed)
    expect(answer).to_contain_text(re.compile(r"En attente de relecture.*moins de\s\d+\sheure"))
    expect(writing.get_by_role("main")).to_contain_text("Votre texte est en attente de relecture")
    passing = somebody()
    passing.goto(question)
    expect(passing.get_by_role("main")).not_to_contain_text(words)

    # The agency of the territory reads it and publishes it.
    known = service.mails_to(newcomer)
    agency = somebody()
    sign_in(agency, AGENCY)
    agency.goto("/moderation/")
    queue = agency.get_by_role("main")
    if javascript:
        queue.get_by_role("link", name=re.compile(words[:40])).click()
        agency.get_by_role("button", name="Publier").press("Enter")
    else:
        # Her question waited already: one line for both.
        queue.get_by_role("link", name=re.compile(r"2\stextes : même auteur – Question")).click()
        agency.get_by_role("button", name="Tout publier").click()
    expect(agency.get_by_role("main")).to_contain_text("C’est décidé")

    # Everybody reads it, and its author knows.
    passing.goto(question)
    expect(passing.get_by_role("main")).to_contain_text(words)
    undo_is_over(service)
    assert "est en ligne" in service.wait_for_mail(newcomer, known).text
