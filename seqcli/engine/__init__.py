"""The imperative shell: enrol, drain, send. Given a store, a client and a clock, it performs what the core decides.

Nothing is imported here: an import of contacts needs no HTTP.
"""
