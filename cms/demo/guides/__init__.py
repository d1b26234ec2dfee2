"""The demonstration guides, in the order in which a project meets them."""

from . import aides, commencer, comparer, etude, hiver, prix, vote

GUIDES = [
    commencer.GUIDE,
    commencer.SYNDIC,
    comparer.GUIDE,
    comparer.ONE_BY_ONE,
    etude.GUIDE,
    prix.GUIDE,
    etude.CLASSED,
    aides.GUIDE,
    vote.GUIDE,
    vote.WORKS,
    hiver.GUIDE,
]
