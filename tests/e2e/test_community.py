"""The loop of the community: asked, told, answered by mail, thanked, corrected, followed, found."""

import re
import time
from secrets import randbelow
from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.e2e.service import WAIT_S
from tests.e2e.walks import link_in

# What waits for the morning leaves now, for one person.
MORNING_COMES = """
from datetime import timedelta
from django.utils import timezone
from communaute.comptes.models import User
from communaute.notifications.steps import gather
from communaute.notifications.models import Mail
now = timezone.now()
person = User.objects.get(email="{address}")
assert Mail.objects.held().filter(user=person).update(planned_at=now), "nothing waits"
assert gather(person.pk, now + timedelta(days=1)), "nothing to gather"
"""


class Cast(NamedTuple):
    """One person asks once a minute and is asked three times a week: each walk has its own people,
    and its own network. `word` is in no text of the demonstration, `typo` is how it is typed."""

    asker: str
    ambassadors: tuple[str, ...]
    follower: str
    space: str
    word: str
    typo: str


CASTS = {
    True: Cast(
        "christine",
        ("yann", "nolwenn", "sylvie"),
        "elodie",
        "3506C",
        "thermosiphon",
        "termosifon",
    ),
    False: Cast(
        "alain",
        ("colette", "thierry", "aicha", "patrick"),
        "robert",
        "2106C",
        "clapet",
        "klapets",
    ),
}


def mailbox_of(login: str) -> str:
    return f"{login}@demo.test"


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_question_is_answered_by_mail_thanked_and_found(
    service, new_context, sign_in, javascript
):
    cast = CASTS[javascript]

    def page_of(login=""):
        page = new_context(java_script_enabled=javascript).new_page()
        if login:
            sign_in(page, mailbox_of(login))
        return page

    # The same words twice are taken for a double click: each run has its own.
    title = f"Faut-il revoir les tuyaux de notre cave de {100 + randbelow(900)} m² ?"
    known = {login: service.mails_to(mailbox_of(login)) for login in cast.ambassadors}

    # Asked: the ambassadors of the network are told, a few at a time.
    asking = page_of(cast.asker)
    asking.goto(f"/communaute/questions/poser/?espace={cast.space}")
    asking.locator("[name=title]").fill(title)
    asking.locator("[name=body]").fill("Ils ont trente ans et personne ne sait ce qu’ils valent.")
    asking.get_by_role("button", name="Publier ma question").click()
    expect(asking.get_by_role("heading", level=1)).to_have_text(title)
    question = asking.url.split("?")[0]
    told = told_of(service, known, title)

    # A neighbour follows it.
    following = page_of(cast.follower)
    following.goto(question)
    following.get_by_role("button", name=re.compile("^Suivre cette question")).first.click()
    expect(following.get_by_role("main")).to_contain_text("Ne plus suivre")

    # One of them answers by mail: it is published, with a badge, and said so.
    login, mail = next(iter(told.items()))
    before = service.mails_to(mailbox_of(login))
    service.answer(mail, f"Chez nous, le {cast.word} a suffi : deux jours, et rien à casser.")
    done = service.wait_for_mail(mailbox_of(login), before, "est publiée")
    path = link_in(done, "/communaute/questions/")

    # Thanked: it helped, and it is useful.
    asking = asking.context.new_page()
    asking.goto(path)
    answer = asking.locator("article.cu-answer")
    expect(answer).to_contain_text(cast.word)
    expect(answer).to_contain_text("Ambassadeur")
    answer.get_by_role("button", name=re.compile("^Cette réponse m’a aidé")).click()
    expect(answer).to_contain_text("Réponse retenue")
    answer.get_by_role("button", name=re.compile("^Utile")).click()
    expect(answer.get_by_role("button", name=re.compile(r"^Utile \(1\)"))).to_be_visible()

    # Corrected: what it said before is kept, and read by anybody.
    asking.get_by_role("link", name=re.compile("^Modifier")).first.click()
    asking.locator("[name=body]").fill(
        "Ils ont quarante ans et personne ne sait ce qu’ils valent. Le chauffagiste parle de les "
        "remplacer tous, et le devis dépasse de beaucoup ce que nous avions prévu pour cette année."
    )
    asking.get_by_role("button", name="Enregistrer").click()
    passing = page_of()
    passing.goto(question)
    passing.get_by_role("link", name=re.compile("voir les versions")).first.click()
    versions = passing.get_by_role("main")
    expect(versions).to_contain_text("trente")
    expect(versions).to_contain_text("quarante")

    # Followed: one mail in the morning, which stops from itself, signed out.
    mornings = service.mornings_to(mailbox_of(cast.follower))
    morning = MORNING_COMES.format(address=mailbox_of(cast.follower))
    service.commands.run("shell", "-c", morning)
    digest = service.wait_for_mail(mailbox_of(cast.follower), mornings, title, morning=True)
    passing.goto(link_in(digest, "/mon-compte/notifications/arreter/"))
    passing.get_by_role("button", name="Ne plus les recevoir").click()
    expect(passing.get_by_role("heading", level=1)).to_have_text("C’est fait")
    following.goto("/mon-compte/notifications/recues/")
    expect(following.get_by_role("main")).to_contain_text(title)

    # Found, mistyped, by who comes next.
    passing.goto(f"/recherche/?q={cast.typo}")
    expect(passing.get_by_role("main")).to_contain_text(cast.word)
    passing.get_by_role("link", name=title).first.click()
    expect(passing.locator("article.cu-answer")).to_contain_text(cast.word)


def told_of(service, known, title):
    """Two of those who were told of the question by a mail of its own, and that mail."""
    told = {}
    deadline = time.monotonic() + WAIT_S
    while len(told) < 2:
        assert time.monotonic() < deadline, list(told)
        for login, before in known.items():
            names = {mail.name for mail in before}
            for mail in service.mails_to(mailbox_of(login)):
                if mail.name not in names and title in " ".join(mail.text.split()):
                    told[login] = mail
        time.sleep(0.2)
    return told
