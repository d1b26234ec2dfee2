"""What has a text read before it is public: one file a rule, no writing here."""
