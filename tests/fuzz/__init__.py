"""Hostile requests on every named address, as every person of the demonstration: `make fuzz`.

A scene takes one address, somebody, and a handful of requests made from the forms of the page; it
is played in a transaction that is then rolled back, so each scene can be played again by itself:
`python -m tests.fuzz --seed S --scene N`.
"""
