"""Loads the whole demonstration, in one transaction; a second load creates nothing.

Rows are recognised by what does not change: e-mail of a person, identifier of an organisation,
national id of a network, name of a residence on its network, fixed key of a question or a test.
"""

from django.db import transaction

from cms.demo.loading import load_guides

from .accounts import load_organisations, load_people
from .address_tests import load_address_tests
from .community import load_conversations
from .loading import load_networks, load_residences
from .report import Report
from .requests import load_requests
from .retours import load_retours


@transaction.atomic
def load_demo() -> Report:
    """Create what is missing of the demonstration and tell what was created."""
    report = Report()
    report.add("guide", "guides", load_guides())
    organisations = load_organisations(report)
    people = load_people(report, organisations)
    networks = load_networks(report, organisations)
    residences = load_residences(report, people, networks)
    load_retours(report, people, residences)
    load_conversations(report, people, networks)
    load_requests(report, people, organisations, networks)
    load_address_tests(report)
    return report
