"""What connected buildings give to others: networks, ambassadors, requests, visits, desks."""
