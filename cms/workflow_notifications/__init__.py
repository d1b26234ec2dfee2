"""A text of the editors is read by an expert before it is published: who is told what."""
