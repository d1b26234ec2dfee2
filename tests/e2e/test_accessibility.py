"""axe finds nothing on any page that people reach by its links, at desktop width and at 320 px,
where nothing scrolls sideways either; the validator finds nothing in the HTML of the same pages.

A page of each kind is enough: what one walk has seen, the next ones skip, but for their starts.
"""

import json
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, Response

from tests.e2e.walks import seed, still, width_of
from tests.validator import troubles_in

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 700}
ELSEWHERE = ("/gestion/", "/documents/", "/media/", "/static/", "/api/v1/")
FILES = (".csv", ".xml", ".json", ".geojson", ".txt", ".ics", ".zip")
# Private files, whose addresses have no extension.
DOWNLOADS = {
    "ambassadeurs:mandate_proof",
    "ambassadeurs:photo",
    "demandes:attachment",
}
# Each side sees it otherwise.
THREAD = "demandes:detail"
# A visit is to come, full or over; a case is open or decided: each is worth a look.
STATES = {"visites:detail", "moderation:case"}
REQUEST_FORM = "demandes:new"
MOST_PAGES = 80
RUN = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"
# Texts that a line could cut after « or before : ; ? ! », as the page shows them.
CUT = """() => {
  const skipped = "script, style, textarea, pre, code, noscript, svg";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.data;
    if (/«[ \\n]|[ \\n][:;?!»]/.test(text) && !walker.currentNode.parentElement.closest(skipped)) {
      found.push(text.trim().slice(0, 80));
    }
  }
  return found;
}"""
AXE = Axe()
CHECKED: set[str] = set()
SEEN: set[str] = set()
# The HTML of each page seen, as served, by its address: read by the validator at the end, at once.
SERVED: dict[str, str] = {}

# A page of each type of the editors' (tests/cms/test_covered.py).
TYPES = {
    "HomePage": "/",
    "GuideIndexPage": "/guides/",
    "GuidePage": "/guides/les-aides/",
    "StandardPage": "/mentions-legales/",
    "RulesPage": "/cgu/",
    "AccessibilityPage": "/accessibilite/",
    "EasyPage": "/facile-a-lire/",
    "ContactPage": "/contact/",
    "FaqPage": "/questions-frequentes/",
    "NewsIndexPage": "/actualites/",
    "NewsPage": "/actualites/chiffres-sources/",
    "EventPage": "/actualites/webinaire-vote/",
    "StoryPage": "/actualites/oser-en-parler/",
    "DossierPage": "/dossier-premier-projet/",
    "PlacePage": "/grenoble/",
}
# Errors are pages too: they are reached by a wrong address.
ERRORS = ("/nulle-part/", "/mon-compte/notifications/arreter/faux/", "/mon-adresse/?q=x")
VISITOR_STARTS = [
    *TYPES.values(),
    *ERRORS,
    *("/mon-adresse/?commune=38185", "/communaute/espaces/departements/"),
    *("/recherche/?q=chaufage", "/communaute/espaces/?q=grenoble", "/glossaire/"),
    "/simuler/?logements=60&energie=gaz_kwh&valeur=716000&reseau=3802C",
    "/compter-les-voix/?article=25f&voix=10000&pour=3334",
    *("/contact/envoye/", "/moderation/transparence/", "/comptes/connexion/aide/"),
]
# Where `seeds.rare_blocks` puts blocks, and what these say.
RARE = {
    "/": ("Une chaufferie ouverte", "Le réseau passe-t-il ici ?"),
    "/facile-a-lire/": ("Des tuyaux passent sous la rue.",),
}
PRIVATE = (
    "/mon-compte/",
    "/comptes/",
    "/moderation/",
    "/communaute/questions/",
    "/communaute/mes-",
    "/communaute/suivies/",
    "/communaute/brouillons/",
    "/communaute/reponses/",
    "/ambassadeurs/",
    "/mises-en-relation/",
    "/visites/",
    "/enquetes/",
    "/exploitant/",
    "/agence/",
    "/collectivite/",
    "/syndic/",
)


def kind_of(path: str, person: str = "") -> str:
    """One page of each kind is enough: the URL's name, or the address itself in the CMS."""
    address = urlsplit(path)
    try:
        name = resolve(address.path).view_name
    except Resolver404:
        return address.path
    if name == REQUEST_FORM:
        asked = parse_qs(address.query)
        return f"{name} {asked.get('a', ['?'])[0]} {'immeuble' in asked}"
    if name == THREAD or name in STATES:
        return f"{name if name == THREAD else address.path} {person}"
    return address.path if name.startswith("wagtail") else name


def path_of(page: Page) -> str:
    """Where we are, filters included."""
    return urlsplit(page.url)._replace(scheme="", netloc="", fragment="").geturl()


def same_site_links(page: Page) -> list[str]:
    links = page.eval_on_selector_all(
        "a[href]", "nodes => nodes.map(node => node.href).filter(href => href.startsWith('http'))"
    )
    here = urlsplit(page.url).netloc
    paths = []
    for link in links:
        address = urlsplit(link)
        if address.netloc != here or address.path.startswith(ELSEWHERE):
            continue
        if not address.path.endswith(FILES) and kind_of(address.path) not in DOWNLOADS:
            paths.append(address.path + (f"?{address.query}" if address.query else ""))
    return paths


