from .banners import Banner
from .brand import Brand, Partner
from .menus import FooterEntry, MainEntry, Menus

__all__ = ["Banner", "Brand", "FooterEntry", "MainEntry", "Menus", "Partner"]
