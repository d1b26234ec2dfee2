"""How grave a report is, by its reason."""

from ..enums import Gravity, NoticeCategory

_BY_CATEGORY: dict[str, Gravity] = {
    NoticeCategory.ILLEGAL: Gravity.HIGHEST,
    NoticeCategory.PERSONAL_DATA: Gravity.HIGH,
    NoticeCategory.RUDE: Gravity.HIGH,
    NoticeCategory.COMMERCIAL: Gravity.NORMAL,
    NoticeCategory.FALSE: Gravity.NORMAL,
    NoticeCategory.OFF_TOPIC: Gravity.LOW,
    NoticeCategory.OTHER: Gravity.LOW,
}


def gravity_of(category: str) -> Gravity:
    """How grave a report for this reason is; as illegal for a reason nobody ranked."""
    return _BY_CATEGORY.get(category, Gravity.HIGHEST)