def violations(page: Page) -> list[str]:
    """What axe finds, once nothing moves: it would read a colour that only passes."""
    still(page)
    if page.evaluate("!window.axe"):
        page.evaluate(AXE.axe_script)
    return [f"{one['id']} : {one['nodes'][0]['target']}" for one in page.evaluate(RUN)]


def judge(page: Page) -> list[str]:
    """What is wrong with the page in front of us, at both widths."""
    troubles = []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        troubles += [f"{page.url} ({size['width']}) {one}" for one in violations(page)]
    troubles += [
        f"{page.url} : la ligne se coupe mal dans « {text} »" for text in page.evaluate(CUT)
    ]
    width = width_of(page)
    if width > PHONE["width"]:
        troubles.append(f"{page.url} : {width} px de large à 320 px")
    return troubles


def keep(response: Response | None, person: str = "") -> None:
    """For the validator."""
    if response is not None and "html" in response.headers.get("content-type", ""):
        SERVED[f"{person}{urlsplit(response.url)._replace(scheme='', netloc='').geturl()}"] = (
            response.text()
        )


def walk(page: Page, starts: list[str], person: str = "") -> list[str]:
    """Visit one page of each kind from the starts on, and return all that is wrong.

    Somebody signed in keeps to what is private, the start pages apart.
    """
    troubles, queue, seen = [], list(starts), 0
    CHECKED.difference_update(kind_of(start, person) for start in starts)
    while queue and seen < MOST_PAGES:
        path = queue.pop(0)
        is_start = path in starts
        is_public = bool(person) and not path.startswith(PRIVATE)
        if kind_of(path, person) in CHECKED or (is_public and not is_start):
            continue
        response = page.goto(path)
        keep(response, person)
        # Some addresses lead to another: both are done, one is seen.
        CHECKED.update({kind_of(path, person), kind_of(page.url, person)})
        SEEN.add(kind_of(page.url, person))
        if is_start and path not in LEADING and path_of(page) != path:
            troubles.append(f"{path} : mène ailleurs, à {path_of(page)}")
        seen += 1
        if response is None or (response.status >= 400 and path not in ERRORS):
            troubles.append(f"{path} : mène à une erreur")
        troubles += judge(page)
        queue += same_site_links(page)
    assert seen >= len(starts)
    return troubles


MOVING = """<!doctype html><html lang="fr"><title>Un message arrive</title><style>
@keyframes arriving { from { color: #ddd } }
h1 { color: #222; background: #fff; animation: arriving 3s }
</style><main><h1>Votre demande est envoyée</h1></main></html>"""


def test_what_moves_is_read_once_it_stands(new_context):
    page = new_context().new_page()
    page.set_content(MOVING)
    assert judge(page) == []


def test_as_a_visitor(new_context):
    page = new_context().new_page()
    assert walk(page, VISITOR_STARTS) == []


SYNDIC = "/syndic/demo-syndic-exemple/ajouter/"
# Each leads to the page of one's own: building, organisation.
LEADING = ("/mon-compte/copropriete/", "/syndic/")
# A page that was deleted.
GONE = "/retiree/"
SENT_EMPTY = ("/communaute/questions/poser/", "/contact/", "/mon-compte/profil/")
# All that is filled in is emptied, whatever the browser would ask first.
SEND = """() => {
  const form = document.querySelector("main form[method=post]");
  for (const field of form.querySelectorAll("input:not([type=hidden]), textarea, select")) {
    field.value = "";
    field.checked = false;
  }
  form.submit();
}"""

