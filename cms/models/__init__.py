"""The Wagtail pages, the identity of the service, and the version of what the public sees."""

from .guides import GuideIndexPage, GuidePage, GuideTag, group_by_stage
from .legal import AccessibilityPage, StandardPage
from .site import HomePage, SiteSettings

__all__ = [
    "AccessibilityPage",
    "GuideIndexPage",
    "GuidePage",
    "GuideTag",
    "HomePage",
    "SiteSettings",
    "StandardPage",
    "group_by_stage",
]
