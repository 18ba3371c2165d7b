"""What commands answer, as values: data for `--json`, blocks for people. Pure: no file, no wire, no terminal."""

from seqcli.reports.answer import Answer, Block, Diff, Letter, Note, Rows, Table, Text, counted

__all__ = ["Answer", "Block", "Diff", "Letter", "Note", "Rows", "Table", "Text", "counted"]
