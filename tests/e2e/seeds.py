"""People and texts that a walk starts from, written in the database of the service.

Played by `walks.seed`, in a process with its settings. Each walk has an agency, a département and
people of its own: one may ask once a minute, and no walk waits for another.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.rich_text import RichText

from ambassadeurs.assemblees.models import Assemblee
from ambassadeurs.assemblees.services import plan
from ambassadeurs.coproprietes.models import Copropriete, CoproprieteMember
from ambassadeurs.coproprietes.projects.services import create_building
from ambassadeurs.demonstration.people import PASSWORD
from ambassadeurs.reseaux.models import Reseau
from cms.event_registrations.models import Registration
from cms.event_registrations.notify import path_of
from cms.event_registrations.notify import token_of as registration_token
from cms.event_registrations.services import ask, confirm
from cms.models import GuidePage, HomePage, StandardPage
from cms.pages.models import EventPage, NewsIndexPage
from cms.services import rule
from cms.site.models import Brand, EasyPage, Menus
from communaute.comptes.models import Organisation, User
from communaute.comptes.services import add_member, create_account, create_organisation
from communaute.moderation.appeals import appeal
from communaute.moderation.enums import DecisionKind, Ground, NoticeCategory, SanctionKind
from communaute.moderation.models import Case, Decision
from communaute.moderation.registry import by_key
from communaute.moderation.sanctions.services import propose_measure, sanction_person
from communaute.moderation.second_reading.models import SecondReading
from communaute.moderation.services import Reasons, decide_case, report
from communaute.moderation.tokens import signed_url
from communaute.organisations.invitations import invite, token_of
from communaute.questions.effects import mark_useful
from communaute.questions.models import Answer, Question, Summary
from communaute.questions.services import accept_answer, answer_question, create_space
from communaute.territoires.models import Commune, Departement


@dataclass(frozen=True)
class Place:
    """A département with its agency, who moderates there, and a question by `asker`."""

    code: str
    agent: User
    asker: User
    question: Question

    def person(self, name: str, *, signs_in: bool = False) -> User:
        """`name` + the code."""
        return _person(name, self.code, signs_in=signs_in)

    def answer(self, author: User, body: str) -> Answer:
        """A published answer, without the rules of who writes."""
        Question.objects.filter(pk=self.question.pk).update(
            answers_count=self.question.answers.count() + 1, first_answer_at=timezone.now()
        )
        return Answer.objects.create(
            author=author,
            question=self.question,
            body=body,
            body_html=f"<p>{body}</p>",
            departement_id=self.question.departement_id,
        )

    def reported(self, content: Answer) -> Case:
        """Its case, once `asker` reported it."""
        notice, _ = report(
            actor=self.asker,
            kind=by_key("reponse"),
            content=content,
            category=NoticeCategory.COMMERCIAL,
            explanation="C’est une publicité.",
        )
        return notice.case


def open_place(code: str, *, role: str = "membre") -> Place:
    """`agent` + the code signs in, and moderates the département with that role."""
    departement = Departement.objects.get(code=code)
    agency = create_organisation(
        kind="agence",
        name=f"Agence {code}",
        slug=f"e2e-{code}",
        email=f"agence{code}@e2e.test",
        territories=[departement],
    )
    agent, asker = (_person(name, code, signs_in=True) for name in ("agent", "voisin"))
    add_member(organisation=agency, user=agent, role=role)
    space = create_space(
        kind="territoire", slug=f"e2e-{code}", title=f"Espace {code}", departement=departement
    )
    question = Question.objects.create(
        author=asker,
        space=space,
        title="Quel chauffage pour notre immeuble ?",
        body="Nous hésitons encore.",
        body_html="<p>Nous hésitons encore.</p>",
        departement=departement,
        last_activity_at=timezone.now(),
    )
    return Place(code, agent, asker, question)


def _person(name: str, code: str, *, signs_in: bool = False) -> User:
    # Hashing a password takes half a second.
    return create_account(
        email=f"{name}{code}@e2e.test",
        display_name=f"{name.title()} {code}",
        password=PASSWORD if signs_in else None,
    )


def queue(code: str, *, cases: int, authors: int, body: str) -> None:
    """Answers that wait for a decision, all reported as commercial; `body` says their `number`."""
    place = open_place(code)
    people = [place.person(f"auteur{number}-") for number in range(authors)]
    for number in range(cases):
        author = people[number % authors]
        place.reported(place.answer(author, body.format(number=number)))


def retained(code: str, body: str) -> None:
    """An answer by `denise` + the code, retained by who asked, and useful to two people."""
    place = open_place(code)
    answer = place.answer(place.person("denise"), body)
    for reader in (place.asker, place.person("voisine")):
        mark_useful(actor=reader, answer=answer)
    accept_answer(actor=place.asker, answer=answer)


def pages(code: str, path: str) -> None:
    """Pages that no link leads all of these people to; written at `path`, by who opens them.

    `agent` + the code moderates, `denise` wrote what is hidden, `nouvelle` what waits to be read,
    `voisin` asked, `double` works for two agencies; the ambassador and the national team are those
    of the demonstration; nobody ("") is signed in.
    """
    place = open_place(code, role="responsable")
    author, newcomer = (place.person(name, signs_in=True) for name in ("denise", "nouvelle"))
    sold = [
        place.reported(place.answer(author, f"Achetez chez mon cousin numéro {number}."))
        for number in (1, 2)
    ]
    contested, hidden = (_hidden(place, author, number) for number in (1, 2))
    asked_again = appeal(actor=author, statement=contested.statement, text="Je ne vends rien.")
    why = Reasons(
        facts="Vos deux derniers textes vendaient quelque chose : « chez mon cousin ».",
        ground=Ground.CGU,
        rule=rule("3.2").citation,
    )
    act = {"actor": place.agent, "case": sold[1], "version": sold[1].version, "reasons": why}
    measured = sanction_person(**act, sanction=SanctionKind.PRE_MODERATION, hours=24)
    act["version"] = Case.objects.get(pk=sold[1].pk).version
    proposed = propose_measure(**act, sanction=SanctionKind.SUSPENSION, hours=20 * 24)
    month = timezone.localdate().replace(day=1)
    second = SecondReading.objects.create(decision=hidden, month=month)
    waiting = answer_question(
        actor=newcomer,
        question=place.question,
        body="Chez nous, la pompe à chaleur du voisin s’entend la nuit.",
        submission_key=uuid.uuid4(),
    )
    to_read = Case.objects.get(object_id=waiting.pk, departement__code=code)
    long_thread = Summary.objects.values_list("question", flat=True).first()
    ambassador, team = (
        User.objects.get(email=f"{name}@demo.test") for name in ("ambassadrice", "equipe")
    )
    by_person = {
        place.agent: [
            "/moderation/",
            "/moderation/recours/",
            "/moderation/apprendre/",
            *(one.get_absolute_url() for one in (sold[0], to_read, hidden.case, place.question)),
            reverse("moderation:author", args=[sold[0].pk]),
            reverse("moderation:hand_over", args=[sold[0].pk]),
            reverse("sanctions:take", args=[sold[0].pk]),
            reverse("sanctions:lift", args=[measured.measure.pk]),
            "/moderation/propositions/",
            "/mon-compte/absences/",
            f"/moderation/ensemble/?dossiers={sold[0].pk}&dossiers={sold[1].pk}",
        ],
        author: [
            "/moderation/mes-decisions/",
            *(signed_url(one.statement) for one in (contested, hidden, measured)),
        ],
        newcomer: [place.question.get_absolute_url(), "/communaute/mes-reponses/"],
        place.asker: [
            reverse("routing:invite", args=[place.question.pk]),
            reverse("revisions:edit_question", args=[place.question.pk]),
            author.get_absolute_url(),
        ],
        ambassador: [
            reverse("revisions:edit_answer", args=[place.answer(ambassador, "Pas chez nous.").pk]),
            ambassador.get_absolute_url(),
        ],
        team: [
            "/equipe/comptes/",
            "/equipe/retards/",
            "/moderation/journal/",
            reverse("national:account", args=[author.pk]),
            reverse("questions:summary", args=[long_thread]),
            *(one.get_absolute_url() for one in (proposed, asked_again, second)),
        ],
    }
    gone = StandardPage(title="Retirée", slug="retiree")
    HomePage.objects.get().add_child(instance=gone)
    gone.delete()
    addresses = {person.email: found for person, found in by_person.items()}
    invitation = _invited(place, newcomer)
    addresses[newcomer.email].append(invitation)
    # Somebody else, who got the link.
    addresses[author.email].append(invitation)
    addresses[place.agent.email] += [
        reverse("invitations:invite", args=[f"e2e-{code}"]),
        reverse("comptes:members", args=[f"e2e-{code}"]),
    ]
    addresses[_of_two_agencies(place).email] = ["/agence/"]
    addresses[""] = ["/stats/rapport/", "/stats/audience/", invitation, *_attending(code)]
    Path(path).write_text(json.dumps(addresses))


def screens(path: str) -> None:
    """Our screens of the back office, by who opens them, written at `path`."""
    guide, home = GuidePage.objects.live().first(), HomePage.objects.get()
    assert guide is not None
    edit = f"/gestion/pages/{guide.pk}"
    settings = (
        f"/gestion/settings/cms_site/{kind._meta.model_name}/{kind.load().pk}/"
        for kind in (Menus, Brand)
    )
    addresses = {
        "editrice": [
            *("/gestion/", "/gestion/avis/", "/gestion/chiffres/", "/gestion/messages/"),
            *(f"{edit}/{name}/" for name in ("delete", "unpublish")),
            f"{edit}/move/{home.pk}/confirm/",
            *("/gestion/recherches-sans-resultat/", "/gestion/inscrits/"),
            f"/gestion/inscrits/{EventPage.objects.get(slug='webinaire-vote').pk}/",
        ],
        "agence": ["/gestion/"],
        "equipe": ["/gestion/", *settings, "/gestion/bandeaux/new/", "/gestion/maintenances/new/"],
    }
    Path(path).write_text(json.dumps(addresses))


RARE = ("text", "action", "pictured")


def rare_blocks() -> None:
    """Blocks that no page of the demonstration holds, at the end of the home page and of the page
    that is easy to read; `usual_blocks` takes them away."""
    home, easy = HomePage.objects.get(), EasyPage.objects.get()
    image = get_image_model().objects.create(title="Chaufferie", file=get_test_image_file())
    image.contextual_alt_text, image.decorative = "Une chaufferie", False
    text = {"title": "Une chaufferie ouverte", "text": RichText("<p>Venez voir.</p>")}
    home.body.append(("text", text | {"image": image}))
    home.body.append(("action", {"action": "adresse", "words": "Le réseau passe-t-il ici ?"}))
    easy.body.append(("pictured", {"image": image, "text": "Des tuyaux passent sous la rue."}))
    for page in (home, easy):
        page.save_revision().publish()


def usual_blocks() -> None:
    for page in (HomePage.objects.get(), EasyPage.objects.get()):
        page.body = [(one.block_type, one.value) for one in page.body if one.block_type not in RARE]
        page.save_revision().publish()


def _invited(place: Place, person: User) -> str:
    """The link of an invitation to the agency, which waits for an answer."""
    agency = Organisation.objects.get(slug=f"e2e-{place.code}")
    row = invite(actor=place.agent, organisation=agency, email=person.email, role="membre")
    return reverse("invitations:invitation", args=[token_of(row)])


def _attending(code: str) -> list[str]:
    """An event that is full, over or cancelled, and a registration in each of its states."""
    now, day = timezone.now(), timedelta(days=1)

    def event(name: str, **fields: Any) -> EventPage:
        starts_at = now + 20 * day
        given = {"starts_at": starts_at, "ends_at": starts_at + day / 24, "place": "Grenoble"}
        page = EventPage(
            title=f"Chaufferie ouverte : {name}",
            slug=f"{name}-{code}",
            introduction="Une heure au pied de la chaudière.",
            registers_here=True,
            **given | fields,
        )
        NewsIndexPage.objects.get().add_child(instance=page)
        page.save_revision().publish()
        return page

    def row(of: EventPage, name: str) -> Registration:
        email = f"{name}-{code}@exemple.test"
        ask(event=of, email=email, name=name.capitalize())
        return Registration.objects.get(event=of, email=email)

    full, dropped = event("complet", places=1), event("annule")
    asked, first, second, off = (
        row(of, name)
        for of, name in ((full, "anne"), (full, "bruno"), (full, "chloe"), (dropped, "denis"))
    )
    for one in (first, second, off):
        confirm(token=registration_token(one))
    dropped.is_cancelled, dropped.cancellation_note = True, "L’intervenante est souffrante."
    dropped.save_revision().publish()
    over = event("passe", starts_at=now - day, ends_at=now - day / 2)
    return [
        *(one.url for one in (full, dropped, over)),
        *(reverse("events:register", args=[one.pk]) for one in (full, dropped)),
        reverse("events:sent", args=[full.pk]),
        reverse("events:given_up"),
        *(path_of(one) for one in (asked, first, second, off)),
    ]


def _of_two_agencies(place: Place) -> User:
    person = place.person("double", signs_in=True)
    other = create_organisation(kind="agence", name=f"Agence voisine de {place.code}")
    for agency in (other, Organisation.objects.get(slug=f"e2e-{place.code}")):
        add_member(organisation=agency, user=person)
    return person


def _hidden(place: Place, author: User, number: int) -> Decision:
    case = place.reported(place.answer(author, f"Promotion numéro {number}."))
    return decide_case(
        actor=place.agent,
        case=case,
        version=case.version,
        kind=DecisionKind.HIDE,
        facts=f"Votre texte ne propose rien d’autre que ceci : « Promotion numéro {number} ».",
        ground=Ground.CGU,
        rule=rule("3.2").citation,
    )


def led(code: str, body: str) -> None:
    """An agency with its lead, and one reported answer that waits for a decision."""
    place = open_place(code, role="responsable")
    place.reported(place.answer(place.person("denise"), body))


def neighbours(code: str) -> Copropriete:
    """A building of `premier` and `second` + the code, near the network of the operator of the
    demonstration."""
    first, second = (_person(name, code, signs_in=True) for name in ("premier", "second"))
    theirs = Reseau.objects.filter(exploitant__memberships__user__email="exploitant@demo.test")
    reseau = theirs.order_by("pk")[0]
    building = create_building(
        actor=first,
        name=f"Les Deux Voisins {code}",
        commune=Commune.objects.get(code="38185"),
        address=f"{code} rue des Voisins",
        lots=40,
        stage="audit",
    )
    Copropriete.objects.filter(pk=building.pk).update(nearest_reseau=reseau, distance_m=86)
    CoproprieteMember.objects.create(copropriete=building, user=second)
    return building


def two_members(code: str) -> None:
    """The same, whose assembly is in two months."""
    building = neighbours(code)
    first = User.objects.get(email=f"premier{code}@e2e.test")
    plan(actor=first, copropriete=building, held_on=timezone.localdate() + timedelta(days=60))


def assembly_is_over(code: str) -> None:
    """The assembly of that building was yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    held = Assemblee.objects.filter(copropriete__name=f"Les Deux Voisins {code}")
    assert held.update(held_on=yesterday) == 1
