"""One address, somebody, and what they send."""

import random
import re
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client, TestCase
from django_tasks_db.models import DBTaskResult

from ambassadeurs.guichets.api.views import digest_of
from ambassadeurs.guichets.models import ApiToken
from communaute.comptes.models import Organisation, User
from tests.architecture.test_permissions_matrix import MATRIX
from tests.fuzz import hostile
from tests.fuzz.hostile import Hand, Request
from tests.fuzz.pages import Form, links_and_forms, name_of
from tests.fuzz.watch import Watch, described
from tests.fuzz.world import SHOWN, World

BACKEND = "django.contrib.auth.backends.ModelBackend"
SIGN_OUT = "account_logout"
SLOW_S = 5.0
# How many people are asked for, when the first one was shown no form.
TRIES = 4
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
# Whoever they are, people may do this to what they may read; an API obeys its keys.
OPEN_TO_ALL = re.compile(
    r"guichets:api_v2:|account_|questions:|reseaux:|notifications:|comptes:|moderation:report|ambassadeurs:apply|"
    r"ambassadeurs:project_|demandes:(new|survey|visit_book|list)$|events:"
)
# People of the demonstration who have nothing to do with what the factories make.
STRANGERS = ("", "editrice@demo.test", "syndic@demo.test", "exploitant.dijon@demo.test")
ARGUMENT = re.compile(r"(?<=/)[0-9][^/]*|[0-9a-f-]{36}|(?<=/)[^/]+(?=/$)")


@dataclass
class Failure:
    """What should not be: `signature` is the same for the same defect."""

    signature: str
    scene: int
    who: str
    request: Request
    detail: str


class Undo(Exception):
    """Ends the transaction of a scene."""


