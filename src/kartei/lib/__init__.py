"""Plain Python without Django: what any part of the project may use."""
