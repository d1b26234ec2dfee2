"""The registry of the figures shown to people: kept in the database, edited in `/gestion/`.

`shape` says what a figure is; `selectors` finds it, as every page does; `services` change it. What
a new installation starts from is given by `cms.facts`, whose public functions the pages call.
"""
