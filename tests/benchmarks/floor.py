"""The settings of the service, with the two pages of `floor_urls` more."""

from config.settings import *  # noqa: F403 - the settings, whole

ROOT_URLCONF = "tests.benchmarks.floor_urls"
