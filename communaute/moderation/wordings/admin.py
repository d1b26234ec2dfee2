"""Wordings in the back office."""

from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Wording


class WordingViewSet(SnippetViewSet):
    """The list says which rule each rests on."""

    model = Wording
    icon = "edit"
    menu_label = "Motifs rédigés"
    menu_name = "wordings"
    menu_order = 350
    add_to_admin_menu = True
    list_display = ["title", "category", "rule", "live"]
    list_filter = ["category"]
