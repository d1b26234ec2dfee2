"""Models of the site’s settings, by subject."""

from .brand import Brand, EasyPage, Partner
from .menus import FooterEntry, MainEntry, Menus
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
