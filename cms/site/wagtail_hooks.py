from wagtail import hooks

from .admin import BannerViewSet


@hooks.register("register_admin_viewset")
def banners_admin() -> BannerViewSet:
    return BannerViewSet("banners_admin")
