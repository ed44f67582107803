"""Stage 6, what people see: the only Qt of the program."""
