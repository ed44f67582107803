"""What is wrong with a submission, and who stands for it all the same."""
