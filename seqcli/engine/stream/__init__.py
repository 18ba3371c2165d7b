"""Reading 12m's events stream to its end and applying every event."""
