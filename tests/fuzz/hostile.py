"""Hostile values, and the ways of putting them in a request."""

import io
import json
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from PIL import Image

from tests.files import PDF
from tests.fuzz.pages import Field, Form

BOUNDARY = "limite"
SENTENCE = "Bonjour, nous sommes 58 lots au fioul et nous hésitons encore. Qu’avez-vous fait ?"

SCRIPT = b"<script>alert(1)</script>"
TEXTS = (
    *("", " ", "abc", "x" * 10_000, "mot " * 2_500, "é" * 301, "a\x00b", "\x00", "\x1b[0m\x07"),
    *(
        "\ud800",
        "abc\udfff",
        "\ufeff\u200b",
        "\u202eعربى\u202c",
        "👩‍👩‍👧‍👦" * 50,
        "a\u0301" * 200,
        "ﬃ²½",
    ),
    *("1;drop table x", "' OR '1'='1", "%' --", "\\", "%s%(a)s{0}", "{{ 7|add:7 }}{% now %}"),
    *("../../etc/passwd", "C:\\con", SCRIPT.decode(), "<b>" * 2_000, "=1+1", "@a:b"),
    *("a\r\nBcc: x@y.fr", "ligne\n" * 500, "[a](javascript:x)", "**" * 3_000, "> " * 3_000),
    *("[" * 5_000, "`" * 5_001, "06 12 34 56 78", "https://" + "a." * 900, "null", "undefined"),
    *("https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example", "javascript:x"),
)
NUMBERS = (
    *("-1", "0", "-0", "1e999", "NaN", "Infinity", "-inf", "1.5", "1,5", "0x10", "1_000", "٣", "²"),
    *("9" * 30, "9" * 5_000, "2147483648", "9223372036854775808", "-9223372036854775809", "1e5"),
    *("1600", "2090", "99999", "+7", " 7 ", "7abc"),
)
MOMENTS = (
    *("0000-00-00", "31/02/2026", "2026-02-31", "9999-12-31", "1600-01-01", "0001-01-01", "demain"),
    *("99999-01-01", "-1-1-1", "2026-W01", "29/02/2100", "25:61", "24:00", "02:30", "00:00:00.1"),
    *("9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2026-10-25T02:30:00", "1e10", "-1e18"),
)
MAILS = (
    *(
        "a@b",
        "@",
        "x" * 60 + "@" + "y." * 98 + "fr",
        "x" * 300 + "@y.fr",
        "é@é.fr",
        '"a b"@c.fr',
        "a@b.fr,c@d.fr",
        "a@[127.0.0.1]",
    ),
    *("a@b.fr\nBcc: c@d.fr", "a\x00@b.fr", "Gérard <coproprietaire@demo.test>", "agence@demo.test"),
)
# One character more than what a column may hold.
LONG = tuple(
    "x" * (length + 1) for length in (20, 40, 64, 100, 120, 200, 254, 300, 500, 1000, 2000)
)
VALUES = TEXTS + LONG + NUMBERS + MOMENTS + MAILS
JSON_VALUES: tuple[Any, ...] = (
    *VALUES,
    *(None, True, [], {}, 10**400, -1, 1.5, float("nan"), float("inf"), ["a"], {"a": [1]}),
)
# Parameters that lists and paths of the service read, asked of every page.
PARAMETERS = (
    *("page", "q", "tri", "next", "commune", "reseau", "lots", "lat", "lon", "a", "id", "cote"),
    *("copropriete", "organisme", "mandat", "modele", "jeton", "etat", "annee", "updated_since"),
    *("espace", "etape", "point", "texte", "visite", "sujet", "depuis"),
)
BODIES = (
    *(b"", b"\x00", b"{", b"null", b'"a"', b"[1]", b"[" * 100_000, b'{"a":1e999}', b"\xff\xfe"),
    *(b"a=%", b"=&=&&", b"a" * 5_000, b"%zz=%00&\xff=\xfe", b"a=1&" * 11_000),
    *(b"--limite\r\n", b"--limite\r\nContent-Disposition: form-data; name=a\r\n\r\nx"),
    b'--limite\r\nContent-Disposition: form-data; name="f"; filename="\x00"\r\n\r\n\r\n--limite--',
    b"--limite\r\nContent-Transfer-Encoding: base64\r\n"
    b"Content-Disposition: form-data; name=a\r\n\r\n%\r\n--limite--\r\n",
)
TYPES = (
    *("application/x-www-form-urlencoded", f"multipart/form-data; boundary={BOUNDARY}"),
    *("multipart/form-data", "multipart/form-data; boundary=é", "application/json", "text/xml", ""),
    *(
        "application/x-www-form-urlencoded; charset=nul",
        "multipart/form-data; boundary=" + "x" * 99,
    ),
)
HEADERS = (
    *(("Range", value) for value in ("bytes=0-1", "bytes=99999-", "bytes=a-b", "x")),
    *(("If-None-Match", value) for value in ("*", 'W/"a"', '"', "é")),
    *(("If-Modified-Since", value) for value in ("Sat, 31 Feb 0000 99:99:99 GMT", "0", "x" * 500)),
    *(("Accept", value) for value in ("application/json", "*/*;q=a", "text/html;" * 400)),
    *(("Accept-Encoding", value) for value in ("gzip", "gzip;q=-1,*", "\xff")),
    *(("Host", value) for value in ("ailleurs.example", "testserver:99999", "[::1", "a b", "")),
    *(
        ("Cookie", value)
        for value in ("session=x", 'session="\\000aaaaaaaaaaa"', "=;=", "session=é")
    ),
    *(("X-Forwarded-For", value) for value in ("1.2.3.4", "x" * 300, "\x00", "::1, é")),
    *(("Referer", value) for value in ("http://[", "javascript:x", "é")),
    *(
        ("Authorization", value)
        for value in ("Bearer", "Bearer \xff\x00", "Basic eA==", "x" * 9_000)
    ),
    *(("Content-Length", value) for value in ("abc", "-1", "99999999999")),
    *(("Sec-Fetch-Site", "cross-site"), ("Accept-Language", "x-" * 500), ("User-Agent", "\xff")),
    *(("X-Requested-With", "XMLHttpRequest"), ("X-Http-Method-Override", "DELETE")),
)
METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "get")


