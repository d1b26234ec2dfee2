"""The public page of whoever writes here: their name, their badges, their answers, their thanks."""
