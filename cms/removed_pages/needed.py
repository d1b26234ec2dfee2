"""Pages that the service itself leads to, whatever its menus say: they change, they never leave."""

from django.db.models import Q
from wagtail.models import Page

from cms.starter import key_of

HOME = "toutes ses pages"
LEAVES = "elle ne se retire pas"
CLOSES = "elle reste ouverte à tous"
# Where the code links to these addresses of the first day; an editor may have changed them since.
LINKED_FROM = {
    "accessibilite": "l’accueil et le pied de page",
    "budget": "le rapport du comité",
    "cgu": "la création de compte",
    "charte": "les décisions de modération",
    "contact": "le pied de page",
    "donnees-personnelles": "la création de compte et « Mes données »",
    "glossaire": "la liste des guides",
    "guides": "l’accueil et le plan du site",
    "mentions-legales": "la recherche",
}
_KEYS = {key_of(slug): slug for slug in LINKED_FROM}
# Of the pages just under the home page.
_DEPTH = 3


def why_it_stays(page: Page, rule: str = LEAVES) -> str:
    """In words, for who would take this page and those under it out of the public's reach; "" when
    they may leave. `rule`: what the sentence ends with."""
    known = Q(translation_key__in=_KEYS) | Q(slug__in=LINKED_FROM, depth=_DEPTH)
    branch = page.get_descendants(inclusive=True)
    needed = branch.filter(Q(sites_rooted_here__isnull=False) | known).first()
    if needed is None:
        return ""
    slug = _KEYS.get(needed.translation_key, needed.slug)
    place = HOME if needed.depth < _DEPTH else LINKED_FROM[slug]
    return f"Le service mène à la page « {needed.title} » depuis {place} : modifiez-la, {rule}."
