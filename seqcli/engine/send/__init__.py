"""Sending one step: render, promise, claim, request, settle; and what would be sent, without sending."""
