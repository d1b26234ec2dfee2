"""The mails of this room: their kinds, and whether they are still so as they leave."""