# Whoever signs in: where they start, and what they must have seen at the end.
PEOPLE = {
    "coproprietaire": (
        [
            *("/mon-compte/", "/communaute/questions/poser/", "/mon-compte/copropriete/"),
            *("/communaute/suivies/", "/communaute/mes-questions/"),
            *("/mon-compte/securite/", "/mon-compte/donnees/", "/mon-compte/fermer/"),
            "/mon-compte/donnees/corriger-m-opposer/",
            # Asked of who signed in long ago.
            *("/comptes/identite/", "/comptes/identite/courriel/"),
        ],
        {
            *("subscriptions:list", "mfa_index", "donnees:home", "donnees:rows", "donnees:export"),
            *("account_reauthenticate", "reauthenticate_by_mail", "questions:drafts"),
            *("questions:question_comments", "notifications:list", "notifications:preferences"),
            *("ambassadeurs:project", "ambassadeurs:project_edit", "ambassadeurs:project_invite"),
            f"{THREAD} coproprietaire",
            "visites:survey",
            f"{REQUEST_FORM} ambassadeur True",
            *("assemblees:detail", "assemblees:dossier", "assemblees:paper", "assemblees:lots"),
            *("assemblees:asked", "assemblees:asked_answer", "assemblees:past"),
        },
    ),
    # Nothing is asked of anybody yet for this building.
    "denise": (
        ["/mon-compte/copropriete/"],
        {f"{REQUEST_FORM} exploitant True", f"{REQUEST_FORM} agence True"},
    ),
    "ambassadrice": (
        [
            *("/mon-compte/", "/ambassadeurs/mon-mandat/", "/visites/", "/mises-en-relation/"),
            "/moderation/mes-decisions/",
        ],
        {
            "ambassadeurs:mandate_capacity",
            "ambassadeurs:retour_edit",
            "ambassadeurs:retour_preview",
            f"{THREAD} ambassadrice",
            "visites:open",
            "visites:change",
            "visites:attendance",
        },
    ),
    "agence": (
        ["/mon-compte/", "/agence/", "/moderation/?etat=decides"],
        {
            "ambassadeurs:mandate_review",
            "ambassadeurs:retour_review",
            "guichets:agency_ambassadeurs",
            "guichets:agency_key",
            "visites:approvals",
            "moderation:statement",
        },
    ),
    "exploitant": (
        ["/mon-compte/", "/exploitant/"],
        {
            "guichets:demande",
            "guichets:reply_template",
            "guichets:operator_key",
        },
    ),
    "collectivite": (["/mon-compte/", "/collectivite/"], set()),
    "syndic": (
        [
            *("/mon-compte/", "/syndic/"),
            *(f"{SYNDIC}{name}" for name in ("?q=gutenberg", "description/", "fichier/")),
        ],
        {
            *("syndics:desk", "syndics:find", "syndics:describe", "syndics:file"),
            *("syndics:building", "syndics:remove", "syndics:past"),
        },
    ),
    "equipe": (["/mon-compte/", "/moderation/recours/"], {"moderation:queue"}),
    "editrice": (
        ["/communaute/?tri=utiles", "/communaute/espaces/national/decrire/"],
        {"questions:describe"},
    ),
}


@pytest.mark.parametrize("person", PEOPLE)
def test_signed_in(new_context, sign_in, person):
    starts, expected = PEOPLE[person]
    page = new_context().new_page()
    sign_in(page, f"{person}@demo.test")
    # What led somebody else to sign in is still to be seen.
    CHECKED.difference_update(expected - SEEN)
    assert walk(page, starts, person) == []
    assert expected - SEEN == set()


def test_pages_of_who_moderates_and_of_whom_it_is_about(service, new_context, sign_in, tmp_path):
    path = tmp_path / "pages.json"
    seed(service, "pages", "63", str(path))
    troubles = []
    for person, addresses in json.loads(path.read_text()).items():
        page = new_context().new_page()
        if person:
            sign_in(page, person)
        for address in addresses:
            response = page.goto(address)
            if (response.status, path_of(page)) != (200, address):
                troubles.append(f"{person} {address} : {response.status} {path_of(page)}")
            keep(response, person)
            troubles += judge(page)
    page = new_context().new_page()
    gone = page.goto(GONE)
    assert gone.status == 410
    keep(gone)
    assert troubles + judge(page) == []


def test_our_screens_of_the_back_office(service, new_context, sign_in, tmp_path):
    # The editor of a page is Wagtail's own, and fails axe by itself: labels of its blocks.
    path = tmp_path / "screens.json"
    seed(service, "screens", str(path))
    troubles = []
    for person, addresses in json.loads(path.read_text()).items():
        page = new_context(viewport={"width": 1400, "height": 1000}).new_page()
        sign_in(page, f"{person}@demo.test")
        for address in addresses:
            response = page.goto(address)
            # Who is refused is led elsewhere, with 200 in the end.
            assert (response.status, path_of(page)) == (200, address)
            troubles += [f"{address} {one}" for one in violations(page)]
    assert troubles == []


def test_blocks_that_no_page_of_the_demonstration_holds(service, new_context):
    page = new_context().new_page()
    seed(service, "rare_blocks")
    try:
        troubles = []
        for address, words in RARE.items():
            keep(page.goto(address), "rare")
            for one in words:
                assert page.get_by_text(one).first.is_visible(), one
            troubles += judge(page)
    finally:
        seed(service, "usual_blocks")
    assert troubles == []


def test_a_form_sent_empty(new_context, sign_in):
    page = new_context().new_page()
    sign_in(page, "coproprietaire@demo.test")
    troubles = []
    for address in SENT_EMPTY:
        page.goto(address)
        with page.expect_navigation() as sent:
            page.evaluate(SEND)
        assert sent.value.status == 422, address
        keep(sent.value, "vide")
        troubles += judge(page)
    assert troubles == []


def test_the_html_of_each_page_seen_is_valid(tmp_path):
    if not SERVED:
        pytest.skip("aucune page vue : les parcours de ce fichier n’ont pas été faits")
    for address, html in SERVED.items():
        (tmp_path / f"{quote(address, safe='')[:200]}.html").write_text(html)
    found = troubles_in(tmp_path)
    assert found == [], "\n".join(found)
