"""The geocoder against a real server that is right, doubtful, slow, angry or broken."""

import logging
import time

import pytest
from django.core.cache import cache

from ambassadeurs.reseaux.address_test import geocoding
from ambassadeurs.reseaux.address_test.geocoding import (
    ALONE_KEY,
    FAILURES,
    GeocoderUnavailable,
    GeocodingVerdict,
    get_geocoder,
)
from ambassadeurs.reseaux.enums import Precision

from ..fake_geocoder import Answer, feature, found, serve_geocoder

pytestmark = pytest.mark.django_db

ADDRESS = "33 boulevard Clemenceau Grenoble"


@pytest.fixture
def fake(geocoder):
    geocoder.will(Answer())
    return geocoder


def test_a_sure_address_is_asked_once(fake):
    fake.will(found(feature()))

    answer = get_geocoder().search(ADDRESS)

    assert answer.verdict == GeocodingVerdict.SURE
    place = answer.best
    assert place is not None
    assert (place.longitude, place.latitude) == (5.740288, 45.18403)
    assert place.precision == Precision.ADRESSE
    assert place.commune is not None
    assert place.commune.pk == "38185"
    assert fake.paths == ["/search"]
    assert fake.queries == [
        {"q": [ADDRESS], "index": ["address"], "limit": ["5"], "autocomplete": ["0"]}
    ]
    # Typed otherwise, the same address is asked once.
    assert get_geocoder().search("  33 BOULEVARD Clémenceau   grenoble ") == answer
    assert len(fake.queries) == 1


def test_control_characters_never_reach_the_database(fake):
    fake.will(found(feature(label="33 Boulevard\x00 Clemenceau", citycode="38\x00185")))

    place = get_geocoder().search(ADDRESS).best

    assert place is not None
    assert (place.label, place.citycode) == ("33 Boulevard Clemenceau", "38185")


@pytest.mark.parametrize(
    ("score", "verdict"),
    [
        (0.7, GeocodingVerdict.SURE),
        (0.699, GeocodingVerdict.TO_CONFIRM),
        (0.4, GeocodingVerdict.TO_CONFIRM),
        (0.399, GeocodingVerdict.NOT_FOUND),
    ],
)
def test_score_limits(fake, score, verdict):
    fake.will(found(feature(score)))

    answer = get_geocoder().search(ADDRESS)

    assert answer.verdict == verdict
    assert (answer.best is not None) is (verdict == GeocodingVerdict.SURE)
    assert len(answer.places) == (0 if verdict == GeocodingVerdict.NOT_FOUND else 1)


def test_doubtful_places_come_best_first_without_the_hopeless(fake):
    fake.will(found(feature(0.45), feature(0.62), feature(0.2)))

    answer = get_geocoder().search(ADDRESS)

    assert [place.score for place in answer.places] == [0.62, 0.45]


@pytest.mark.parametrize(
    ("kind", "precision"),
    [
        ("housenumber", Precision.ADRESSE),
        ("street", Precision.APPROXIMATIVE),
        ("locality", Precision.APPROXIMATIVE),
        ("municipality", Precision.COMMUNE),
    ],
)
def test_precision(fake, kind, precision):
    fake.will(found(feature(kind=kind)))

    answer = get_geocoder().search(ADDRESS)

    assert answer.places[0].precision == precision


def test_a_place_of_no_french_commune_is_not_found(fake):
    monaco = feature(0.99, citycode="99138", label="Place du Casino 98000 Monaco")
    fake.will(found(monaco), found(monaco, feature(0.8)))

    assert get_geocoder().search("place du Casino, Monaco").verdict == GeocodingVerdict.NOT_FOUND
    assert [place.citycode for place in get_geocoder().search(ADDRESS).places] == ["38185"]


@pytest.mark.parametrize("text", ["", "  ", "ab", "!?;", "'''"])
def test_too_short_is_not_asked(fake, text):
    assert get_geocoder().search(text).verdict == GeocodingVerdict.NOT_FOUND
    assert fake.queries == []


def test_a_long_or_strange_text_is_cut_and_cleaned(fake):
    get_geocoder().search("  (« ?" + "12 rue\n\tdes   Lilas " * 40)

    (query,) = fake.queries[0]["q"]
    assert len(query) <= 200
    assert "\n" not in query
    assert query[0].isalnum()


@pytest.mark.parametrize("answer", [Answer(), Answer(b'{"code":400}', 400)])
def test_a_refused_query_is_an_address_not_found(fake, answer):
    fake.will(answer)

    assert get_geocoder().search("azertyuiop").verdict == GeocodingVerdict.NOT_FOUND


def test_one_retry_after_429_waits_as_asked(fake):
    fake.will(Answer(b"", 429, {"Retry-After": "0.3"}), found(feature()))
    start = time.monotonic()

    assert get_geocoder().search(ADDRESS).verdict == GeocodingVerdict.SURE
    assert time.monotonic() - start >= 0.3
    assert len(fake.queries) == 2


@pytest.mark.parametrize("retry_after", ["0", "demain", "-5"])
def test_429_twice_is_unavailable_after_one_retry(fake, retry_after):
    fake.will(Answer(b"", 429, {"Retry-After": retry_after}))

    with pytest.raises(GeocoderUnavailable):
        get_geocoder().search(ADDRESS)
    assert len(fake.queries) == 2


