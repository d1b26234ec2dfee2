"""Contesting a decision, and answering: by somebody else, in writing (DSA art. 20)."""

from .answering import decide_appeal
from .filing import appeal
from .lighter import Lighter

__all__ = ["Lighter", "appeal", "decide_appeal"]
