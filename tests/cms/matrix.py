"""The pages of the CMS are public: everybody reads them, signed in or not."""

from tests.architecture.posts import post
from tests.cms.factories import make_guide, make_site

ROLES = "anonymous membre ambassadeur agence agence_ailleurs exploitant collectivite editeur equipe"
EVERYBODY = dict.fromkeys(ROLES.split(), 200)


def _page(address):
    def make():
        make_site()
        return address

    return {"url": make, **EVERYBODY}


POSTS = {
    "cms:search_missed": post(
        lambda: "/recherche/sans-resultat/", {"q": "rien"}, anonymous=200, others=200
    ),
}

FOUNDATION = make_site

MATRIX = {
    "cms:home": _page("/"),
    "cms:guide_index": _page("/guides/"),
    "cms:guide": {"url": lambda: make_guide(slug="un-guide") and "/guides/un-guide/", **EVERYBODY},
    "cms:search": _page("/recherche/"),
    "cms:search_suggestions": {"url": lambda: "/recherche/suggestions/?q=prix", **EVERYBODY},
    "cms:search_missed": {
        "url": lambda: "/recherche/sans-resultat/",
        **dict.fromkeys(ROLES.split(), 405),
    },
    "cms:rules_versions": _page("/regles/"),
    "cms:rules_version": _page("/regles/cgu/1.0/"),
    "cms:figures": _page("/chiffres/"),
    "cms:sitemap_page": _page("/plan-du-site/"),
    "cms:sitemap_index": _page("/sitemap.xml"),
    "cms:sitemap_section": _page("/sitemap-pages.xml"),
    "cms:robots": _page("/robots.txt"),
    "cms:security": _page("/.well-known/security.txt"),
}
