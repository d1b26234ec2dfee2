"""The desk: first panel of the home of `/gestion/`."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import timezone
from wagtail.admin.ui.components import Component

from cms.models import GuidePage, SiteSettings
from socle.facts.citing import pages_citing
from socle.facts.models import Figure
from socle.hooks import hooked

from .. import rights
from ..numbers import DESK_NUMBERS
from . import reading
from .reading import lost_choices


class DeskPanel(Component):
    """What waits: messages and opinions of readers, pages to look at again, what was chosen and is
    public no more, figures, identity of the service. In as many queries whatever waits."""

    name = "cms_dashboard"
    template_name = "cms/dashboard/admin/desk.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request: HttpRequest = parent_context["request"]
        waits = {"reviews": reading.to_review(request.user)} | _people(request.user)
        waits["returned"] = reading.sent_back(request.user)
        reads_pages = rights.can_change_pages(request.user)
        if reads_pages:
            waits |= _pages() | {"expired": _expired()}
        if request.user.has_perm("cms.change_sitesettings"):
            waits["missing"] = SiteSettings.load(request).missing
        waits["parts"] = [
            shown for part in hooked("cms.desk_parts") if (shown := part(request.user))
        ]
        if waits["parts"]:
            waits["csrf_token"] = get_token(request)
        is_quiet = not any(what for name, what in waits.items() if name != "most")
        said = {"is_quiet": is_quiet, "reads_pages": reads_pages}
        return waits | said | {"guides_count": GuidePage.objects.live().count()}


def _people(user: Any) -> dict[str, Any]:
    """What people sent, for whom may read it; nothing when there is nothing."""
    waits: dict[str, Any] = {}
    if rights.can_read_messages(user):
        messages = reading.waiting_messages()
        waits["messages"] = messages if messages["count"] else None
    if rights.can_read_comments(user):
        comments = reading.waiting_comments()
        waits["comments"] = comments if comments["count"] else None
        waits["least"], waits["most"] = reading.opinions(timezone.localdate())
    if rights.can_read_searches(user):
        waits["searches"] = list(reading.missed_searches())
    return waits


def _pages() -> dict[str, Any]:
    limit = timezone.localdate() - timedelta(days=DESK_NUMBERS.days_before_review)
    stale = GuidePage.objects.live().filter(reviewed_at__lt=limit).for_list()
    return {
        "broken": [guide for guide in GuidePage.objects.live() if guide.missing_facts],
        "stale": stale[: DESK_NUMBERS.guides_shown],
        "dead": reading.dead_links(),
        "lost": lost_choices(),
    }


def _expired() -> list[dict[str, Any]]:
    """Figures whose term has passed, each with the pages that cite it."""
    late = list(Figure.objects.expired(timezone.localdate()))
    cited = pages_citing(figure.key for figure in late)
    return [{"figure": figure, "places": cited.get(figure.key, [])} for figure in late]
