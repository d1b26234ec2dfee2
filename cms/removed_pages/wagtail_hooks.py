from wagtail import hooks
from wagtail.admin.viewsets.pages import PageViewSet

from . import views


class LeavingPageViewSet(PageViewSet):
    """Wagtail's own screens of pages, but for those by which one leaves or moves, or is read."""

    delete_view_class = views.PageDelete
    unpublish_view_class = views.PageUnpublish
    move_confirm_view_class = views.PageMove
    workflow_action_view_class = views.PageAnswered


# After Wagtail's own, which it replaces for every type of page.
@hooks.register("register_admin_viewset", order=1)
def leaving_pages() -> LeavingPageViewSet:
    return LeavingPageViewSet()
