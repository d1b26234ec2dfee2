"""Images and PDF joined to a text: received while it is written, read by whoever reads it."""
