"""Asks 12m's own record what the stream and the answers left open."""
