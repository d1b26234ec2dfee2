"""Where files live: static ones under hashed names, private ones out of public reach."""

from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashes names inside ES module imports too, so that every module may be cached for ever."""

    support_js_module_import_aggregation = True


class PrivateStorage(FileSystemStorage):
    """Proofs and attachments, under `PRIVATE_ROOT`: a view checks who asks, then streams."""

    @property
    def base_location(self) -> Path:  # type: ignore[override]
        return settings.PRIVATE_ROOT

    @property
    def location(self) -> str:  # type: ignore[override]
        return str(Path(self.base_location).absolute())

    def url(self, name: str | None) -> NoReturn:
        raise ValueError("A private file has no address.")


class ErasuresStorage(PrivateStorage):
    """The list of erased accounts, under `ERASURES_ROOT`: apart from the database, which an old
    backup may replace."""

    @property
    def base_location(self) -> Path:  # type: ignore[override]
        return settings.ERASURES_ROOT


Storages = dict[str, dict[str, Any]]


def storages(url: str) -> tuple[Storages, str]:
    """Storages for `S3_URL`, and the origin that serves the public files.

    `https://KEY:SECRET@host/bucket?region=fr-par`. Public files (images of guides, photos) are
    under `media/`, readable by all; proofs and attachments under `private/`, read by our views
    only; the list of erased accounts under `effacements/`. Raises ImproperlyConfigured when a part
    is missing.
    """
    parts = urlsplit(url)
    bucket = parts.path.strip("/")
    if not (parts.scheme in {"http", "https"} and parts.hostname and parts.username and bucket):
        message = "S3_URL doit ressembler à https://CLE:SECRET@hote/seau?region=fr-par"
        raise ImproperlyConfigured(message)
    port = f":{parts.port}" if parts.port else ""
    origin = f"{parts.scheme}://{parts.hostname}{port}"
    common = {
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password or ""),
        "bucket_name": bucket,
        "endpoint_url": origin,
        "region_name": parse_qs(parts.query).get("region", [None])[0],
        "file_overwrite": False,
        "addressing_style": "path",
    }
    backend = "storages.backends.s3.S3Storage"
    public = {"location": "media", "default_acl": "public-read", "querystring_auth": False}
    private = {"location": "private", "default_acl": "private"}
    erasures = {"location": "effacements", "default_acl": "private"}
    return {
        "default": {"BACKEND": backend, "OPTIONS": common | public},
        "private": {"BACKEND": backend, "OPTIONS": common | private},
        "erasures": {"BACKEND": backend, "OPTIONS": common | erasures},
    }, origin
