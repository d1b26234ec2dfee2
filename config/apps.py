"""Which of the libraries' static files are collected: those a page of ours can ask for."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class CollectedStaticConfig(StaticFilesConfig):
    """The State design system ships each component apart, for old browsers and for print too.

    Our pages load `css/dsfr.css`, made from its sheet, and its module: hashing and compressing the
    rest took most of the collection. Icons are drawn in `css/icons.css`, which has those we name.
    """

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "dsfr/dist/component/*",
        "dsfr/dist/core/*",
        "dsfr/dist/layout/*",
        "dsfr/dist/scheme/*",
        "dsfr/dist/analytics/*",
        "dsfr/dist/legacy/*",
        "dsfr/dist/utility/*",
        "dsfr/dist/*.legacy.*",
        "dsfr/dist/*.nomodule.*",
        "dsfr/dist/*.print.*",
        "dsfr/dist/dsfr.main.min.css",
        "dsfr/dist/dsfr.min.css",
        "django-dsfr/icon-picker/*",
    ]
