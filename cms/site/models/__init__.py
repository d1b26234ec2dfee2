"""Models of the site’s settings, by subject."""

from .banners import Banner
from .brand import Brand, Partner
from .easy import EasyPage
from .maintenances import Maintenance
from .menus import FooterEntry, MainEntry, Menus
from .promotions import Promotion

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
