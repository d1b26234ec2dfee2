"""The home page, as a list of sections that editors order, word and remove."""
