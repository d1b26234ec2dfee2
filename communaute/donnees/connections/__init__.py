"""Data of connection that the law asks of who hosts texts (LCEN, décret 2021-1362): from where each
was published. Written, kept a year, erased; no page, no admin, no copy shows them."""
