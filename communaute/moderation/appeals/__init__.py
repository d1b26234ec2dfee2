"""Contesting a decision, and answering: by somebody else, in writing (DSA art. 20)."""

from .services import Lighter, appeal, decide_appeal

__all__ = ["Lighter", "appeal", "decide_appeal"]
