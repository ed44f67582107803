"""A submission leaves its unit: as a package, and as a report under its signature."""
