"""What was signed, as it is kept for ever: packages, what they say, and what they rest on."""
