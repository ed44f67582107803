"""The catalogue to read: a sheet about each definition."""
