"""Pages for people without a session: one query when warm, a write seen at once, no cookie."""

import gzip

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache

from socle.models import PublicVersion
from socle.parameters import varies_with
from socle.public_pages import touch_public_pages

made = []


@varies_with("page", "q")
def page(request):
    made.append(request.get_full_path())
    PublicVersion.objects.count()
    return HttpResponse(f"<p>Page n° {len(made)}</p>")


@varies_with()
def moved_by_a_parameter(request):
    made.append(request.get_full_path())
    return HttpResponse(status=200 if request.GET.get("id") == "3" else 404)


@varies_with()
def long_page(request):
    return HttpResponse(page(request).content + b"<p>Chaleur</p>" * 200)


@varies_with()
def with_cookie(request):
    response = page(request)
    response.set_cookie("essai", "1")
    return response


@varies_with()
def missing(request):
    return HttpResponse(page(request).content, status=404)


@varies_with()
def streamed(request):
    return StreamingHttpResponse(page(request))


@varies_with()
def with_session(request):
    request.session["vu"] = 1
    return page(request)


@varies_with()
def with_policy(request):
    response = page(request)
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


urlpatterns = [
    path("page/", page),
    path("sans-le-dire/", lambda request: page(request)),
    path("ancienne/", moved_by_a_parameter),
    path("politique/", with_policy),
    path("longue/", long_page),
    path("cookie/", with_cookie),
    path("absente/", missing),
    path("flux/", streamed),
    path("jamais/", never_cache(page)),
    path("session/", with_session),
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.test_page_cache")]


@pytest.fixture(autouse=True)
def start_fresh():
    made.clear()
    PublicVersion.objects.get_or_create(pk=1)


def test_warm_page_is_one_query(client, django_assert_num_queries):
    first = client.get("/page/")
    with django_assert_num_queries(1):
        second = client.get("/page/")
    assert len(made) == 1
    assert second.content == first.content
    assert second["Content-Type"] == "text/html; charset=utf-8"
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert second["X-Frame-Options"] == first["X-Frame-Options"] == "DENY"
    assert second["Cache-Control"] == first["Cache-Control"] == "private, no-cache"
    assert "Cookie" in second["Vary"]
    assert not first.cookies
    assert not second.cookies


def test_each_address_its_page_and_a_write_is_seen_at_once(
    client, django_capture_on_commit_callbacks
):
    client.get("/page/")
    client.get("/page/?page=2")
    client.get("/page/", HTTP_HOST="localhost")
    assert len(made) == 3
    assert client.get("/page/?page=2").content == b"<p>Page n\xc2\xb0 2</p>"
    with django_capture_on_commit_callbacks(execute=True):
        touch_public_pages()
    client.get("/page/")
    assert len(made) == 4


def test_somebody_with_a_session_gets_a_page_of_their_own(client):
    client.get("/page/")
    client.cookies[django_settings.SESSION_COOKIE_NAME] = "une-session"
    response = client.get("/page/")
    assert len(made) == 2
    assert "private" not in response.get("Cache-Control", "")
    del client.cookies[django_settings.SESSION_COOKIE_NAME]
    assert client.get("/page/").content == b"<p>Page n\xc2\xb0 1</p>"


def test_never_kept(client):
    kept = []
    for address in ("cookie", "absente", "flux", "jamais", "session", "sans-le-dire"):
        made.clear()
        for _ in range(2):
            client.get(f"/{address}/")
            client.cookies.clear()
        kept += [address] * (len(made) != 2)
    assert kept == []
    # What a view forbids to keep stays forbidden.
    assert "no-store" in client.get("/jamais/")["Cache-Control"]


def test_a_post_is_neither_served_nor_kept_and_a_head_is_served_but_never_kept(client):
    assert client.head("/page/").status_code == 200
    client.get("/page/")
    assert len(made) == 2, "a HEAD leaves nothing behind"
    assert client.head("/page/").status_code == 200
    assert len(made) == 2
    client.post("/page/")
    assert len(made) == 3
    client.get("/page/")
    assert len(made) == 3


def test_a_known_page_is_answered_304(client):
    etag = client.get("/page/")["ETag"]
    response = client.get("/page/", HTTP_IF_NONE_MATCH=etag)
    assert response.status_code == 304
    assert response.content == b""
    assert len(made) == 1


def test_a_long_page_is_compressed_and_kept_once(client):
    plain = client.get("/longue/")
    packed = client.get("/longue/", HTTP_ACCEPT_ENCODING="gzip, br")
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed["Vary"]
    assert len(made) == 1
    etag = packed["ETag"]
    again = client.get("/longue/", HTTP_IF_NONE_MATCH=etag, HTTP_ACCEPT_ENCODING="gzip")
    assert again.status_code == 304


def test_a_filtered_page_is_kept_for_a_moment_only(client, monkeypatch):
    kept = {}
    monkeypatch.setattr(
        cache, "set", lambda key, page, seconds: kept.update({page["content"]: seconds})
    )
    client.get("/page/")
    client.get("/page/?q=chaudiere")
    assert list(kept.values()) == [300, 30]


def test_parameters_that_no_page_reads_make_no_other_page_and_the_view_never_sees_them(client):
    first = client.get("/page/")
    for query in ("utm_source=lettre", "x=1&y=2", "fbclid=" + "a" * 500, "%C3%A9=1", "page[]=3"):
        assert client.get(f"/page/?{query}").content == first.content, query
    client.get("/page/?utm_source=lettre&q=gaz&page=2")
    assert made == ["/page/", "/page/?page=2&q=gaz"]
    assert client.get("/page/?page=2&x=3&q=gaz").content == "<p>Page n° 2</p>".encode()
    # Two values of a name keep their order.
    made.clear()
    client.get("/page/?q=b&q=a")
    client.get("/page/?q=a&q=b")
    assert made == ["/page/?q=b&q=a", "/page/?q=a&q=b"]


def test_somebody_with_a_session_is_asked_nothing_less(client):
    client.cookies[django_settings.SESSION_COOKIE_NAME] = "une-session"
    client.get("/page/?utm_source=lettre")
    assert made == ["/page/?utm_source=lettre"]


@pytest.mark.parametrize("query", ["q=%ff", "&".join(f"q={n}" for n in range(101))])
def test_a_query_that_cannot_be_read_is_not_kept(client, query):
    for _ in range(2):
        assert client.get(f"/page/?{query}").status_code == 200
    assert len(made) == 2


def test_an_old_address_known_by_its_parameter_is_still_found(client):
    assert client.get("/ancienne/?id=3").status_code == 200
    assert client.get("/ancienne/?id=4").status_code == 404


def test_a_page_is_kept_with_the_policy_of_its_own(client):
    first, second = (client.get("/politique/") for _ in range(2))
    assert first.content == second.content
    for response in (first, second):
        assert response["Content-Security-Policy"] == "default-src 'none'"
