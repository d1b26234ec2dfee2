"""Many rows of everything, for the bench and the tests of scale."""
