"""What editors do for the search: synonyms, and what people looked for in vain."""

from typing import Any

from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from socle.accent_search import FoldedIndex
from socle.concurrent_edits import UsedEverywhereViewSet

from .models import MissedSearch, Synonyms


class ReadOnly(ModelPermissionPolicy):
    """People’s own searches: nobody writes one, nor changes it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


register_permission_policy(MissedSearch, ReadOnly(MissedSearch))


class SynonymsIndex(FoldedIndex):
    add_item_label = "Ajouter des synonymes"


class SynonymsViewSet(UsedEverywhereViewSet):
    model = Synonyms
    url_prefix = "synonymes"
    icon = "list-ul"
    menu_label = "Synonymes"
    panels = [FieldPanel("words")]
    list_display = ("words",)
    search_fields = ("words",)
    index_view_class = SynonymsIndex


class MissedSearchViewSet(UsedEverywhereViewSet):
    """Only what enough people typed is listed."""

    model = MissedSearch
    url_prefix = "recherches-sans-resultat"
    icon = "search"
    menu_label = "Sans résultat"
    exclude_form_fields = ["fingerprint"]
    list_display = ("text", "people", "last_at")
    inspect_view_enabled = False

    def get_index_view_kwargs(self) -> dict[str, Any]:
        return {**super().get_index_view_kwargs(), "queryset": MissedSearch.objects.told()}


class SearchGroup(ViewSetGroup):
    menu_label = "Recherche du site"
    menu_icon = "search"
    menu_order = 640
    items = (SynonymsViewSet("synonyms_admin"), MissedSearchViewSet("missed_searches_admin"))


@hooks.register("register_admin_viewset")
def search_admin() -> ViewSetGroup:
    return SearchGroup()
