"""A clerk's work: cells, rows, workbooks that come in, evidence, and taking any of it back."""
