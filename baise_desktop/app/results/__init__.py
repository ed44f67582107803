"""What rows amount to: figures, where they come from, and the tables made of them."""
