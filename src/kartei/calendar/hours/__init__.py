"""When members work and what is free."""
