"""Finds whom a mail that asks to stop may be for, besides its writer. No lead is known here."""

import re
from dataclasses import dataclass

from seqcli.inbound.reading import addresses_in, body, fold, written_text
from seqcli.model import Mail, normalise_address

#: Words for the writer, in eight languages, over folded text.
_WRITER = re.compile(
    r"\b(?:i|me|my|mine|us|our|we|ich|mich|mir|mein\w*|uns\w*|wir|je|j|moi|mon|ma|mes|nous|notre|nos"
    r"|yo|mi|mis|nosotros|nuestr\w*|io|mio|mia|miei|noi|nostr\w*|ci|eu|meu|minha|nossos?|mij|mijn|ik|ons|onze|wij"
    r"|ja|mnie|moj\w*|nas|nam|nasz\w*)\b"
)


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
    return NamedPeople(own, _normalised(f"{mail.text}\n{mail.html}"), _WRITER.search(rest) is not None)


def _normalised(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(normalise_address(each) for each in addresses_in(text)))
