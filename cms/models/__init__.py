"""The Wagtail pages, the identity of the service, and the version of what the public sees."""

from .guides import BesideFound, GuideIndexPage, GuidePage, GuideTag, group_by_stage
from .legal import AccessibilityPage, StandardPage
from .rules import RulesPage, RulesVersion
from .site import HomePage, SiteSettings

__all__ = [
    "AccessibilityPage",
    "BesideFound",
    "GuideIndexPage",
    "GuidePage",
    "GuideTag",
    "HomePage",
    "RulesPage",
    "RulesVersion",
    "SiteSettings",
    "StandardPage",
    "group_by_stage",
]
