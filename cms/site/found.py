"""How a page that is easy to read is found."""

from cms.text import plain
from socle.search.sources import Row

from .models import EasyPage

# Words that people use for such a page and that its text does not say.
SAID = "FALC, facile à comprendre, handicap"


def row_of(page: EasyPage) -> Row:
    headings = " ".join(section["title"] for section in page.sections)
    texts = page._meta.get_field("body").get_searchable_content(page.body)
    return Row(
        pk=page.pk,
        title=page.title,
        url=page.url or "/",
        lead=f"{headings} {SAID}",
        text=" ".join((page.introduction, *(plain(str(text)) for text in texts))),
    )
