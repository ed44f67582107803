"""Stage 4, how far we are: indicators and targets over what was merged."""
