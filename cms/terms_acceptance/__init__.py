"""The consent of members to the rules, and to each version that changes them."""
