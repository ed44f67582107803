"""Pages of the city office's window."""
