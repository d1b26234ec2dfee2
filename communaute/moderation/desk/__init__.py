"""What a moderator reads of the cases that wait: groups, gravity, who reported, how seriously."""
