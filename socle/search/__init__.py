"""The search of the site: one index, one ranked list.

A room says what of its own is found (`sources.register_source`), and calls `indexing.index` in the
transaction of each write that changes it.
"""
