"""Stage 2, what was answered: the only SQL of the program."""
