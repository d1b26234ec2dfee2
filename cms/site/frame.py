"""The frame of the pages as one value: immutable, the same for every reader."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from . import initial_frame
from .destinations import is_external
from .enums import SERIOUSNESS, Level, StateMarks
from .models.brand import two_words
from .services import Picture


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of a menu."""

    label: str
    url: str
    # Read once: a frame is kept, and shown on every page.
    is_external: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_external", is_external(self.url))


@dataclass(frozen=True, slots=True)
class PartnerShown:
    name: str
    picture: Picture
    url: str


@dataclass(frozen=True, slots=True)
class BrandShown:
    name: str = initial_frame.NAME
    tagline: str = initial_frame.TAGLINE
    footer_text: str = initial_frame.FOOTER_TEXT
    state_marks: str = StateMarks.DEFAULT
    logo: Picture | None = None
    partners: tuple[PartnerShown, ...] = ()

    @property
    def words(self) -> tuple[str, str]:
        return two_words(self.name)

    @property
    def has_state_marks(self) -> bool:
        """What the admin decided, or the installation (`BRAND_STATE`)."""
        if self.state_marks == StateMarks.DEFAULT:
            return bool(settings.BRAND_STATE)
        return self.state_marks == StateMarks.SHOWN


@dataclass(frozen=True, slots=True)
class BannerShown:
    title: str
    text: str
    level: str
    link: Link | None
    starts_at: datetime
    ends_at: datetime

    def is_on(self, now: datetime) -> bool:
        return self.starts_at <= now < self.ends_at


@dataclass(frozen=True, slots=True)
class MaintenanceShown:
    """Announced from `announced_at`, closed from `starts_at` to `ends_at`."""

    announcement: str
    text: str
    announced_at: datetime
    starts_at: datetime
    ends_at: datetime

    def is_on(self, now: datetime) -> bool:
        return self.starts_at <= now < self.ends_at

    @property
    def banner(self) -> BannerShown:
        return BannerShown(
            title="Maintenance prévue",
            text=self.announcement,
            level=Level.WARNING,
            link=None,
            starts_at=self.announced_at,
            ends_at=self.starts_at,
        )


@dataclass(frozen=True, slots=True)
class PromotionShown:
    """`expressions`: the stems of each, all of which a search must hold."""

    expressions: tuple[frozenset[str], ...]
    title: str
    text: str
    url: str

    def is_for(self, words: frozenset[str]) -> bool:
        return any(expression <= words for expression in self.expressions)


def _links(pairs: tuple[tuple[str, str], ...]) -> tuple[Link, ...]:
    return tuple(Link(label, url) for label, url in pairs)


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page. Without a word from anybody, what a new installation says."""

    brand: BrandShown = field(default_factory=BrandShown)
    main: tuple[Link, ...] = _links(initial_frame.MAIN_MENU)
    footer: tuple[Link, ...] = _links(initial_frame.FOOTER_LINKS)
    banners: tuple[BannerShown, ...] = ()
    maintenances: tuple[MaintenanceShown, ...] = ()
    promotions: tuple[PromotionShown, ...] = ()
    accessibility_url: str = initial_frame.ACCESSIBILITY[1]

    @property
    def footer_links(self) -> tuple[Link, ...]:
        """Those of the footer, and the declaration of accessibility even when nobody listed it:
        it is a duty (law 2005-102, art. 47)."""
        if any(link.url == self.accessibility_url for link in self.footer):
            return self.footer
        return (*self.footer, Link(initial_frame.ACCESSIBILITY[0], self.accessibility_url))

    def banner(self, now: datetime) -> BannerShown | None:
        """The one to show: the most serious, then the latest begun."""
        shown = [one for one in self._all_banners() if one.is_on(now)]
        return max(
            shown,
            key=lambda one: (SERIOUSNESS.index(one.level), one.starts_at),
            default=None,
        )

    def maintenance(self, now: datetime) -> MaintenanceShown | None:
        """The one that closes the service now, the last to end."""
        closed = [one for one in self.maintenances if one.is_on(now)]
        return max(closed, key=lambda one: one.ends_at, default=None)

    def _all_banners(self) -> tuple[BannerShown, ...]:
        return (*self.banners, *(one.banner for one in self.maintenances))

    def next_change(self, now: datetime) -> datetime | None:
        """When what the pages show will change by itself: no page is kept longer."""
        dated: tuple[BannerShown | MaintenanceShown, ...] = (
            *self._all_banners(),
            *self.maintenances,
        )
        edges = [edge for one in dated for edge in (one.starts_at, one.ends_at)]
        return min((edge for edge in edges if edge > now), default=None)
