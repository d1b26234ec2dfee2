"""What is due about requests: reminders, alerts, offering again; and whom that tells."""
