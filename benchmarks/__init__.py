"""`python3 dev.py bench`: how fast and how large kartei is, measured on this machine."""
