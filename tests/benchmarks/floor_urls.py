"""The floor that pages are compared with: same server, same middlewares, same database.

`/plancher/vide/` answers at once; `/plancher/cle/` reads one row by its key.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache

from communaute.questions.models import Space
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as pages

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@never_cache
def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("rien", content_type="text/plain")


@never_cache
def one_row(request: HttpRequest) -> HttpResponse:
    title = Space.objects.filter(pk=1).values_list("title", flat=True).first()
    return HttpResponse(str(title), content_type="text/plain")


urlpatterns = [path("plancher/vide/", nothing), path("plancher/cle/", one_row), *pages]
