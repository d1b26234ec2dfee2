"""What one side may see of the other: contact details in a thread, the consent for operators."""
