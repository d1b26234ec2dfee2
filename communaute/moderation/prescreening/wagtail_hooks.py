"""`/gestion/`: the lists of words, kept by the national team."""

from __future__ import annotations

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from socle.accent_search import FoldedSnippetIndex

from .models import WordList


class WordListViewSet(SnippetViewSet):
    """For whom may change lists of words: the national team."""

    model = WordList
    icon = "list-ul"
    menu_label = "Mots à relire"
    menu_name = "word-lists"
    menu_order = 640
    add_to_settings_menu = True
    list_display = ("name", "is_active", "updated_at")
    search_fields = ("name", "words")
    index_view_class = FoldedSnippetIndex


register_snippet(WordListViewSet)
