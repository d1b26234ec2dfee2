"""An event in the reader's own calendar."""
