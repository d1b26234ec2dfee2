"""The desk of a syndic (property manager): its buildings, requests for several."""
