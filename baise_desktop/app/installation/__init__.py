"""What an installation is and remembers: whose it is, how it looks, what it calls things, how it is kept."""
