"""Reading pages: what anybody may see, in one query."""

from uuid import UUID, uuid5

from django.apps import apps
from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    StringAgg,
    Subquery,
    TextField,
    Value,
)
from django.db.models.expressions import NegatedExpression
from django.db.models.functions import Coalesce
from wagtail.models import PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

# Between the names of tags that one column holds.
TAGS_APART = "\x1f"
# Pages made by the code are known by a key of their own: an editor may change their address.
_KEYS = UUID("5f0f6f0e-6c0b-4f0e-9a51-6d1f1a3c2b70")


def _unrestricted() -> NegatedExpression:
    """Neither the page nor an ancestor is private: a page's path starts with its ancestors'."""
    own_path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    restrictions = PageViewRestriction.objects.annotate(own_path=own_path)
    return ~Exists(restrictions.filter(own_path__startswith=F("page__path")))


class GuideQuerySet(PageQuerySet):
    """Guides in the order of the tree, which is the order editors give them."""

    def visible(self) -> "GuideQuerySet":
        """Published and open to all. A draft or a private page is never in it."""
        return self.live().filter(_unrestricted())

    def for_list(self) -> "GuideQuerySet":
        """What a line of a list shows; the text itself stays in the database."""
        return self.order_by("path").defer("body", "sources", "draft_title")

    def with_what_is_beside(self) -> "GuideQuerySet":
        """Each guide with the names of its tags, and what was found for it: no query more."""
        tags = apps.get_model("cms", "GuideTag").objects.filter(content_object=OuterRef("pk"))
        names = StringAgg("tag__name", delimiter=Value(TAGS_APART), output_field=TextField())
        named = tags.order_by().values("content_object").annotate(names=names).values("names")
        joined = Coalesce(Subquery(named), Value(""), output_field=TextField())
        return self.select_related("beside_found").annotate(joined_tags=joined)

    def after(self, guide: object) -> "GuideQuerySet":
        """The guides that follow this one under the same parent, nearest first."""
        path: str = guide.path  # type: ignore[attr-defined]
        parent = path[: -self.model.steplen]
        return self.filter(path__gt=path, path__startswith=parent).order_by("path")


GuideManager = PageManager.from_queryset(GuideQuerySet)


def visible_pages(pages: PageQuerySet) -> PageQuerySet:
    """Published pages of any model that nobody restricted, in the order of the tree."""
    return pages.live().filter(_unrestricted()).order_by("path")


def key_of(slug: str) -> UUID:
    """Of a page made by the code at this address, wherever it is now."""
    return uuid5(_KEYS, slug)


def made_at(slug: str) -> Q:
    """The page made by the code at this address, or that an editor put there."""
    return Q(translation_key=key_of(slug)) | Q(slug=slug)
