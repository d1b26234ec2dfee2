from wagtail import hooks

from .admin import NAME, FigureViewSet


@hooks.register("register_admin_viewset")
def figures_admin() -> FigureViewSet:
    return FigureViewSet(NAME)
