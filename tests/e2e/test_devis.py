"""From an address to the operator's desk: the address tested and its distance travel with the
demande, and what is asked afterwards joins the same thread.
"""

import re

from playwright.sync_api import expect

from tests.e2e.walks import choose, thread_of

OPERATOR, ASKER = "exploitant@demo.test", "fatou@demo.test"
ADDRESS, FOUND = "33 boulevard Clemenceau, Grenoble", re.compile("33 Boulevard Clemenceau", re.I)
DISTANCE = re.compile(r"à (\d+)\sm\b")


def test_an_address_becomes_a_devis_with_its_distance_at_the_desk(service, new_context, sign_in):
    asker, operator = new_context().new_page(), new_context().new_page()
    sign_in(asker, ASKER)
    sign_in(operator, OPERATOR)

    # The address, then the devis: nothing is typed twice.
    asker.goto("/mon-adresse/")
    asker.get_by_role("main").locator("[name=q]").fill(ADDRESS)
    asker.get_by_role("main").get_by_role("button", name=re.compile("Tester")).click()
    answer = asker.get_by_role("heading", level=1)
    # The demo's own trace, or the official extract where it is: not the same distance.
    expect(answer).to_have_text(DISTANCE)
    distance = DISTANCE.search(answer.text_content())[1]
    asker.get_by_role("main").get_by_role("link", name=re.compile("devis")).first.click()
    expect(asker.locator("[name=address]")).to_have_value(FOUND)
    expect(asker.locator("[name=commune]")).to_have_value("Grenoble (38)")
    expect(asker.get_by_role("main")).to_contain_text("Distance au réseau, en ligne droite")
    assert "Clemenceau" not in asker.url
    told = service.mails_to(OPERATOR)
    choose(asker, "J’accepte que les informations cochées")
    form = asker.url
    asker.get_by_role("main").get_by_role("button", name=re.compile("^Envoyer à")).click()
    expect(asker.get_by_role("heading", level=1)).to_have_text("Votre demande est envoyée")
    thread = thread_of(asker)

    # The desk reads where it is and how far.
    service.wait_for_mail(OPERATOR, told)
    operator.goto(f"/exploitant/demandes/{thread}/")
    desk = operator.get_by_role("main")
    expect(desk).to_contain_text(FOUND)
    expect(desk).to_contain_text(re.compile(rf"\b{distance}\sm\b"))

    # The same form again says first that there is a thread; a rendez-vous joins it.
    told = service.mails_to(OPERATOR)
    asker.goto(form)
    expect(asker.get_by_role("heading", level=1)).to_contain_text("Vous avez déjà une demande")
    asker.get_by_role("link", name="Demander un rendez-vous, dans le même échange").click()
    expect(asker.get_by_role("main")).to_contain_text("Vous avez déjà une demande ouverte")
    choose(asker, "J’accepte que les informations cochées")
    asker.get_by_role("main").get_by_role("button", name=re.compile("^Envoyer à")).click()
    expect(asker).to_have_url(re.compile(thread))
    expect(asker.get_by_role("main")).to_contain_text("Demander un devis et un rendez-vous")
    mail = service.wait_for_mail(OPERATOR, told)
    assert "vous demande aussi un rendez-vous" in mail.subject
    operator.reload()
    expect(desk).to_contain_text("Demander un devis et un rendez-vous")
