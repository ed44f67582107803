"""First run: whose desk this is, where its data lies, and what to do next."""
