"""Files on an S3 store: where public and private ones go, and what the policy lets through."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages

from config import policies, storage

URL = "https://cle:secr%2Fet@s3.exemple.fr/seau?region=fr-par"


def test_it_works(settings):
    settings.STORAGES = settings.STORAGES | storage.storages(URL)[0]
    public, private = (
        storages.create_storage(settings.STORAGES["default"]),
        storages.create_storage(settings.STORAGES["private"]),
    )
    address = public.url("images/chaufferie.jpg")
    assert address == "https://s3.exemple.fr/seau/media/images/chaufferie.jpg"
    assert private.location == "private"
    assert "Signature" in private.url("preuve.pdf")
    assert (private.secret_key, private.region_name) == ("secr/et", "fr-par")


def test_the_policy_lets_public_files_through_and_nothing_else():
    _, origin = storage.storages(URL)
    policy = policies.public(map_style_url="", file_origins=[origin], form_addresses=[])
    assert "https://s3.exemple.fr" in policy["img-src"]
    assert not any(
        "exemple.fr" in v for k, values in policy.items() if k != "img-src" for v in values
    )


@pytest.mark.parametrize(
    "url", ["s3.exemple.fr/seau", "https://s3.exemple.fr/seau", "https://cle:secret@s3.exemple.fr/"]
)
def test_a_url_with_a_part_missing_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="S3_URL"):
        storage.storages(url)
