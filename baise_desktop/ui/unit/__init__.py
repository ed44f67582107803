"""Pages of the reporting unit's window."""
