"""The lists of `/gestion/` that are searched: as people type, with accents or without."""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.views.generic.models import IndexView
from wagtail.snippets.views.snippets import IndexView as SnippetIndexView

from socle.words import fold


class FoldedSearch:
    """Each word typed must be in one of the fields searched; accents and capitals are nothing."""

    is_searching: bool
    search_query: str
    search_fields: tuple[str, ...]

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        words = fold(self.search_query).split() if self.is_searching else []
        if not words:
            return queryset
        rows = queryset.values_list("pk", *self.search_fields)
        texts = {pk: fold(" ".join(text for text in said if text)) for pk, *said in rows}
        found = [pk for pk, text in texts.items() if all(word in text for word in words)]
        return queryset.filter(pk__in=found)


class FoldedIndex(FoldedSearch, IndexView):
    pass


class FoldedSnippetIndex(FoldedSearch, SnippetIndexView):
    pass
