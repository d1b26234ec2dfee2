"""What the demonstration holds, and what `/stats/` tells of it."""

import io
from collections import Counter

from bs4 import BeautifulSoup
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.demandes.models import Demande
from ambassadeurs.stats.selectors import counted
from ambassadeurs.visites.models import Visit
from communaute.questions.models import Question
from tests.ambassadeurs.stats.brute_force import small_differences


def check_published_files(client):
    """What `/stats/` publishes of the demonstration, month by month, is exact and isolates none."""
    call_command("compute_impact", check=True, stdout=io.StringIO())
    compared, periods, keys, small = small_differences(client)
    assert small == []
    assert compared > 5_000
    # Every month since the opening, and all until its end; the country, its parts, networks.
    opening, now = counted(timezone.localdate()).opening, timezone.localdate()
    months = (now.year - opening.year) * 12 + now.month - opening.month + 1
    assert len(periods) == 2 * months - 1
    places = {place for _, _, place in keys}
    assert {"France", "Auvergne-Rhône-Alpes", "Isère (38)"} < places
    assert any(place.startswith("réseau ") for place in places)
    assert {"tests", "demandes", "visites_tenues", "raccordements", "co2_declare:immeubles"} <= {
        name for name, _, _ in keys
    }
    _check_first_figures(client)


def _check_first_figures(client):
    """The five of `/stats/` are all told, and the CO2 avoided with them."""
    page = BeautifulSoup(client.get("/stats/").content, "html.parser")
    first = page.select_one("section .im-figures").select(".im-figure__value")
    assert len(first) == 5
    assert all(one.get_text()[0].isdigit() for one in first)
    assert "pour 5 copropriétés" in page.select_one(".im-co2").get_text(" ", strip=True)


def everything():
    """How many rows each table of ours holds."""
    return Counter(
        {
            model._meta.label: model._default_manager.count()
            for model in apps.get_models()
            if model.__module__.startswith(("ambassadeurs.", "communaute.", "cms."))
        }
    )


def moments():
    """The dates that a second load must not move."""
    return [
        list(model.objects.order_by("pk").values_list(*fields))
        for model, *fields in (
            (Question, "created_at", "last_activity_at"),
            (Demande, "created_at", "first_answer_at", "last_act_at", "closed_at"),
            (Visit, "public_id", "starts_at"),
            (Ambassadeur, "verified_at", "expires_at", "paused_until"),
        )
    ]
