"""Loads the whole demonstration, in one transaction; a second load creates nothing.

Rows are recognised by what does not change: e-mail of a person, identifier of an organisation,
national id of a network, number of a line of the register, name of a residence on its network,
fixed key of a question, a request, a visit or a test.
"""

from django.db import transaction
from django.utils import timezone

from ambassadeurs.coproprietes import telling
from cms.demo.loading import load_guides
from cms.pages.demo import load_pages
from socle.search import indexing

from .accounts import load_organisations, load_people
from .address_tests import load_address_tests, load_audience
from .buildings import connected_acts, load_managed, load_neighbours
from .cast import Cast, Report
from .community import conversation_acts
from .demandes import demande_acts, load_templates
from .loading import load_networks, load_register, load_residences
from .moderating import moderation_acts
from .past import forget_old_mails, replay
from .retours import load_mandates, load_retours
from .visits import visit_acts

# Whose ambassador tells the story of the news.
TELLER = "tilleuls"


@transaction.atomic
def load_demo() -> Report:
    """Create what is missing of the demonstration and tell what was created."""
    now = timezone.now()
    report = Report()
    report.add("guide", "guides", load_guides())
    load_register(report)
    organisations = load_organisations(report)
    people = load_people(report, organisations, now)
    networks = load_networks(report, organisations)
    residences = load_residences(report, people, networks, now)
    cast = Cast(report, now, people, organisations, networks, residences)
    load_mandates(cast)
    teller = residences[TELLER].get_absolute_url()
    report.add("page", "pages", load_pages(ambassadeur_url=teller))
    load_retours(cast)
    replay(
        [
            *conversation_acts(cast),
            *moderation_acts(cast),
            *demande_acts(cast),
            *visit_acts(cast),
            *connected_acts(cast),
        ],
        now,
    )
    load_neighbours(cast)
    for building in residences.values():
        telling.count(building.pk, now)
    load_managed(cast)
    load_templates(cast)
    load_address_tests(report)
    load_audience(report, now)
    if report.changed:
        indexing.refresh()
        forget_old_mails(now)
    return report
