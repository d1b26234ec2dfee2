"""Buildings (copropriétés): their project, their members, and who speaks for them."""
