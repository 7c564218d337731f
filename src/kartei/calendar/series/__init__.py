"""Appointments that come again: rules, booking, changing one, the following or all."""
