"""Following a question, a space or a theme: what is new there comes in one mail, the morning."""
