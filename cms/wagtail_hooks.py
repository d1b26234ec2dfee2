"""The editors’ admin: a menu of what they do use, and its look."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.documents.models import Document
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from .facts import chooser
from .facts.chooser import FACT_CHOOSER, FactChooserViewSet
from .media_blocks.pictures import DetailedLink
from .related_content.chooser import ThingChooserViewSet, choosers

# Menu entries that say nothing to an editor of this site.
HIDDEN_ENTRIES = frozenset({"help"})


@hooks.register("construct_main_menu")
def tidy_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN_ENTRIES]


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/rooms/cms-admin.css"))


@hooks.register("insert_global_admin_js")
def dates_stay_as_typed() -> SafeString:
    return format_html('<script src="{}"></script>', static("js/cms/dates.js"))


@hooks.register("register_rich_text_features")
def chips_of_figures(features: FeatureRegistry) -> None:
    chooser.register_feature(features)


class OpenPageLink(PageLinkHandler):
    """A page that is a draft, or withdrawn, is not led to: its words stay, without a link."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        return [page if page and page.live else None for page in super().get_many(attrs_list)]


@hooks.register("register_rich_text_features", order=1)
def links_of_texts(features: FeatureRegistry) -> None:
    """After Wagtail's own."""
    features.register_link_type(DetailedLink)
    features.register_link_type(OpenPageLink)


@hooks.register("register_admin_viewset")
def fact_chooser() -> FactChooserViewSet:
    return FACT_CHOOSER


@hooks.register("register_admin_viewset")
def things_choosers() -> list[ThingChooserViewSet]:
    """After the rooms above have said what may be chosen."""
    return choosers()


@hooks.register("on_serve_page", order=-1)
def closed_to_this_account(serve: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Of a page kept for some groups, who is signed in and not in them would be sent to sign in,
    and back, without an end."""

    def served(page: Page, request: HttpRequest, *args: Any) -> HttpResponse:
        response = serve(page, request, *args)
        to = response.get("Location", "")
        if request.user.is_authenticated and to.startswith(settings.WAGTAIL_FRONTEND_LOGIN_URL):
            raise PermissionDenied
        return response

    return served


@hooks.register("before_serve_document", order=-1)
def document_closed_to_this_account(document: Document, request: HttpRequest) -> None:
    """As a page."""
    kept = document.collection.get_view_restrictions()
    if request.user.is_authenticated and not all(one.accept_request(request) for one in kept):
        raise PermissionDenied


UNFINISHED = "« {title} » n’est pas finie : rien n’est publié. Complétez-la, puis publiez-la."


@hooks.register("before_bulk_action")
def finished_before_published(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Pages chosen in a list are published without their forms: one that its form would refuse
    opens instead."""
    if action_type != "publish" or action.model is not Page:
        return None
    pages = list(objects)
    if action.cleaned_form.cleaned_data["include_descendants"]:
        pages += [one for page in objects for one in page.get_descendants().not_live()]
    for page in pages:
        draft = page.get_latest_revision_as_object()
        try:
            draft.full_clean()
            for field in draft._meta.get_fields():
                if isinstance(field, StreamField):
                    field.stream_block.clean(getattr(draft, field.name))
        except ValidationError:
            messages.error(request, UNFINISHED.format(title=page.title))
            return redirect("wagtailadmin_pages:edit", page.pk)
    return None
