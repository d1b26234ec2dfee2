from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from socle.concurrent_edits import UsedEverywhereSnippetViewSet

from .models import ReportNote, Target


class TargetViewSet(UsedEverywhereSnippetViewSet):
    """Each change stays in the history, where two values are compared."""

    model = Target
    base_url_path = "rapport/objectifs"
    icon = "pick"
    menu_label = "Objectifs"
    list_display = ["indicator", "value", "due", "reason"]
    list_filter = ["indicator"]
    copy_view_enabled = False


class ReportNoteViewSet(UsedEverywhereSnippetViewSet):
    model = ReportNote
    base_url_path = "rapport/notes"
    icon = "edit"
    menu_label = "Notes"
    list_display = ["__str__", "is_public"]
    copy_view_enabled = False


class CommitteeGroup(SnippetViewSetGroup):
    """« Rapport du comité »: what people write around the counted figures."""

    items = (ReportNoteViewSet, TargetViewSet)
    menu_label = "Rapport du comité"
    menu_name = "committee"
    menu_icon = "doc-full"
    menu_order = 660
    add_to_admin_menu = True


register_snippet(CommitteeGroup)
