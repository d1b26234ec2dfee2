"""What the walks share: choices, links of mails, an application, and time that passes."""

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from config.mail import StoredMail
from tests.e2e.service import QUIET, Service
from tests.files import PDF

THREAD = re.compile(r"/mises-en-relation/([0-9a-f-]{36})/")
LATER = """
from datetime import timedelta
from django.core.management import call_command
from django.db.models import F
from ambassadeurs.demandes.models import Demande
from ambassadeurs.visites.models import Visit
past = timedelta(days={days})
rows = Demande.objects.filter(public_id="{thread}")
changed = rows.update(
    created_at=F("created_at") - past, first_answer_at=F("first_answer_at") - past
)
assert changed == 1, changed
visits = Visit.objects.filter(bookings__demande__in=rows)
visits.update(starts_at=F("starts_at") - past)
call_command("tick")
"""


UNDO_IS_OVER = """
from django.utils import timezone
from ambassadeurs.demandes.models import Demande, DeskAct, Message
from communaute.notifications.models import Mail, Notification
from socle.scheduler.runner import run

now = timezone.now()
Message.objects.update(shown_from=None)
Demande.objects.update(told_from=None)
DeskAct.objects.filter(connects_at__gt=now).update(connects_at=now)
run(now, only=["guichets.connect"])
Mail.objects.waiting().update(planned_at=now, due_at=now, not_before=None)
Notification.objects.filter(not_before__gt=now).update(not_before=now)
"""

# Until the fonts are there and nothing moves: what moves is brought to its end at once, but what
# never ends, a wheel that turns.
# Two frames: what a new size or a click begins is begun at the next.
STILL = """async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 2; frame++) {
    await new Promise(requestAnimationFrame);
  }
  const moving = () => document.getAnimations().filter(one =>
    one.playState === "running" && one.effect.getComputedTiming().endTime !== Infinity);
  for (let found = moving(); found.length; found = moving()) {
    found.forEach(one => one.finish());
    await new Promise(requestAnimationFrame);
  }
}"""


def still(page: Page) -> None:
    """Wait until the page is whole and nothing on it moves: colours and places are then those that
    people see. Needs scripts."""
    page.wait_for_load_state()
    page.evaluate(STILL)


def width_of(page: Page) -> int:
    """In pixels, all that it would scroll to included, once its styles are there."""
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth")


def seed(service: Service, what: str, *given: object, **named: object) -> None:
    """Write what a walk starts from: a function of `tests.e2e.seeds`, by its name."""
    call = ", ".join([*map(repr, given), *(f"{name}={value!r}" for name, value in named.items())])
    service.commands.run("shell", "-c", f"from tests.e2e import seeds; seeds.{what}({call})")


def choose(page: Page, label: str) -> None:
    """Click a choice as people do: on its words (the DSFR draws the box over the input)."""
    page.get_by_role("main").locator("label").filter(has_text=label).first.click()


def link_in(mail: StoredMail, path: str) -> str:
    """The link of a mail that leads to `path`; the same in its text and its HTML."""
    link = re.search(rf"http://127\.0\.0\.1:\d+({path}[^\s\"<>)]*)", mail.text)
    assert link, mail.text
    assert link[0] in mail.html.replace("&amp;", "&")
    return link[1]


def thread_of(page: Page) -> str:
    """The identifier of the mise en relation whose page is open."""
    found = THREAD.search(page.url)
    assert found, page.url
    return found[1]


def later(service: Service, thread: str, *, days: int) -> None:
    """`days` pass for one mise en relation and the visits booked from it; then the clock ticks."""
    service.commands.run("shell", "-c", LATER.format(thread=thread, days=days) + QUIET)


def undo_is_over(service: Service) -> None:
    """The minutes during which an act may be undone have passed: what was done is told."""
    service.commands.run("shell", "-c", UNDO_IS_OVER)


def write_to(page: Page, residence: str, words: str, text: str) -> str:
    """From the directory to the confirmation; returns the identifier of the thread opened.

    `words` are those of the button of the residence's page; the demo's buildings are in Grenoble.
    """
    page.goto("/ambassadeurs/?commune=38185")
    page.get_by_role("main").get_by_role("link", name=residence).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(residence)
    page.get_by_role("link", name=re.compile(words)).first.click()
    page.locator("[name=commune]").fill("Grenoble (38)")
    page.locator("[name=lots]").fill("52")
    page.locator("[name=message]").fill(text)
    page.get_by_role("main").get_by_role("button", name=re.compile("^Envoyer à")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre demande est envoyée")
    return thread_of(page)


def apply_as_ambassador(page: Page, first_name: str, residence: str) -> None:
    """Somebody signed in asks for a mandate on the network of Grenoble, with a proof."""
    page.goto("/ambassadeurs/devenir/")
    page.locator("[name=first_name]").fill(first_name)
    page.locator("[name=role]").select_option(index=1)
    page.locator("[name=name]").fill(residence)
    page.locator("[name=commune]").fill("Grenoble (38)")
    page.locator("[name=reseau]").fill("3802C")
    page.locator("[name=connected_year]").fill("2021")
    page.locator("[name=lots]").fill("64")
    page.locator("[name=proof]").set_input_files(
        {"name": "facture.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    agreed_on = date.today() - timedelta(days=30)
    page.locator("[name=council_agreed_on]").fill(agreed_on.isoformat())
    choose(page, "J’ai lu ce mandat et je l’accepte")
    page.get_by_role("button", name="Envoyer ma demande").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre demande est partie")
    expect(page.get_by_role("main")).to_contain_text("Agence de l’énergie de démonstration – Isère")
