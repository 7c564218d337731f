"""Mails and tasks that the practice has set up, and how clients are told of acts."""