class Scene:
    """A number of requests about one address, then the work they left for later."""

    def __init__(self, number: int, *, seed: int, world: World, watch: Watch) -> None:
        self.number = number
        self.rng = random.Random(f"{seed}-{number}")  # noqa: S311 -- to be played again
        self.world = world
        self.watch = watch
        self.hand = Hand(self.rng, world.ids)
        self.name = world.names[number % len(world.names)]
        self.failures: list[Failure] = []
        self.statuses: list[tuple[int, str]] = []
        self.slowest: tuple[float, str] = (0.0, "")
        self.who = ""
        self.offered: set[tuple[str, str]] = set()
        self.has_written = False
        self.pages: dict[str, list[Form]] = {}
        self.insiders: list[str] = []
        self.keys: list[str] = []
        self.clients: dict[str, Client] = {}

    def play(self) -> None:
        """Raises nothing: what goes wrong is in `failures`."""
        try:
            with transaction.atomic():
                self._prepare()
                self._act()
                self._settle()
                raise Undo
        except Undo:
            self.clients.clear()
            self.pages.clear()

    # --- Who, and where ---------------------------------------------------------------

    def _prepare(self) -> None:
        last = User.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        known = self.world.addresses.get(self.name, [])
        people = [*self.world.people, ""]
        self.made = not known or (self.name in MATRIX and self.rng.random() < 0.3)
        if self.made:
            self.address = MATRIX[self.name]["url"]()
            owners = list(User.objects.filter(pk__gt=last).values_list("email", flat=True))
            self.insiders = [*owners, *self.world.people]
            if owners and self.rng.random() < 0.6:
                people = owners
        else:
            self.address = self.rng.choice(known)
            self.insiders = self.world.readers[self.address]
            if self.rng.random() < 0.6:
                people = self.insiders
        self.who = self.rng.choice(people)
        if ":api" in self.name:
            for organisation in Organisation.objects.order_by("pk"):
                key = f"cu_{organisation.pk}"
                ApiToken.objects.update_or_create(
                    organisation=organisation, defaults={"digest": digest_of(key), "hint": "x"}
                )
                self.keys.append(key)

    def client(self) -> Client:
        known = self.clients.get(self.who)
        if known is None or (self.who and "session" not in known.cookies):
            client = Client(raise_request_exception=False)
            if self.who:
                client.force_login(User.objects.get(email=self.who), backend=BACKEND)
            self.clients[self.who] = client
        return self.clients[self.who]

    # --- Requests ---------------------------------------------------------------------

    def _act(self) -> None:
        own = self._own()
        if not own and self.rng.random() < 0.8:
            for person in self.rng.sample(self.insiders, min(TRIES, len(self.insiders))):
                self.who = person
                if own := self._own():
                    break
        forged = [form for form in self.world.forms.get(self.name, []) if self._is_worth(form)]
        closed = not own and not forged and self.statuses[-1][0] in {302, 403, 404}
        rounds = 30 if own else 5 if closed else 12
        for step in range(rounds):
            request = self._next(own, forged)
            # What is done may close the door: the first ones are undone.
            request.is_undone = request.method == "POST" and step < rounds // 2
            response = self.send(request)
            moved = response is not None and response.status_code in {301, 302}
            if moved and not request.is_undone:
                # The next step of a path, for the same person.
                after = self._look(response["Location"])
                own += [form for form in after if self._is_worth(form) and form not in own]
            if self.has_written:
                self._show()

    def _next(self, own: list[Form], forged: list[Form]) -> Request:
        chance = self.rng.random()
        if ":api" in self.name and chance < 0.8:
            return self._call()
        if own and chance < 0.7:
            return self._post(self.rng.choice(own))
        if forged and chance < 0.85:
            return self._post(self._transplant(self.rng.choice(forged)))
        return self.rng.choice((self._query, self._argument, self._method, self._raw))()

    def _own(self) -> list[Form]:
        """What this person may send from the page of the scene."""
        return [form for form in self._look(self.address) if self._is_worth(form)]

    def _is_worth(self, form: Form) -> bool:
        """Every page has the form that signs out: it is sent from its own page only."""
        is_signing_out = name_of(form.action) == SIGN_OUT
        return form.method == "post" and (self.name == SIGN_OUT or not is_signing_out)

    def _look(self, path: str) -> list[Form]:
        """Read a page: its forms are then what is offered to the person."""
        forms: list[Form] = []
        if path.startswith("/"):
            response = self.send(Request("GET", path))
            if response is not None and response.status_code == 200 and is_page(response):
                forms = links_and_forms(path, response.content.decode())[1]
        self.offered |= {(self.who, urlsplit(form.action).path) for form in forms}
        self.pages[path] = forms
        return forms

    def _show(self) -> None:
        """What was just written is read again, there and elsewhere, by anybody."""
        who = self.who
        for path in (self.address, *self.rng.sample(SHOWN, 2)):
            self.who = self.rng.choice([who, *self.world.people])
            self._look(path)
        self.who, self.has_written = who, False

    def _transplant(self, form: Form) -> Form:
        """The form that somebody else was shown, sent by this person, perhaps to another object."""
        if self.made and name_of(form.action) == self.name:
            return Form(form.page, self.address, form.method, form.fields, form.multipart)
        if form.page not in self.pages:
            self._look(form.page)
        return form

    def _post(self, form: Form) -> Request:
        request = hostile.post(form.action, self.hand.fill(form), multipart=form.multipart)
        request.checks_token = self.rng.random() < 0.05
        return request

    def _query(self) -> Request:
        forms = self.pages[self.address]
        filters = [form for form in forms if form.method == "get" and form.action == self.address]
        if filters and self.rng.random() < 0.5:
            pairs = self.hand.fill(self.rng.choice(filters))
            texts = [(name, value) for name, value in pairs if isinstance(value, str)]
            return Request("GET", hostile.with_query(self.address, texts))
        names = [field.name for form in forms for field in form.fields]
        chosen = [self.rng.choice([*names, *hostile.PARAMETERS]) for _ in range(4)]
        pairs = [(name, self.hand.value()) for name in chosen[: self.rng.randint(1, 4)]]
        return Request("GET", hostile.with_query(self.address, pairs))

    def _argument(self) -> Request:
        """The same address with other numbers, tokens or words in it."""
        path = ARGUMENT.sub(
            lambda _: _quoted(self.hand.value()), urlsplit(self.address).path, count=1
        )
        return Request(self.rng.choice(("GET", "POST")), path)

    def _method(self) -> Request:
        method = self.rng.choice((*hostile.METHODS, "GET", "GET", "GET", "POST"))
        return Request(method, self.address, headers=self.hand.headers())

    def _raw(self) -> Request:
        rng = self.rng
        request = Request(
            "POST", self.address, rng.choice(hostile.BODIES), rng.choice(hostile.TYPES)
        )
        request.checks_token = rng.random() < 0.3
        return request

    def _call(self) -> Request:
        """An operation of an API, as its own description says, with hostile values."""
        method, path, parameters, words = self.rng.choice(self.world.operations)
        known = self.world.addresses.get("guichets:demande", [])
        value = self.rng.choice(known).split("/")[-2] if known and self.rng.random() < 0.8 else None
        path = re.sub(r"{\w+}", lambda _: value or _quoted(self.hand.value()), path)
        if parameters:
            pairs = [(name, self.hand.value()) for name in parameters if self.rng.random() < 0.8]
            path = hostile.with_query(path, pairs)
        key = self.rng.choice([*self.keys, *self.keys, "cu_faux", "é", ""])
        request = Request(method.upper(), path, headers={"Authorization": f"Bearer {key}"})
        if words:
            request.body = self.hand.json_body(words)
            request.content_type = self.rng.choice(["application/json"] * 8 + list(hostile.TYPES))
        return request

    # --- Sending and judging ----------------------------------------------------------

    def send(self, request: Request) -> HttpResponseBase | None:
        cache.clear()  # neither the limits of rate nor kept pages
        client = self.client()
        self.watch.start()
        client.handler.enforce_csrf_checks = request.checks_token
        options: dict[str, Any] = {"headers": request.headers}
        if request.content_type or request.body:
            options["content_type"] = request.content_type
        point, response, start = transaction.savepoint(), None, time.perf_counter()
        try:
            with TestCase.captureOnCommitCallbacks(execute=True):
                response = client.generic(request.method, request.path, request.body, **options)
                if response.streaming:
                    b"".join(response.streaming_content)
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is a finding
            self.watch.errors.append(described(error))
        self._time(time.perf_counter() - start, request)
        status = response.status_code if response is not None else 599
        self.statuses.append((status, name_of(request.path)))
        self._judge(request, status, response)
        if request.is_undone or status >= 500 or connection.needs_rollback:
            transaction.savepoint_rollback(point)
            transaction.set_rollback(False)
            self.clients.pop(self.who)  # the session may be another one
        else:
            transaction.savepoint_commit(point)
        return response

    def _time(self, taken: float, request: Request) -> None:
        self.slowest = max(self.slowest, (taken, f"{request.method} {request.path[:150]}"))
        if taken > SLOW_S:
            self._fail("slow", request, f"{taken:.1f} s")

    def _judge(self, request: Request, status: int, response: HttpResponseBase | None) -> None:
        name, wrote = name_of(request.path), self.watch.writes
        self.has_written |= bool(wrote) and status < 400 and not request.is_undone
        if status >= 500 or self.watch.errors:
            detail = "\n".join(self.watch.errors)
            lines = detail.splitlines() or [""]
            self._fail(f"{status} {lines[0][:60]} {lines[-1]}", request, detail)
        elif response is not None and _leads_away(response.headers.get("Location", "")):
            self._fail(f"{name} leads away", request, response.headers["Location"])
        elif response is not None and is_page(response) and hostile.SCRIPT in response.content:
            self._fail(f"{name} shows a script as such", request, "")
        elif wrote and request.method in SAFE:
            self._fail(f"{request.method} {name} writes", request, "\n".join(wrote))
        elif wrote and status >= 400:
            self._fail(f"{request.method} {name} refuses ({status}) but writes", request, wrote[0])
        elif wrote and self._is_out_of_reach(request, name):
            self._fail(f"{name} obeys without right", request, "\n".join(wrote))

    def _is_out_of_reach(self, request: Request, name: str) -> bool:
        """What no page offered to this person, done to what is not theirs."""
        if OPEN_TO_ALL.match(name) or (self.who, urlsplit(request.path).path) in self.offered:
            return False
        return not self.made or self.who in STRANGERS

    def _fail(self, signature: str, request: Request, detail: str) -> None:
        self.failures.append(Failure(signature, self.number, self.who, request, detail))

    # --- Afterwards -------------------------------------------------------------------

    def _settle(self) -> None:
        """Mails and clocks meet what was written too."""
        self.watch.start()
        try:
            with transaction.atomic(), TestCase.captureOnCommitCallbacks(execute=True):
                do_what_waits()
        except Exception as error:  # noqa: BLE001 -- a finding too
            self.watch.errors.append(described(error))
        if self.watch.errors:
            detail = "\n".join(self.watch.errors)
            self._fail(f"later: {detail.splitlines()[0][:80]}", Request("", self.address), detail)


def _quoted(value: str) -> str:
    return quote(hostile.encode(value), safe="")


def is_page(response: HttpResponseBase) -> bool:
    kind = response.headers.get("Content-Type", "")  # a 304 has none
    return not response.streaming and kind.startswith("text/html")


def _leads_away(location: str) -> bool:
    # Browsers read a backslash as a slash.
    return urlsplit(location.replace("\\", "/")).netloc not in {"", "testserver"}


def do_what_waits() -> None:
    """The tasks in the queue, then the clocks, as the worker and cron would."""
    for row in DBTaskResult.objects.ready():
        row.task.call(*row.task_result.args, **row.task_result.kwargs)
    DBTaskResult.objects.all().delete()
    call_command("tick", verbosity=0, stdout=_Silence())


class _Silence:
    def write(self, text: str) -> None:
        """Nothing is said of what the clocks did."""
