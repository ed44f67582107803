"""The only place that builds things and joins stages: one function for each thing a person can do."""
