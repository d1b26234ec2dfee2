"""`/gestion/messages/`: what people wrote, the oldest to handle first, and the answer to each."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django_filters import ChoiceFilter
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from socle.accent_search import FoldedIndex
from socle.concurrent_edits import UsedEverywhereViewSet

from .enums import MessageState
from .forms import AnswerForm
from .models import ContactMessage
from .services import (
    AlreadyHandled,
    NotTakenBack,
    answer_message,
    can_take_back,
    close_message,
    take_answer_back,
)

NAME = "contact_messages"
TEMPLATE = "cms/pages/admin/message.html"
WRITTEN = "Vous avez écrit une réponse : envoyez-la, ou effacez-la pour fermer sans répondre."


class Queue(ModelPermissionPolicy):
    """Messages come from `/contact/` and are erased by the clock: neither is done by hand."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "change"} and super().user_has_permission(user, action)


register_permission_policy(ContactMessage, Queue(ContactMessage))


class MessageFilter(WagtailFilterSet):
    state = ChoiceFilter(label="État", choices=MessageState.choices)

    class Meta:
        model = ContactMessage
        fields = ("state", "subject")


class MessageIndex(FoldedIndex):
    page_title = "Messages reçus"
    default_ordering = "-sent_at"

    def get_base_queryset(self) -> QuerySet[ContactMessage]:
        # Neither the messages nor their answers are read in the list.
        return super().get_base_queryset().select_related("handled_by").defer("message", "answer")


def read_and_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One message; a POST answers it by mail, closes it, or takes back what was just answered."""
    if not policy_registry.get_by_type(ContactMessage).user_has_permission(request.user, "change"):
        raise PermissionDenied
    rows = ContactMessage.objects.select_related("handled_by")
    message = get_object_or_404(rows, pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST":
        try:
            if "undo" in request.POST:
                form = AnswerForm(initial={"answer": take_answer_back(actor=request.user, pk=pk)})
                messages.success(request, "C’est annulé : rien n’est parti.")
            elif said := _handle(request, pk, form):
                messages.success(request, said)
                # Where an answer may be taken back.
                is_answer = "close" not in request.POST
                return redirect(f"{NAME}:edit", pk) if is_answer else redirect(f"{NAME}:index")
            else:
                status = HTTPStatus.UNPROCESSABLE_ENTITY
        except (AlreadyHandled, NotTakenBack) as refused:
            messages.error(request, str(refused))
            status = HTTPStatus.CONFLICT
            # What was sent, to be seen again where an answer is still asked.
            form = AnswerForm(initial={"answer": request.POST.get("answer", "")})
        message = rows.get(pk=pk)
    typed = form.initial.get("answer", "")
    context = {
        "message": message,
        "form": form,
        "list_url": f"{NAME}:index",
        "may_undo": can_take_back(request.user, message),
        # What a colleague was faster to answer is not lost.
        "typed": "" if typed == message.answer else typed,
    }
    return render(request, TEMPLATE, context, status=status)


def _handle(request: HttpRequest, pk: int, form: AnswerForm) -> str:
    """What was done, or "" when the answer is not valid."""
    if "close" in request.POST:
        if request.POST.get("answer", "").strip():
            form.errors["answer"] = form.error_class([WRITTEN])
            return ""
        close_message(actor=request.user, pk=pk)
        return "Le message est fermé sans réponse."
    if not form.is_valid():
        return ""
    message = answer_message(actor=request.user, pk=pk, answer=form.cleaned_data["answer"])
    if can_take_back(request.user, message):
        return "Votre réponse est prête : vous pouvez encore l’annuler."
    return "Votre réponse est partie."


class MessageViewSet(UsedEverywhereViewSet):
    """The queue, for editors and the team."""

    model = ContactMessage
    url_prefix = "messages"
    icon = "mail"
    menu_label = "Messages reçus"
    menu_order = 310
    add_to_admin_menu = True
    list_per_page = 50
    list_display = (
        TitleColumn("get_subject_display", label="Sujet", url_name=f"{NAME}:edit"),
        Column("name", label="De"),
        DateColumn("sent_at", label="Reçu", sort_key="sent_at"),
        Column("get_state_display", label="État", sort_key="state"),
        Column("handled_by", label="Traité par"),
    )
    exclude_form_fields = ["key"]
    filterset_class = MessageFilter
    search_fields = ("name", "email")
    copy_view_enabled = False
    index_view_class = MessageIndex

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(filterset_class=self.filterset_class, **kwargs)

    @property
    def edit_view(self) -> Callable[..., HttpResponse]:
        return read_and_answer


@hooks.register("register_admin_viewset")
def contact_messages() -> MessageViewSet:
    return MessageViewSet(NAME)
