"""Data of connection that the law asks of who hosts what people publish (LCEN, décret 2021-1362):
from where each text, visit or retour d’expérience was published. Written, kept a year, erased; no
page, no admin, no copy shows them.

Private messages are not hosted for the public: nothing is kept of them. Nor of what is answered by
mail: a provider brings it, and the address of who wrote does not come with it.
"""
