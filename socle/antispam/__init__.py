"""Forms that anyone may send without an account: what tells a person from a robot."""
