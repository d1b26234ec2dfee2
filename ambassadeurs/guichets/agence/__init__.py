"""The desk of a local energy agency: advice asked, mandates, visits."""