def test_a_long_retry_after_never_outlasts_the_timeout(fake, settings, monkeypatch):
    settings.GEOCODER_TIMEOUT_S = 1.0
    waits = []
    monkeypatch.setattr(geocoding.time, "sleep", waits.append)
    fake.will(Answer(b"", 429, {"Retry-After": "3600"}))

    with pytest.raises(GeocoderUnavailable):
        get_geocoder().search(ADDRESS)
    assert sum(waits) <= 1.0


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"<html><body>Maintenance</body></html>", headers={"Content-Type": "text/html"}),
        Answer(b'{"features": ['),
        Answer(b'{"erreur": true}'),
        Answer(b'{"features": [{"geometry": {"type": "Point"}}]}'),
        Answer(b'{"features": [{"geometry": null}]}'),
        Answer(b'{"features": 3}'),
        Answer(b"\xff\xfe"),
        Answer(b"null"),
        Answer(b"", 503),
        Answer(b"", 302, {"Location": "/ailleurs"}),
        Answer(b" " * 1_000_001),
    ],
    ids=lambda answer: f"{answer.status}-{answer.body[:30]!r}",
)
def test_anything_else_than_addresses_is_unavailable(fake, answer):
    """Which is not remembered."""
    fake.will(answer, found(feature()))

    with pytest.raises(GeocoderUnavailable):
        get_geocoder().search(ADDRESS)
    assert get_geocoder().search(ADDRESS).verdict == GeocodingVerdict.SURE


@pytest.mark.parametrize(
    "answer", [Answer(is_silent=True), Answer(drips=True)], ids=["silent", "drips"]
)
def test_an_answer_that_never_ends_is_given_up(fake, settings, answer):
    """Waited for without a limit, it would keep this test for ever."""
    settings.GEOCODER_TIMEOUT_S = 0.5
    fake.will(answer)

    with pytest.raises(GeocoderUnavailable, match="trop de temps"):
        get_geocoder().search(ADDRESS)


def test_the_text_is_neither_logged_nor_in_the_error(settings, caplog):
    with serve_geocoder() as server:
        settings.GEOCODER_URL = server.url

    with caplog.at_level(logging.WARNING), pytest.raises(GeocoderUnavailable) as caught:
        get_geocoder().search(ADDRESS)

    assert "Clemenceau" not in caplog.text
    assert "Clemenceau" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.fixture
def silent(fake, settings):
    """A server that takes the request and says nothing."""
    settings.GEOCODER_TIMEOUT_S = 0.3
    fake.will(Answer(is_silent=True))
    return fake


def _fails(text):
    with pytest.raises(GeocoderUnavailable):
        get_geocoder().search(text)


def test_after_two_failures_nobody_waits_for_a_silent_service(silent, caplog, monkeypatch):
    asked, get = [], geocoding.Geoplateforme._get

    def counted(self, query, deadline, is_beginning):
        asked.append(query)
        return get(self, query, deadline, is_beginning)

    monkeypatch.setattr(geocoding.Geoplateforme, "_get", counted)
    for number in range(FAILURES):
        _fails(f"{number} rue des Lilas")
    assert len(asked) == FAILURES

    for number in range(20):
        _fails(f"{number} rue des Roses")

    assert len(asked) == FAILURES, "not asked, hence not waited for"
    said = [record for record in caplog.records if "left alone" in record.message]
    assert len(said) == 1
    # Still silent after the minute, it is left alone at once.
    cache.delete(ALONE_KEY)
    _fails("12 rue des Roses")
    _fails("14 rue des Roses")
    assert len(asked) == FAILURES + 1


def test_what_is_known_is_still_answered_while_it_is_left_alone(fake, settings):
    fake.will(found(feature()))
    get_geocoder().search(ADDRESS)
    fake.will(Answer(b"", 500))
    for number in range(FAILURES):
        _fails(f"{number} rue des Lilas")

    assert get_geocoder().search(ADDRESS).verdict == GeocodingVerdict.SURE


def test_one_failure_between_two_answers_leaves_nobody_without(fake):
    for number in range(3):
        fake.will(Answer(b"", 500))
        _fails(f"{number} rue des Lilas")
        fake.will(found(feature()))
        assert get_geocoder().search(f"{number} rue des Roses").verdict == GeocodingVerdict.SURE


def test_after_the_minute_one_tries_for_all(fake, monkeypatch):
    fake.will(Answer(b"", 500))
    for number in range(FAILURES):
        _fails(f"{number} rue des Lilas")
    fake.will(found(feature()))
    _fails("12 rue des Roses")
    cache.delete(ALONE_KEY)  # the minute is over
    inner = geocoding.Geoplateforme._get
    refused = []

    def while_it_tries(self, query, deadline, is_beginning):
        monkeypatch.setattr(geocoding.Geoplateforme, "_get", inner)
        _fails("14 rue des Roses")
        refused.append("14 rue des Roses")
        return inner(self, query, deadline, is_beginning)

    monkeypatch.setattr(geocoding.Geoplateforme, "_get", while_it_tries)

    assert get_geocoder().search(ADDRESS).verdict == GeocodingVerdict.SURE
    assert len(refused) == 1
    assert get_geocoder().search("14 rue des Roses").verdict == GeocodingVerdict.SURE


def test_a_beginning_counts_for_nothing_and_waits_for_nothing(fake, monkeypatch):
    monkeypatch.setattr(geocoding, "SUGGEST_S", 0.1)
    fake.will(Answer(is_silent=True))
    for number in range(FAILURES + 1):
        with pytest.raises(GeocoderUnavailable):
            get_geocoder().suggest(f"{number} rue des Li")
    fake.will(found(feature()))
    assert get_geocoder().search(ADDRESS).verdict == GeocodingVerdict.SURE
    fake.will(Answer(b"", 500))
    for number in range(FAILURES):
        _fails(f"{number} rue des Lilas")
    asked = len(fake.queries)
    with pytest.raises(GeocoderUnavailable):
        get_geocoder().suggest("12 rue des Ro")
    assert len(fake.queries) == asked
