"""The directory of ambassadors: search, cards, who is proposed to whom."""
