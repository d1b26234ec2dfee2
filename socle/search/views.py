"""`/recherche/`: the page of results, the suggestions, and what was not found."""

from dataclasses import asdict
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from socle.forms import PlainForm
from socle.parameters import varies_with
from socle.public_pages import cached_for_community
from socle.ratelimit import allow, allow_together

from .enums import Kind
from .missed_searches import may_be_told, report
from .numbers import NUMBERS
from .query_parser import departement_of
from .results import Results, find, suggest

INVALID = 422


# What people type in the search.


class SearchForm(PlainForm):
    """`q`: 2 to 200 characters; empty is not an error, it shows the page without results. A kind
    or a page that does not exist is left out."""

    q = forms.CharField(
        label="Votre recherche",
        required=False,
        min_length=NUMBERS.query_min,
        max_length=NUMBERS.query_max,
        error_messages={
            "min_length": "Écrivez au moins %(limit_value)s lettres.",
            "max_length": "Votre recherche est trop longue : %(limit_value)s caractères au plus. "
            "Quelques mots suffisent, par exemple « prix de la chaleur ».",
            "null_characters_not_allowed": "Un signe invisible s’est glissé dans votre recherche. "
            "Retapez-la.",
        },
    )
    nature = forms.CharField(required=False, max_length=20)
    page = forms.CharField(required=False, max_length=6)

    @property
    def kind(self) -> str:
        """The kind asked for, or "" for all."""
        asked = self.cleaned_data.get("nature", "")
        return asked if asked in Kind.values else ""

    @property
    def number(self) -> int:
        """The page asked for, from 1."""
        asked = self.cleaned_data.get("page", "")
        return int(asked) if asked.isascii() and asked.isdigit() else 1


class MissedForm(PlainForm):
    """A search that found nothing."""

    q = forms.CharField(label="Votre recherche", max_length=200)


@varies_with(SearchForm)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`?q=&nature=&page=`: what cannot be searched is said; 429 beyond what `_limit_of` allows."""
    form = SearchForm(request.GET)
    typed = request.GET.get("q", "").replace("\x00", "")[: NUMBERS.query_max]
    context: dict[str, Any] = {"form": form, "query": typed, "results": None}
    is_valid = form.is_valid()
    if "q" in form.errors:
        return render(request, "search/page.html", context)
    query = form.cleaned_data.get("q", "") if is_valid else ""
    if query:
        if limited := _limit_of(request):
            return render(request, "search/page.html", context | {"limited": limited}, status=429)
        place = departement_of(request.user)
        results = _found(request, query, form, place)
        context |= {"results": results, "kind": results.kind}
        context["may_be_told"] = may_be_told(query)
    return render(request, "search/page.html", context)


def _found(request: HttpRequest, query: str, form: SearchForm, place: str) -> Results:
    """What is found, kept for a minute at most: many people look for the same words."""
    asked = {"kind": form.kind, "number": form.number, "departement": place}
    key = sha256(repr([query, *asked.values()]).encode()).hexdigest()
    return cached_for_community(request, f"search:found-1:{key}", partial(find, query, **asked))


def _limit_of(request: HttpRequest) -> str:
    """Which limit this search goes beyond: of the `person`, of `all` those without an account."""
    rate = f"{NUMBERS.searches_a_second}/s,{NUMBERS.searches_a_minute}/m"
    if not allow(request, action="search", rate=rate):
        return "person"
    if request.user.is_authenticated:
        return ""
    rate = f"{NUMBERS.searches_of_all_a_second}/s,{NUMBERS.searches_of_all_a_minute}/m"
    return "" if allow_together(action="search", rate=rate) else "all"


@varies_with("q")
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """`{"results": [{"title", "url", "kind"}]}` for what is being typed: five at most. Those of a
    short beginning are kept for everybody, with the public pages."""
    response = _suggestions(request)
    if response.status_code != HTTPStatus.OK or not _is_for_everybody(request):
        add_never_cache_headers(response)
    return response


def _suggestions(request: HttpRequest) -> JsonResponse:
    form = SearchForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"results": []}, status=INVALID)
    rate = f"{NUMBERS.suggestions_a_minute}/m"
    if not allow(request, action="search_suggestions", rate=rate):
        return JsonResponse({"results": []}, status=429)
    query = request.GET.get("q", "") if form.cleaned_data["q"] else ""
    place = departement_of(request.user)
    return JsonResponse({"results": [asdict(one) for one in suggest(query, departement=place)]})


def _is_for_everybody(request: HttpRequest) -> bool:
    """Whether others will type this too: a long text would fill the cache for one person."""
    is_short = len(request.GET.get("q", "")) <= NUMBERS.suggestions_kept_up_to
    return not request.user.is_authenticated and is_short


# The page that holds the button is served from the cache to people without a session: it can hold
# no token. A forged post adds one to a count that says nothing of anybody.
@csrf_exempt
@require_POST
def missed(request: HttpRequest) -> HttpResponse:
    """Tell editors that a search found nothing; said back in a page of its own."""
    form = MissedForm(request.POST)
    if not form.is_valid():
        return render(request, "search/missed.html", {"form": form}, status=INVALID)
    if allow(request, action="search_missed", rate=f"{NUMBERS.missed_a_day}/d"):
        who = f"user:{request.user.pk}" if request.user.is_authenticated else _address(request)
        report(query=form.cleaned_data["q"], person=who)
    return render(request, "search/missed.html", {"query": form.cleaned_data["q"]})


def _address(request: HttpRequest) -> str:
    return f"ip:{get_adapter().get_client_ip(request)}"
