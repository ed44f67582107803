"""Task packs: published by the city, opened by a unit."""
