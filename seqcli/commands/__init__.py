"""The use cases: each takes settings and arguments and returns an `Answer`. They never print and never parse."""
