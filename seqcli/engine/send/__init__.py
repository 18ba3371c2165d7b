"""Sending one step: render, prepare, claim, request, settle; and the dry run."""
