"""The page of one question: made for one reader, or once for all."""
