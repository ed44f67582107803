"""What is asked of whom: obligations, choices that the plans leave open, and the breakdown of targets."""
