"""Reads 12m's events stream and applies its events."""
