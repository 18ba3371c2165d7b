"""May this lead be sent to now."""
