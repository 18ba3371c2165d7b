"""Finds whom a mail that asks to stop may be for, besides its writer. No lead is known here."""

import re
from dataclasses import dataclass

from seqcli.inbound.reading import addresses_in, body, fold, written_text
from seqcli.inbound.writer_phrases import WRITER
from seqcli.model import Mail, normalise_address


@dataclass(frozen=True, slots=True)
class NamedPeople:
    """The normalised addresses in the writer's own words, and those anywhere in the mail, in a copy of ours too.

    `speaks_of_writer`: the words ask, or may ask, for the writer.
    """

    in_words: tuple[str, ...]
    anywhere: tuple[str, ...]
    speaks_of_writer: bool


def find_named_people(mail: Mail) -> NamedPeople:
    """Return whom a mail names."""
    words = written_text(body(mail))
    own = _normalised(words)
    rest = re.sub(r"\S+@\S+", " ", fold(words))
    return NamedPeople(own, _normalised(f"{mail.text}\n{mail.html}"), re.search(WRITER, rest) is not None)


def _normalised(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(normalise_address(each) for each in addresses_in(text)))
