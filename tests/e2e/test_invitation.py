"""A lead invites a colleague, who has no account: the mail, the account, the yes, the first act.
The link is then dead, and says so."""

import re

from playwright.sync_api import expect

from tests.e2e.test_accessibility import judge
from tests.e2e.walks import link_in, seed

CODE = "64"
LEAD, INVITED = f"agent{CODE}@e2e.test", f"invitee{CODE}@e2e.test"
REPORTED = "Chez nous le réseau a remplacé une chaudière de trente ans."


def test_a_lead_invites_a_person_joins_and_acts(new_context, sign_in, service):
    seed(service, "led", CODE, REPORTED)
    lead = new_context(viewport={"width": 320, "height": 800}).new_page()
    sign_in(lead, LEAD)
    lead.goto(f"/mon-compte/organisations/e2e-{CODE}/")
    lead.get_by_role("link", name="Inviter quelqu’un").click()
    lead.locator("[name=email]").fill(INVITED)
    lead.get_by_role("button", name="Envoyer l’invitation").click()
    expect(lead.get_by_role("main")).to_contain_text(INVITED)

    mail = service.wait_for_mail(INVITED, [], "vous invite à travailler")
    link = link_in(mail, "/comptes/invitation/")
    person = new_context(viewport={"width": 320, "height": 800}).new_page()
    person.goto(link)
    main = person.get_by_role("main")
    expect(main.get_by_role("heading", level=1)).to_have_text(f"Rejoindre Agence {CODE}")
    assert judge(person) == []
    main.get_by_role("link", name="Créer un compte").click()
    expect(person.locator("[name=email]").last).to_have_value(INVITED)
    person.locator("[name=display_name]").fill("Karim B.")
    known = service.mails_to(INVITED)
    main.get_by_role("button", name="Créer mon compte").click()
    code = service.wait_for_mail(INVITED, known).text
    person.locator("[name=code]").fill(re.search(r"\d{3}-\d{3}", code)[0])
    person.locator("form:has([name=code]) button[type=submit]").first.click()
    # Back where the mail led, nothing to find again.
    person.wait_for_url(f"**{link}")
    expect(main).to_contain_text(INVITED)
    assert judge(person) == []
    main.get_by_role("button", name="Accepter l’invitation").click()
    expect(person.locator("body")).to_contain_text(f"Vous travaillez maintenant pour Agence {CODE}")

    # What only who moderates this territory may do.
    person.set_viewport_size({"width": 1200, "height": 900})
    person.goto("/moderation/")
    main.locator(".mod-queue__title a").click()
    expect(main).to_contain_text(REPORTED)
    expect(person.locator("[data-keys]")).to_be_visible()
    for key in ("l", "Enter"):
        person.keyboard.press(key)
    expect(person.locator(".mod-undo")).to_be_visible()

    lead.reload()
    expect(lead.get_by_role("main")).to_contain_text("Karim B.")
    late = new_context().new_page()
    for dead, why in ((link, "Elle a déjà servi"), (f"{link[:-1]}x/", "Ce lien est incomplet")):
        assert late.goto(dead).status == 404
        expect(late.get_by_role("main")).to_contain_text(why)
        assert judge(late) == []
