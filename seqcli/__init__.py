"""seqcli: multi-step cold-outbound e-mail sequences on the 12m API, with all state in one SQLite file."""

__version__ = "0.1.0"
