"""Pages of the site: home, guides, plain pages, rules; its identity."""

from .contents import ExpertReading
from .guides import BesideFound, GuideIndexPage, GuidePage, GuideTag, group_by_stage
from .legal import AccessibilityPage, StandardPage
from .rules import Consent, RulesPage, RulesVersion
from .site import HomePage, SiteSettings

__all__ = [
    "AccessibilityPage",
    "BesideFound",
    "Consent",
    "ExpertReading",
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
