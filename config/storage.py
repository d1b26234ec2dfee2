"""Where files live: static ones under hashed names, private ones out of public reach."""

from pathlib import Path
from typing import NoReturn

from django.conf import settings
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
        message = "A private file has no address."
        raise ValueError(message)


class ErasuresStorage(PrivateStorage):
    """The list of erased accounts, under `ERASURES_ROOT`: apart from the database, which an old
    backup may replace."""

    @property
    def base_location(self) -> Path:  # type: ignore[override]
        return settings.ERASURES_ROOT
