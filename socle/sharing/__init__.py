"""What a page may have in common with others: HTML made once, queries compiled once."""
