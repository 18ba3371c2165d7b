"""Whom a steering command is about: a person, a company, a sequence, or the addresses in a text."""

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass

from seqcli.companies import company_key, is_mail_provider
from seqcli.errors import InputFileError, UsageError
from seqcli.model import normalise_address
from seqcli.store import Store

_DOMAIN = re.compile(r"@?[^\s@.]+(?:\.[^\s@.]+)+\.?")


@dataclass(frozen=True, slots=True)
class Named:
    """What a person typed: one of an address, a company and a file, or a sequence alone, which limits the others."""

    email: str | None = None
    sequence_id: str | None = None
    company: str | None = None
    file: str | None = None

    @property
    def is_sequence(self) -> bool:
        """Whether a whole sequence is meant."""
        return self.sequence_id is not None and (self.email, self.company, self.file) == (None, None, None)

    def check(self) -> None:
        """Check that it names one thing.

        Raises:
            UsageError: it names nothing, or several things.
        """
        given = [each for each in (self.email, self.company, self.file) if each is not None]
        if len(given) > 1:
            raise UsageError("say_one", "use one of an address, --company and --file", "")
        if not given and self.sequence_id is None:
            raise UsageError(
                "nobody_named", "give an address, or one of --company, --file, --sequence", "seqcli leads"
            )

    def text(self) -> str:
        """Return it for people, such as `company Acme in intro`."""
        if self.is_sequence:
            return f"sequence {self.sequence_id}"
        what = self.email or (f"company {self.company}" if self.company is not None else self.file_name)
        return what if self.sequence_id is None else f"{what} in {self.sequence_id}"

    @property
    def file_name(self) -> str:
        """The name of the file for people."""
        return "standard input" if self.file == "-" else f"file {self.file}"

    def options(self) -> str:
        """Return it as it is typed again."""
        words = [self.email] if self.email is not None else []
        given = {"--company": self.company, "--file": self.file, "--sequence": self.sequence_id}
        words += [word for option, value in given.items() if value is not None for word in (option, value)]
        return shlex.join(words)


def choose_company(store: Store, named: Named) -> None:
    """Choose the leads of a company, by its name without legal form or by the domain of their addresses."""
    text = (named.company or "").strip()
    domain = normalise_address(f"@{text.lstrip('@')}")[1:] if _DOMAIN.fullmatch(text) else ""
    store.targets.choose_company(company_key(text), domain, named.sequence_id)


def names_person(named: Named) -> bool:
    """Return whether the company is named by the address of one of its people."""
    return "@" in (named.company or "").strip().lstrip("@")


def is_free_mail(named: Named) -> bool:
    """Return whether the company is the domain of a free-mail provider, whose users have nothing in common."""
    return is_mail_provider((named.company or "").strip().lstrip("@").casefold())


def choose_listed(store: Store, named: Named, addresses: Iterable[str]) -> None:
    """Choose the leads of everybody whose address stands in a text.

    Raises:
        InputFileError: there is no address in it.
    """
    if not store.targets.stage((normalise_address(each), each) for each in addresses):
        raise InputFileError("no_addresses", f"{named.file_name} has no address", "Write one address a line.")
    store.targets.choose_staged(named.sequence_id)
