"""The editors’ admin: a desk that says what to do first, and a menu of what they do use."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from socle.facts.citing import pages_citing
from socle.facts.models import Figure

from .models import GuidePage, SiteSettings

REVIEW_DAYS = 365
# Menu entries that say nothing to an editor of this site.
HIDDEN_ENTRIES = frozenset({"help"})


class DeskPanel(Component):
    """What waits: guides that quote a withdrawn figure, guides not reviewed for a year, identity
    of the service still incomplete."""

    name = "cms_desk"
    template_name = "cms/admin/desk.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request: HttpRequest = parent_context["request"]
        limit = timezone.localdate() - timedelta(days=REVIEW_DAYS)
        can_set = request.user.has_perm("cms.change_sitesettings")
        return {
            "broken": [guide for guide in GuidePage.objects.live() if guide.missing_facts],
            "stale": GuidePage.objects.live().filter(reviewed_at__lt=limit).for_list()[:10],
            "guides_count": GuidePage.objects.live().count(),
            "expired": _expired(),
            "missing": SiteSettings.load(request).missing if can_set else [],
        }


def _expired() -> list[dict[str, Any]]:
    """Figures whose term has passed, each with the pages that cite it."""
    late = list(Figure.objects.expired(timezone.localdate()))
    cited = pages_citing(figure.key for figure in late)
    return [{"figure": figure, "places": cited.get(figure.key, [])} for figure in late]


@hooks.register("construct_homepage_panels")
def add_desk(request: HttpRequest, panels: list[Component]) -> None:
    panels.insert(0, DeskPanel())


@hooks.register("construct_main_menu")
def tidy_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN_ENTRIES]


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/rooms/cms-admin.css"))
