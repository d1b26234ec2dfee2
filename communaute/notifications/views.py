"""The list of what the service told me; reading it changes nothing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from .forms import PageForm
from .models import Notification
from .services import mark_all_read, mark_read

PER_PAGE = 20


@login_required
@require_safe
def notification_list(request: HttpRequest) -> HttpResponse:
    rows = Notification.objects.visible_to(request.user)
    page = Paginator(rows, PER_PAGE).get_page(PageForm(request.GET).number())
    return render(request, "notifications/list.html", {"page_obj": page})


@login_required
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    notification = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    mark_read(actor=request.user, notification=notification)  # type: ignore[arg-type]
    return redirect("notifications:list")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    mark_all_read(actor=request.user)  # type: ignore[arg-type]
    messages.success(request, "Toutes vos notifications sont marquées comme lues.")
    return redirect("notifications:list")
