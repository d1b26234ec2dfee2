"""The desks at work: an operator takes a demande to « Raccordé »; an agency verifies an
ambassador, and is alerted of a request that nobody answers.
"""

import email
import re

from playwright.sync_api import expect

from tests.e2e.walks import (
    apply_as_ambassador,
    choose,
    later,
    link_in,
    thread_of,
    undo_is_over,
    write_to,
)

OPERATOR, OPERATOR_ELSEWHERE = "exploitant@demo.test", "exploitant.dijon@demo.test"
AGENCY, AGENCY_ELSEWHERE = "agence@demo.test", "agence.dijon@demo.test"
ASKER = "fatou@demo.test"
APPLICANT, APPLICANT_RESIDENCE = "olivier@demo.test", "Résidence de la Vérification"
WAITING, SILENT_RESIDENCE = "hugo@demo.test", "Copropriété Vercors-Chartreuse"
# Each status of the way to a connection, and the note that goes with it.
WAY = [
    ("Recontacté pour étude", "Appelée lundi : visite technique prévue."),
    ("Proposition envoyée", "Devis de 412 000 € envoyé au syndic."),
    ("Voté en assemblée générale", "Voté à l’unanimité."),
    ("Travaux en cours", "Tranchée ouverte dans la cour."),
    ("Raccordé", "Chaleur livrée ce matin."),
]


def test_operator_takes_a_demande_to_connected(service, new_context, sign_in):
    asker, operator, elsewhere = (new_context().new_page() for _ in range(3))
    sign_in(asker, ASKER)
    sign_in(operator, OPERATOR)
    sign_in(elsewhere, OPERATOR_ELSEWHERE)

    # A request from the page of the network: nothing leaves without the consent box.
    asked = service.mails_to(OPERATOR)
    asker.goto("/reseaux/3802C/")
    asker.get_by_role("link", name="Demander un devis").click()
    asker.locator("[name=commune]").fill("Grenoble (38)")
    asker.locator("[name=address]").fill("8 rue de l’Essai")
    asker.locator("[name=lots]").fill("37")
    send = asker.get_by_role("main").get_by_role("button", name=re.compile("^Envoyer à"))
    send.click()
    expect(asker.get_by_role("main")).to_contain_text("sans votre accord, rien n’est transmis")
    choose(asker, "J’accepte que les informations cochées")
    send.click()
    expect(asker.get_by_role("heading", level=1)).to_have_text("Votre demande est envoyée")
    thread = thread_of(asker)

    # The desk: the demande, every status with a note, what the asker is told at each.
    service.wait_for_mail(OPERATOR, asked)
    operator.goto("/exploitant/?etat=attente")
    page = f"/exploitant/demandes/{thread}/"
    # Several at once (here, one): from the list, and back to it with its filter.
    # The words of the label are for screen readers: one clicks the box drawn in their place.
    operator.locator(f'[id="choisir-{thread}"]').check(force=True)
    operator.get_by_text("Agir sur plusieurs demandes").click()
    give = operator.get_by_role("button", name="Confier", exact=True)
    give.click()
    expect(operator.locator("#erreurs")).to_contain_text("Choisissez à qui les confier")
    operator.locator("#ensemble [name=colleague]").select_option(index=1)
    give.click()
    expect(operator.get_by_role("main").get_by_role("status")).to_contain_text(
        "1 demande confiée à"
    )
    expect(operator).to_have_url(re.compile(r"/exploitant/\?etat=attente$"))
    operator.locator(f'a[href="{page}"]').click()
    expect(operator.get_by_role("main")).to_contain_text("37")
    for status, note in WAY:
        told = service.mails_to(ASKER)
        operator.locator("[name=status]").select_option(label=status)
        operator.locator("[name=note]").fill(note)
        operator.locator("section", has=operator.locator("#repondre")).get_by_role(
            "button", name="Envoyer", exact=True
        ).click()
        expect(operator.locator("#suivi")).to_have_text(f"Suivi : {status.lower()}")
        undo_is_over(service)
        mail = service.wait_for_mail(ASKER, told)
        # Notes are for colleagues.
        assert note not in mail.text + mail.html
    history = operator.locator(".dk-events")
    for status, note in WAY:
        expect(history).to_contain_text(f"→ {status}")
        expect(history).to_contain_text(note)

    # The asker sees where it stands, never the notes; another operator sees nothing at all.
    asker.goto(f"/mises-en-relation/{thread}/")
    expect(asker.get_by_role("main")).not_to_contain_text(WAY[1][1])
    assert elsewhere.goto(page).status == 404
    operator.goto("/exploitant/?etat=raccorde")
    expect(operator.locator(f'a[href="{page}"]')).to_have_count(1)


def test_agency_verifies_an_ambassador_from_its_desk(service, new_context, sign_in):
    applicant, agency = new_context().new_page(), new_context().new_page()
    sign_in(applicant, APPLICANT)
    sign_in(agency, AGENCY)
    apply_as_ambassador(applicant, "Olivier", APPLICANT_RESIDENCE)
    told = service.mails_to(APPLICANT)
    agency.goto("/agence/")
    agency.get_by_role("link", name=f"Olivier, {APPLICANT_RESIDENCE}").click()
    agency.get_by_role("button", name="Accepter pour 24 mois").click()
    expect(agency.get_by_role("main")).to_contain_text("Olivier est ambassadeur")
    service.wait_for_mail(APPLICANT, told)
    agency.goto("/agence/ambassadeurs/")
    expect(agency.get_by_role("main")).to_contain_text(APPLICANT_RESIDENCE)


def test_agency_is_alerted_after_ten_days_without_answer(service, new_context, sign_in):
    waiting, agency, elsewhere = (new_context().new_page() for _ in range(3))
    sign_in(waiting, WAITING)
    thread = write_to(
        waiting,
        SILENT_RESIDENCE,
        "Poser une question en privé",
        "Combien de temps sans chauffage pendant les travaux ?",
    )
    sign_in(agency, AGENCY)
    sign_in(elsewhere, AGENCY_ELSEWHERE)
    agency.goto("/agence/")
    expect(agency.get_by_role("main")).not_to_contain_text(SILENT_RESIDENCE)

    told = service.mails_to(AGENCY)
    later(service, thread, days=10)
    mail = service.wait_for_mail(AGENCY, told, "a été relancé")
    assert "ne répond pas depuis" in mail.subject
    assert WAITING not in mail.text + mail.html
    agency.goto(link_in(mail, "/agence/"))
    alert = agency.locator(".dk-late").filter(has_text=SILENT_RESIDENCE)
    expect(alert).to_have_count(1)
    # What was written stays between the two of them.
    expect(agency.get_by_role("main")).not_to_contain_text("sans chauffage pendant")
    elsewhere.goto("/agence/")
    expect(elsewhere.get_by_role("main")).not_to_contain_text(SILENT_RESIDENCE)
    assert not _alerts(service, AGENCY_ELSEWHERE)

    # The clock ticks again: nothing is said twice.
    later(service, thread, days=0)
    about_it = _thread_of_mails(service, mail)
    told = [one for one in _alerts(service, AGENCY) if _thread_of_mails(service, one) == about_it]
    assert [one.name for one in told] == [mail.name]


def _alerts(service, address):
    """What the clock says of silences; the mails of a first sign-in come when they can."""
    return [one for one in service.mails_to(address) if "ne répond pas depuis" in one.subject]


def _thread_of_mails(service, mail):
    """Each request has its own: the demonstration has another that waits for too long."""
    raw = (service.mails_folder / f"{mail.name}.eml").read_bytes()
    return email.message_from_bytes(raw)["References"]
