from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import WorkedCase


class WorkedCaseViewSet(SnippetViewSet):
    """Cases to learn from, in the back office."""

    model = WorkedCase
    icon = "openquote"
    menu_label = "Cas de modération"
    menu_name = "worked-cases"
    menu_order = 355
    add_to_admin_menu = True
    list_display = ["title", "kind", "decision", "live"]
    list_filter = ["kind"]


register_snippet(WorkedCaseViewSet)
