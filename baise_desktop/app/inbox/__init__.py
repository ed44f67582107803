"""What arrives at the city, and what the city decides about it."""
