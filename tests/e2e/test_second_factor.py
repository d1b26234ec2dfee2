"""Protecting one's account: a passkey made and used, then the codes of an application."""

import re
import time

from allauth.mfa.totp.internal.auth import hotp_value
from playwright.sync_api import expect

ADDRESS = "cle-dacces@exemple.test"
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def create_account(page, service):
    known = service.mails_to(ADDRESS)
    page.goto("/comptes/inscription/")
    page.locator("[name=display_name]").fill("Monique D.")
    page.locator("[name=email]").last.fill(ADDRESS)
    page.get_by_role("main").get_by_role("button", name=re.compile("compte|code")).first.click()
    mail = service.wait_for_mail(ADDRESS, known)
    page.locator("[name=code]").fill(re.search(r"\d{3}-\d{3}", mail.text)[0])
    page.locator("form:has([name=code]) button[type=submit]").first.click()
    page.wait_for_url("**/mon-compte/**")


def sign_out(page):
    page.get_by_role("button", name="Se déconnecter").first.click()
    page.goto("/comptes/connexion/")


def test_a_passkey_then_an_application_protect_an_account(new_context, service):
    url = service.url.replace("127.0.0.1", "localhost")
    context = new_context(base_url=url)
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = devices.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    create_account(page, service)

    page.goto("/mon-compte/securite/")
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    page.locator("[name=name]").fill("Mon téléphone")
    page.get_by_role("button", name="Créer ma clé d’accès").click()
    codes = page.locator(".cu-spare-codes li")
    expect(codes).to_have_count(10)
    spare = codes.first.inner_text()
    page.get_by_role("link", name="C’est noté").click()
    expect(page.get_by_role("main")).to_contain_text("Mon téléphone")

    sign_out(page)
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    page.wait_for_url("**/mon-compte/")

    # An application too, proved again with the passkey, as of who signed in long ago; the code of
    # the mail then asks for it.
    page.goto("/comptes/identite/cle/?next=/mon-compte/securite/application/")
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    secret = page.locator(".cu-account__secret").inner_text()
    page.locator("[name=code]").fill(f"{hotp_value(secret, int(time.time()) // 30):06}")
    page.get_by_role("button", name="Protéger mon compte").click()
    expect(page.get_by_role("main")).to_contain_text("votre application protège votre compte")

    # The device is lost: the browser says so, and a spare code opens the door.
    devices.send("WebAuthn.removeVirtualAuthenticator", device)
    sign_out(page)
    known = service.mails_to(ADDRESS)
    page.locator("#code-email").fill(ADDRESS)
    page.get_by_role("button", name="Recevoir un code").click()
    mail = service.wait_for_mail(ADDRESS, known, "pour vous connecter")
    page.locator("[name=code]").fill(re.search(r"\d{3}-\d{3}", mail.text)[0])
    page.locator("form:has([name=code]) button[type=submit]").first.click()
    expect(page.locator("h1")).to_contain_text("Deuxième étape")
    page.locator("[name=code]").fill(spare)
    page.get_by_role("button", name="Entrer").click()
    page.wait_for_url("**/mon-compte/")
