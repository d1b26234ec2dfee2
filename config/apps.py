"""Which of the libraries' static files are collected: those a page of ours can ask for."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class CollectedStaticConfig(StaticFilesConfig):
    """The State design system ships each component apart, for old browsers and for print too.

    Our pages load `dsfr.main.min.css`, `utility.main.min.css` and the module: hashing and
    compressing the rest took most of the collection.
    """

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "dsfr/dist/component/*",
        "dsfr/dist/core/*",
        "dsfr/dist/layout/*",
        "dsfr/dist/scheme/*",
        "dsfr/dist/analytics/*",
        "dsfr/dist/legacy/*",
        "dsfr/dist/utility/colors/*",
        "dsfr/dist/utility/icons/*",
        "dsfr/dist/utility/pictograms/*",
        "dsfr/dist/*.legacy.*",
        "dsfr/dist/*.nomodule.*",
        "dsfr/dist/*.print.*",
        "dsfr/dist/dsfr.min.css",
        "dsfr/dist/utility/utility.min.css",
        "django-dsfr/icon-picker/*",
    ]
