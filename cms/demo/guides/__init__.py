"""The demonstration guides, in the order in which a project meets them."""

from . import (
    aides,
    classement,
    commencer,
    comparer,
    etude,
    hiver,
    individuel,
    prix,
    syndic,
    travaux,
    vote,
)

GUIDES = [
    module.GUIDE
    for module in (
        commencer,
        syndic,
        comparer,
        individuel,
        etude,
        prix,
        classement,
        aides,
        vote,
        travaux,
        hiver,
    )
]
