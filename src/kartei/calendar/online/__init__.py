"""Booking by visitors without a login."""
