"""Calendars in other programs, by secret addresses."""
