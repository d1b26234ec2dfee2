"""A demande, from the directory to the survey: finds an ambassador, writes, is answered, visits
the boiler room, and says two days later whether it helped.
"""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.walks import choose, later, link_in, write_to

PROSPECT, NAME = "philippe@demo.test", "Philippe R."
AMBASSADOR = "jeanluc@demo.test"
RESIDENCE = "Le Parc des Ormes"
PHONE = "06 39 98 00 11"


@pytest.mark.both_databases
def test_finds_writes_visits_and_answers_the_survey(service, new_context, sign_in):
    demande, host = new_context().new_page(), new_context().new_page()
    sign_in(demande, PROSPECT)
    sign_in(host, AMBASSADOR)

    # From the directory, a request; the ambassador reads it from the mail.
    told = service.mails_to(AMBASSADOR)
    thread = write_to(
        demande,
        RESIDENCE,
        "Demander une visite",
        f"Pourrions-nous voir votre sous-station ? Mon numéro : {PHONE}.",
    )
    mail = service.wait_for_mail(AMBASSADOR, told)
    assert PROSPECT not in mail.text + mail.html
    assert PHONE not in mail.text + mail.html
    host.goto(link_in(mail, f"/mises-en-relation/{thread}/"))
    expect(host.get_by_role("main")).to_contain_text("voir votre sous-station")
    expect(host.get_by_role("main")).not_to_contain_text(PHONE)

    # The answer, then a date open to visitors.
    told = service.mails_to(PROSPECT)
    host.locator("[name=body]").fill("Avec plaisir, je propose une date ici même.")
    host.get_by_role("button", name="Envoyer", exact=True).click()
    expect(host.get_by_role("main")).to_contain_text("Avec plaisir")
    # What became of it is said where one reads, however far down the message is.
    expect(host.get_by_role("status")).to_be_in_viewport()
    mail = service.wait_for_mail(PROSPECT, told)
    assert AMBASSADOR not in mail.text + mail.html
    answer = link_in(mail, f"/mises-en-relation/{thread}/")
    host.get_by_role("link", name="Proposer une date").click()
    host.locator("[name=day]").fill((date.today() + timedelta(days=4)).isoformat())
    host.locator("[name=at]").fill("17:30")
    host.locator("[name=meeting_point]").fill("Devant le portail vert")
    host.get_by_role("button", name="Proposer cette visite").click()
    expect(host.get_by_role("heading", level=1)).to_contain_text("Je reçois")
    visit = host.url

    # From the thread, a place; where to meet stays unsaid until the day before.
    demande.goto(answer)
    expect(demande.get_by_role("main")).to_contain_text("Avec plaisir")
    demande.get_by_role("link", name=re.compile("à 17 h 30")).first.click()
    demande.get_by_role("button", name="Réserver ma place").click()
    expect(demande.get_by_role("main")).to_contain_text("Votre place est réservée")
    expect(demande.get_by_role("main")).not_to_contain_text("portail vert")
    host.reload()
    expect(host.get_by_role("main")).to_contain_text(NAME)

    # The visit is over for three days: its host says who came.
    told = service.mails_to(AMBASSADOR)
    later(service, thread, days=7)
    asked = [mail for mail in service.mails_to(AMBASSADOR) if mail not in told]
    assert any("/visites/" in mail.text for mail in asked), asked
    host.goto(visit)
    host.get_by_role("link", name="Dire qui est venu").click()
    choose(host, NAME)
    host.get_by_role("button", name="Enregistrer").click()
    expect(host.get_by_role("main")).to_contain_text("Visite tenue")

    # The survey: reading the link answers nothing, the button does, once.
    told = service.mails_to(PROSPECT)
    later(service, thread, days=0)
    mail = service.wait_for_mail(PROSPECT, told)
    survey = link_in(mail, "/enquetes/")
    # Whoever opens the mail may be signed out.
    answering = new_context().new_page()
    for _ in range(2):
        answering.goto(survey)
        expect(answering.get_by_role("heading", level=1)).to_have_text(
            "Trois questions, une minute"
        )
    choose(answering, "Oui")
    choose(answering, "Je ne sais pas, ou le projet s’arrête")
    answering.locator("[name=comment]").fill("Tout était clair.")
    answering.get_by_role("button", name="Envoyer mes réponses").click()
    expect(answering.get_by_role("heading", level=1)).to_contain_text("Merci")
    answering.goto(survey)
    expect(answering.get_by_role("button", name="Envoyer mes réponses")).to_have_count(0)
