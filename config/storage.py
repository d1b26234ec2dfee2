"""Static files with hashed names, compressed once at collection."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashes names inside ES module imports too, so that every module may be cached for ever."""

    support_js_module_import_aggregation = True
