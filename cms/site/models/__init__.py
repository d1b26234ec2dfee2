"""Models of the site’s settings, by subject."""

from .brand import Brand, EasyPage, FooterEntry, MainEntry, Menus, Partner
from .schedule import Banner, Maintenance, Promotion

__all__ = [
    "Banner",
    "Brand",
    "EasyPage",
    "FooterEntry",
    "MainEntry",
    "Maintenance",
    "Menus",
    "Partner",
    "Promotion",
]
