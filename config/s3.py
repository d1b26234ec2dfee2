"""Files on an S3-compatible store, so that web workers keep nothing on their disk."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

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
