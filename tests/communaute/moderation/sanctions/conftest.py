from tests.communaute.moderation.conftest import sent

__all__ = ["sent"]
