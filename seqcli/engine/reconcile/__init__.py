"""Asking 12m's own record where the stream and the answers leave a question open."""
