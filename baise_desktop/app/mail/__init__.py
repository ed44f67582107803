"""What a unit gets from the city, and the record of both ways."""
