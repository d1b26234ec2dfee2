"""The mail that gathers what happened in a day or a week."""