def _image(kind: str, side: int, **options: Any) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (side, side), "orange").save(made, kind, **options)
    return made.getvalue()


PNG = _image("PNG", 200)
GOOD_FILES = (("preuve.pdf", PDF), ("photo.png", PNG), ("photo.jpg", _image("JPEG", 300)))
BAD_FILES = (
    *(("preuve.pdf", b""), ("preuve.pdf", b"MZ\x90\x00"), ("../../a.pdf", PDF), ("", PDF)),
    *(
        ("x" * 400 + ".png", PNG),
        ("a\x00b.png", PNG),
        ("\ud800.pdf", PDF),
        (".", PDF),
        ("\r\n", PDF),
    ),
    *(("photo.png", PNG[:60]), ("photo.png", PNG[:-20] + b"\xff" * 20), ("a.svg", b"<svg/>")),
    ("photo.png", PNG[:16] + b"\x00\x00\xff\xff" * 2 + PNG[24:]),
    ("photo.jpg", _image("JPEG", 9, exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff" + b"\xff" * 40)),
    ("photo.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 300),
    ("photo.webp", b"RIFF\xff\xff\xff\xffWEBPVP8X" + b"\xff" * 60),
)
FILES = GOOD_FILES + BAD_FILES
# What a person would type, where a sentence would not do.
KNOWN = {
    "first_name": "Camille",
    "language": "français",
    "connected_year": "2021",
    "reseau": "3802C",
    "boiler_year": "1998",
    "boiler_power_kw": "350",
    "register_number": "AA1234567",
    "q": "33 boulevard Clemenceau 38100 Grenoble",
}

Pair = tuple[str, str | tuple[str, bytes]]


@dataclass
class Request:
    """All that is sent; `repr` is enough to send it again."""

    method: str
    path: str
    body: bytes = b""
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    checks_token: bool = False
    is_undone: bool = False


def encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def with_query(path: str, pairs: list[tuple[str, str]]) -> str:
    parts = (f"{quote(encode(name), safe='')}={quote(encode(v), safe='')}" for name, v in pairs)
    return f"{path}{'&' if '?' in path else '?'}{'&'.join(parts)}"


def post(action: str, pairs: list[Pair], *, multipart: bool) -> Request:
    if not multipart:
        texts = [(name, value) for name, value in pairs if isinstance(value, str)]
        body = with_query("", texts)[1:].encode()
        return Request("POST", action, body, "application/x-www-form-urlencoded")
    body = b""
    for name, value in pairs:
        filename, content = ("", encode(value)) if isinstance(value, str) else value
        body += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'.encode()
        if not isinstance(value, str):
            body += b'; filename="' + encode(filename) + b'"\r\nContent-Type: image/png'
        body += b"\r\n\r\n" + content + b"\r\n"
    body += f"--{BOUNDARY}--\r\n".encode()
    return Request("POST", action, body, f"multipart/form-data; boundary={BOUNDARY}")


class Hand:
    """Fills forms: `ids` are the numbers, UUIDs and slugs of the objects of the demonstration."""

    def __init__(self, rng: random.Random, ids: list[str]) -> None:
        self.rng = rng
        self.ids = ids

    def fill(self, form: Form) -> list[Pair]:
        """Plausible answers, of which none, one, some or all are replaced."""
        rng = self.rng
        share = rng.choice((0, 0, 0.25, 0.25, 0.6, 1))
        chosen = rng.choice(form.fields).name if form.fields and share == 0.25 else ""
        pairs: list[Pair] = []
        for one in form.fields:
            if one.name == chosen or (share > 0.25 and rng.random() < share):
                pairs += [(one.name, value) for value in self.hostile(one)]
            else:
                pairs += [(one.name, value) for value in self.plausible(one)]
        if rng.random() < 0.1:
            pairs.append((rng.choice(PARAMETERS), self.value()))
        return pairs

    def value(self) -> str:
        return self.rng.choice(self.ids if self.rng.random() < 0.2 else VALUES)

    def hostile(self, one: Field) -> list[str | tuple[str, bytes]]:
        """No value, one, or a list where a scalar is expected; most often of the field's kind."""
        rng = self.rng
        if rng.random() < 0.1:
            return []
        if one.kind == "file":
            return [rng.choice(FILES)] if rng.random() < 0.9 else [self.value()]
        pools = {"number": NUMBERS, "date": MOMENTS, "time": MOMENTS, "email": MAILS}
        pool = pools.get(one.kind, TEXTS + LONG)
        if one.kind in {"hidden", "select", "radio", "checkbox"}:
            pool = tuple(self.ids) + NUMBERS
        value = rng.choice(pool) if rng.random() < 0.6 else self.value()
        return [value] if rng.random() < 0.9 else [value, self.value(), *one.choices[:1]]

    def plausible(self, one: Field) -> list[str | tuple[str, bytes]]:
        rng = self.rng
        if one.kind == "file":
            return [rng.choice(GOOD_FILES)]
        if one.kind in {"select", "radio", "submit"}:
            known = [choice for choice in one.choices if choice]
            if known and (not one.value or rng.random() < 0.6):
                return [rng.choice(known)]
            return [one.value]
        if one.kind == "checkbox":
            return [choice for choice in one.choices if rng.random() < 0.8]
        if one.kind == "textarea":
            return [f"{one.value} {SENTENCE}".strip()]
        if one.value or one.kind == "hidden":
            return [one.value]
        if one.name in KNOWN:
            return [KNOWN[one.name]]
        if one.kind == "number":
            low, high = int(float(one.least or 1)), int(float(one.most or 60))
            return [str(rng.randint(low, max(low, min(high, low + 50))))]
        if one.kind == "date":
            return [str(date.today() + timedelta(days=rng.randint(-60, 60)))]
        if one.kind in {"time", "email"}:
            return ["10:30" if one.kind == "time" else f"p{rng.randint(1, 99)}@exemple.fr"]
        if one.is_commune:
            return ["38185"]
        return [SENTENCE]

    def headers(self) -> dict[str, str]:
        return dict(self.rng.sample(HEADERS, self.rng.choice((1, 1, 2, 4))))

    def json_body(self, words: dict[str, list[str]]) -> bytes:
        """An object with some of these keys, perhaps with their known words, or no JSON at all."""
        rng = self.rng
        if rng.random() < 0.2:
            return rng.choice(BODIES)
        made = {"de-trop": rng.choice(JSON_VALUES)} if rng.random() < 0.1 else {}
        for key, known in words.items():
            if rng.random() < 0.7:
                made[key] = rng.choice(known if known and rng.random() < 0.6 else JSON_VALUES)
        return json.dumps(made).encode()
