"""A page that leaves or moves: what leads to it is shown first, and its address never ends in
nothing: it says that the page was taken away and where to go, or leads to the page above."""
