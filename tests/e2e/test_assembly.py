"""Two members of one building: the second sees the devis of the first, cannot send another, joins
it, says how the assembly voted, and the building moves for both.
"""

import re

from playwright.sync_api import expect

from tests.e2e.test_accessibility import judge
from tests.e2e.walks import choose, seed, width_of

CODE = "66"
HOME = "/mon-compte/copropriete/"


def test_two_members_of_one_building(service, new_context, sign_in):
    seed(service, "two_members", CODE)
    first, second = (
        new_context(viewport={"width": width, "height": 800}).new_page() for width in (1280, 320)
    )
    sign_in(first, f"premier{CODE}@e2e.test")
    sign_in(second, f"second{CODE}@e2e.test")
    mine, theirs = first.get_by_role("main"), second.get_by_role("main")

    # The first asks for a devis; the box that opens the thread to the others is not ticked.
    first.goto(HOME)
    mine.get_by_role("link", name="Demander un devis", exact=True).click()
    form = first.url
    expect(first.locator("[name=for_members]")).not_to_be_checked()
    choose(first, "J’accepte que les informations cochées")
    mine.get_by_role("button", name=re.compile("^Envoyer à")).click()
    expect(first.get_by_role("heading", level=1)).to_have_text("Votre demande est envoyée")

    # The second reads that it is made, and when the answer comes; the operator is not offered.
    second.goto(HOME)
    expect(theirs).to_contain_text("Votre copropriété a demandé un devis")
    expect(theirs).to_contain_text("réponse attendue")
    expect(theirs.get_by_role("link", name="Écrire à l’exploitant")).to_have_count(0)
    assert judge(second) == []
    assert width_of(second) == 320

    # Asked again, it leads there: one request of a building, which one joins.
    second.goto(form)
    expect(second.get_by_role("heading", level=1)).to_have_text(
        "Votre copropriété l’a déjà demandé"
    )
    assert judge(second) == []
    theirs.get_by_role("button", name=re.compile("^Suivre cette demande")).click()
    expect(theirs).to_contain_text(f"Suivie par Second {CODE}")

    # The day after the assembly: two clicks.
    seed(service, "assembly_is_over", CODE)
    second.reload()
    expect(theirs).to_contain_text("Comment s’est passée l’assemblée ?")
    theirs.get_by_role("link", name="Dire ce qui a été décidé").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Comment cela s’est-il passé ?")
    expect(second.locator("[name=may_be_counted]")).not_to_be_checked()
    assert judge(second) == []
    choose(second, "Le raccordement est adopté au second vote")
    theirs.get_by_role("button", name="Enregistrer").click()
    expect(theirs).to_contain_text("Quand est la prochaine assemblée ?")
    expect(theirs).to_contain_text("adopté au second vote")
    assert judge(second) == []
    assert width_of(second) == 320

    # The building has moved, for both.
    first.goto(HOME)
    expect(mine).to_contain_text("Votre étape : vote en assemblée générale")
    expect(mine).to_contain_text("Le raccordement est adopté")
    assert judge(first) == []
