"""Moderation in `/gestion/`: wordings, cases to learn from, lists of words."""

from wagtail.snippets.models import register_snippet

from socle.accent_search import FoldedSnippetIndex
from socle.concurrent_edits import UsedEverywhereSnippetViewSet

from .prescreening.models import WordList
from .second_reading.models import WorkedCase
from .wordings import Wording


class WordingViewSet(UsedEverywhereSnippetViewSet):
    """The list says which rule each rests on."""

    model = Wording
    icon = "edit"
    menu_label = "Motifs rédigés"
    menu_name = "wordings"
    menu_order = 350
    add_to_admin_menu = True
    list_display = ["title", "category", "rule", "live"]
    list_filter = ["category"]


register_snippet(WordingViewSet)


class WorkedCaseViewSet(UsedEverywhereSnippetViewSet):
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


class WordListViewSet(UsedEverywhereSnippetViewSet):
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
