"""Files on their way in and out of the program, and the drives that they lie on."""
