"""What is killed again and again: each program says what was wrong afterwards. They run in a process of their own."""
