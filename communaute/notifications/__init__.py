"""What people are told: catalogue of kinds, outbox of mails, preferences."""
