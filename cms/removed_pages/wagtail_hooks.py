"""Wagtail's own screens to delete, unpublish or move a page, saying first what
leads to it; and to answer at a step of its reading, which leads back to the desk.
"""

from http import HTTPStatus
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.page_privacy import SetPrivacyView
from wagtail.admin.views.pages.delete import DeleteView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from cms.site.destinations import is_public
from communaute.notifications.models import Notification
from socle.forms import PlainForm

from . import services
from .selectors import leading_to
from .services import CLOSES, why_it_stays

READ = "Cette page n’attend plus votre relecture : quelqu’un a répondu, ou l’a retirée."


class Then(TextChoices):
    GONE = "retiree", "Dire que la page a été retirée, et où aller"
    PARENT = "au-dessus", "Mener à la page au-dessus"


class LeavingForm(PlainForm):
    """`suite`: one of `Then`. The page above is offered when anybody may read it."""

    suite = forms.ChoiceField(
        label="À l’adresse de cette page, ensuite",
        choices=Then.choices,
        widget=forms.RadioSelect,
        initial=Then.GONE,
        error_messages={
            "required": "Choisissez ce que diront les anciennes adresses.",
            "invalid_choice": "Choisissez l’une des réponses proposées.",
        },
    )

    def __init__(self, *args: Any, parent: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(Then.GONE.value, Then.GONE.label)]
        if is_public(parent):
            choices.append((Then.PARENT.value, f"{Then.PARENT.label} : « {parent.title} »"))
        self.fields["suite"].choices = choices  # type: ignore[attr-defined]

    @property
    def sends_above(self) -> bool:
        return bool(self.cleaned_data["suite"] == Then.PARENT)


class PageDelete(DeleteView):
    """Deleting asks what the address will say. Wagtail holds the whole in one transaction."""

    template_name = "cms/removed_pages/admin/delete.html"
    form: LeavingForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form = LeavingForm(parent=self.page.get_parent())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        paths = [path for one in self._branch() for path in services.addresses_of(one)]
        parent = self.page.get_parent()
        self.form = LeavingForm(request.POST if paths else {"suite": "retiree"}, parent=parent)
        if not self.form.is_valid():
            context = self.get_context_data()
            return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        key = self.page.pk
        answer: HttpResponse = super().post(request, *args, **kwargs)
        if self.form.sends_above and not Page.objects.filter(pk=key).exists():
            services.send_to(paths=paths, page=parent)
        return answer

    def _branch(self) -> PageQuerySet:
        return self.page.get_descendants(inclusive=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "leading": leading_to(self.page, self.request.user),
            "was_public": any(services.addresses_of(one) for one in self._branch()),
        }


class PageUnpublish(UnpublishView):
    template_name = "cms/removed_pages/admin/unpublish.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = keep_what_is_needed(request, self.object)
        return refused or super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"leading": leading_to(self.object, self.request.user)}


class PageMove(MoveConfirmView):
    template_name = "cms/removed_pages/admin/move.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"leading": leading_to(self.page_to_move, self.request.user)}


class PagePrivacy(SetPrivacyView):
    """A page that the service leads to is never private."""

    def form_valid(self, form: Any) -> HttpResponse:
        is_private = form.cleaned_data["restriction_type"] != PageViewRestriction.NONE
        if is_private and (why := why_it_stays(self.page, CLOSES)):
            form.add_error("restriction_type", why)
            return self.form_invalid(form)
        return super().form_valid(form)


class PageAnswered(WorkflowActionView):
    """Who answers may have no right to the page once it is done: to the desk, where others wait."""

    def get_redirect_url(self) -> str:
        return reverse("wagtailadmin_home")


class PageEdit(EditView):
    """Who was asked to read a page that waits for them no more is told so, not that they may not
    enter."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            told = Notification.objects.visible_to(request.user).leading_to(request.path)
            if not told.filter(kind="workflow.to_read").exists():
                raise
            messages.info(request, READ)
            return redirect("wagtailadmin_home")
        return answer


class LeavingPageViewSet(PageViewSet):
    """Wagtail's own screens of pages, but for those by which one leaves, closes or moves, or is
    read."""

    delete_view_class = PageDelete
    unpublish_view_class = PageUnpublish
    move_confirm_view_class = PageMove
    set_privacy_view_class = PagePrivacy
    edit_view_class = PageEdit
    workflow_action_view_class = PageAnswered


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def keep_what_is_needed(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A page that the service leads to does not leave: back to it, where it is changed."""
    if not (why := why_it_stays(page)):
        return None
    messages.error(request, why)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def keep_what_is_needed_of_many(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    if action_type not in {"delete", "unpublish"}:
        return None
    for page in objects:
        if isinstance(page, Page) and (refused := keep_what_is_needed(request, page)):
            return refused
    return None


# After Wagtail's own, which it replaces for every type of page.
@hooks.register("register_admin_viewset", order=1)
def leaving_pages() -> LeavingPageViewSet:
    return LeavingPageViewSet()
