"""One's data asked for and read; one's account closed, taken back, closed again and erased."""

import io
import json
import re
import zipfile
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.walks import choose, link_in, seed

CODE = "48"
ADDRESS = f"voisin{CODE}@e2e.test"
QUESTION = "Quel chauffage pour notre immeuble ?"
# The account was opened an hour ago in this browser: what touches its safety asks who it is.

AN_HOUR_LATER = f"""
import time
from communaute.comptes.models import User
from communaute.comptes.sessions.services import BEGUN
from communaute.comptes.sessions.services import open_sessions
from config.sessions import SessionStore

for row in open_sessions(User.objects.get(email="{ADDRESS}")):
    session = SessionStore(row.session_key)
    session[BEGUN] = time.time() - 3600
    session["account_authentication_methods"] = []
    session.save()
"""
EIGHT_DAYS_LATER = f"""
from datetime import timedelta
from django.core.management import call_command
from django.db.models import F
from communaute.donnees.models import Departure

eight = timedelta(days=8)
rows = Departure.objects.filter(user__email="{ADDRESS}")
assert rows.update(asked_at=F("asked_at") - eight, due_at=F("due_at") - eight) == 1
call_command("tick")
"""


def confirm_it_is_me(page):
    """The account has a password: it is asked for first."""
    expect(page.locator("h1")).to_have_text("Confirmez que c’est bien vous")
    page.locator("[name=password]").fill("demo-chauffage")
    page.get_by_role("button", name="Continuer").click()


def close(page, texts, *, sure=True):
    page.goto("/mon-compte/fermer/")
    choose(page, texts)
    if sure:
        choose(page, "J’ai compris")
    page.get_by_role("main").get_by_role("button", name="Fermer mon compte").click()


def test_data_leave_in_a_zip_then_the_account_is_erased(service, new_context, sign_in):
    seed(service, "open_place", CODE)
    reader, page = new_context().new_page(), new_context().new_page()
    sign_in(page, ADDRESS)
    service.commands.run("shell", "-c", AN_HOUR_LATER)

    # A copy: asked once one has said who one is, made by the worker, told by mail.
    page.goto("/mon-compte/donnees/")
    page.get_by_role("link", name="Recevoir une copie de mes données").click()
    known = service.mails_to(ADDRESS)
    page.get_by_role("link", name="Demander une copie").click()
    confirm_it_is_me(page)
    page.get_by_role("main").get_by_role("button", name="Demander une copie").click()
    mail = service.wait_for_mail(ADDRESS, known, "La copie de vos données")
    link = link_in(mail, "/mon-compte/donnees/copie/")
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Votre copie est prête")
    with page.expect_download() as received:
        page.get_by_role("link", name=re.compile("Recevoir ma copie")).click()
    with zipfile.ZipFile(io.BytesIO(Path(received.value.path()).read_bytes())) as archive:
        told = archive.read("mes-donnees.html").decode()
        kept = json.loads(archive.read("mes-donnees.json"))
    assert ADDRESS in told
    assert QUESTION in told
    assert QUESTION in json.dumps(kept, ensure_ascii=False)
    # The link opens nothing to who is not signed in as its owner.
    reader.goto(link)
    expect(reader).to_have_url(re.compile("/comptes/connexion/"))

    # Nothing closes before the box is ticked, and the choice made stays.
    close(page, "Les effacer", sure=False)
    expect(page.locator("#erreurs")).to_contain_text("Cochez cette case")
    expect(page.locator("[name=textes][value=effacer]")).to_be_checked()
    known = service.mails_to(ADDRESS)
    close(page, "Les effacer")
    expect(page.locator("h1")).to_have_text("Votre compte est fermé")
    page.goto("/mon-compte/")
    expect(page).to_have_url(re.compile("/comptes/connexion/"))

    # On second thoughts: the link of the mail opens it again, and the text never left.
    mail = service.wait_for_mail(ADDRESS, known, "Vous changez d’avis")
    known = service.mails_to(ADDRESS)
    page.goto(link_in(mail, "/mon-compte/fermer/annuler/"))
    page.get_by_role("button", name="Garder mon compte").click()
    expect(page.locator("h1")).to_have_text("Vous gardez votre compte")
    service.wait_for_mail(ADDRESS, known, "est annulée")
    reader.goto("/communaute/")
    reader.get_by_role("link", name=QUESTION).first.click()
    asked = reader.url
    expect(reader.get_by_role("main")).to_contain_text(f"Voisin {CODE}")

    # For good, leaving the text: eight days later, nobody has this account any more.
    sign_in(page, ADDRESS)
    close(page, "Les laisser en ligne, sans mon nom")
    expect(page.locator("h1")).to_have_text("Votre compte est fermé")
    service.commands.run("shell", "-c", EIGHT_DAYS_LATER)
    reader.goto(asked)
    expect(reader.get_by_role("main")).to_contain_text("Ancien membre")
    expect(reader.locator("body")).not_to_contain_text(f"Voisin {CODE}")
    page.goto("/comptes/connexion/")
    page.get_by_label("Votre adresse électronique").fill(ADDRESS)
    page.get_by_role("button", name="J’ai un mot de passe").click()
    page.get_by_label("Votre mot de passe").fill("demo-chauffage")
    page.get_by_role("main").get_by_role("button", name="Se connecter").click()
    expect(page.locator("#erreurs, .fr-alert--error, .fr-message--error").first).to_be_visible()
