"""Lists that are searched as people type, with accents or without."""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.views.generic.models import IndexView
from wagtail.snippets.views.snippets import IndexView as SnippetIndexView

from socle.words import fold


def folded_matches[Rows: QuerySet[Any]](rows: Rows, text: str, *fields: str) -> Rows:
    """Those whose fields hold each word of the text, accents and capitals being nothing. Reads the
    fields of all of them: for what a few people look into, now and then."""
    words = fold(text).split()
    read = rows.values_list("pk", *fields)
    texts = {pk: fold(" ".join(str(one) for one in said if one)) for pk, *said in read}
    found = [pk for pk, text in texts.items() if all(word in text for word in words)]
    return rows.filter(pk__in=found)


class FoldedSearch:
    """Lists of `/gestion/`, searched so."""

    is_searching: bool
    search_query: str
    search_fields: tuple[str, ...]

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not (self.is_searching and self.search_query.strip()):
            return queryset
        return folded_matches(queryset, self.search_query, *self.search_fields)


class FoldedIndex(FoldedSearch, IndexView):
    pass


class FoldedSnippetIndex(FoldedSearch, SnippetIndexView):
    pass
