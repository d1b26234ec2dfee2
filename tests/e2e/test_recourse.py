"""A text reported by a passer-by, hidden, contested, given back: each by their own mail, and
without JavaScript but for the agencies."""

import re

from playwright.sync_api import expect

from tests.e2e.walks import choose, link_in, seed, undo_is_over

VISITOR, AUTHOR, AGENT = "passante@e2e.test", "denise42@e2e.test", "agent42@e2e.test"
OTHER_AGENCY = "agence.dijon@demo.test"
TEXT = "Chez nous l’installateur du quartier a tout changé en une semaine"


def test_reported_hidden_contested_and_given_back(service, new_context, sign_in):
    seed(service, "retained", "42", f"{TEXT}.")
    told = service.mails_to(AUTHOR)

    # Somebody without an account reports an answer, and gets an acknowledgment.
    visitor = new_context(java_script_enabled=False).new_page()
    visitor.goto("/communaute/espaces/e2e-42/")
    visitor.get_by_role("link", name="Quel chauffage pour notre immeuble").first.click()
    question = visitor.url
    answer = visitor.locator("article.cu-answer")
    expect(answer).to_contain_text("Réponse retenue")
    expect(answer).to_contain_text("Utile à 2 personnes")
    answer.get_by_role("link", name="Signaler").click()
    choose(visitor, "Publicité")
    visitor.locator("[name=explanation]").fill("Cela ressemble à une publicité pour un ami.")
    visitor.locator("[name=email]").fill(VISITOR)
    choose(visitor, "Je signale ce texte de bonne foi")
    visitor.get_by_role("button", name="Envoyer le signalement").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Merci, c’est bien reçu")
    received = service.wait_for_mail(VISITOR, [], "bien reçu votre signalement")
    visitor.goto(link_in(received, "/moderation/signalements/"))
    expect(visitor.get_by_role("main")).to_contain_text("au plus tard le")

    # The agency hides it. Nobody is told before the five minutes have passed.
    agency = new_context().new_page()
    sign_in(agency, AGENT)
    agency.goto("/moderation/")
    agency.get_by_role("link", name=re.compile(TEXT[:40])).click()
    agency.get_by_label("Publicité ou démarchage").check(force=True)
    agency.get_by_label("Le passage qui pose problème").fill(TEXT)
    agency.get_by_role("button", name="Masquer").click()
    expect(agency.locator(".mod-undo")).to_be_visible()
    visitor.goto(question)
    expect(visitor.get_by_role("main")).not_to_contain_text(TEXT)
    assert service.mails_to(AUTHOR) == told
    undo_is_over(service)
    decided = service.wait_for_mail(AUTHOR, told, "CE QUI EST DÉCIDÉ")
    assert VISITOR not in decided.text
    assert "Quelqu’un d’autre relira tout" in " ".join(decided.text.split())

    # Its author contests by the link of the mail, signed out.
    author = new_context(java_script_enabled=False).new_page()
    author.goto(link_in(decided, "/moderation/decisions/"))
    expect(author.get_by_role("main")).to_contain_text(TEXT)
    author.locator("[name=text]").fill("Je ne vends rien : je raconte ce qui s’est passé.")
    author.get_by_role("button", name="Envoyer mon recours").click()
    expect(author.get_by_role("main")).to_contain_text("Votre recours est bien reçu")

    # Another agency reads it again, and decides otherwise.
    other = new_context().new_page()
    sign_in(other, OTHER_AGENCY)
    other.goto("/moderation/recours/")
    other.get_by_role("main").get_by_role("link", name=re.compile("je raconte")).click()
    choose(other, "tout est remis comme avant")
    other.locator("[name=reply]").fill("Vous racontez votre expérience : rien n’est à vendre.")
    other.get_by_role("button", name="Envoyer la réponse").click()
    expect(other.get_by_role("main")).to_contain_text("Votre réponse est envoyée")

    # All is as before, and each of them knows.
    visitor.goto(question)
    expect(answer).to_contain_text(TEXT)
    expect(answer).to_contain_text("Réponse retenue")
    expect(answer).to_contain_text("Utile à 2 personnes")
    undo_is_over(service)
    service.wait_for_mail(AUTHOR, [decided], "Votre recours est accepté")
    service.wait_for_mail(AGENT, [], "La décision est annulée")
    service.wait_for_mail(VISITOR, [received], "remis en ligne")
    author.reload()
    expect(author.get_by_role("main")).to_contain_text("la décision a été revue")
