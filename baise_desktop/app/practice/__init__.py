"""Desks that nothing counts on: for learning, for trying forms, for showing the whole round."""
