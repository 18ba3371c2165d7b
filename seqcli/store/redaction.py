"""Removes an address from texts, also in the encodings of links, HTML, JSON and mail. No SQL."""

import html
import json
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from html.entities import html5

PLACEHOLDER = "[forgotten]"
#: Invisible between two characters: a soft line break, a zero-width character, a `<wbr>`.
_UNSEEN = r"(?:=\r?\n|[\u00ad\u200b-\u200d\u2060\ufeff]|<wbr ?/?>)"
#: Characters that look the same to a reader.
_ALIKE = {"'": "\u2019", "@": "\uff20"}
_ENTITIES = {value: name for name, value in html5.items() if len(value) == 1 and name.endswith(";")}
#: One encoded or invisible character. The class comes first, as a search for it is fast.
_CODED = re.compile(
    r"[%=&\\<\u00ad\u200b-\u200d\u2060\ufeff](?:(?<=[%=])(?P<octet>[0-9a-f]{2})|(?<=&)(?P<entity>#?[a-z0-9]{1,32};)"
    r"|(?<=\\)u(?P<unit>[0-9a-f]{4})|(?<==)(?:\\r|\r)?(?:\\n|\n)|(?<=<)wbr ?/?>|(?<=[^%=&\\<]))",
    re.IGNORECASE,
)
_DEEPEST = 4
#: An address begins after a character that no address has, or after an encoded one.
_BEGINS = r"(?:(?<![\w.+-])|(?<=[%=][0-9a-f]{2})|(?<=\\u[0-9a-f]{4})|(?<=\\[nrt]))"
_ENDS = r"(?![^\W_]|-[^\W_]|\.\w)"


def make_redacting(spellings: Iterable[str]) -> Callable[[str], str]:
    """Return a function that replaces these addresses, and no longer ones, in a text or in the texts inside JSON."""
    written = sorted(_with_unicode_domains(spellings))
    either, verp = "|".join(map(_pattern, written)), "|".join(_pattern(_verp(each)) for each in written)
    cores = {max(re.findall("[a-z0-9]+", each.lower()), key=len, default="") for each in written}
    pattern = re.compile(
        rf"{_BEGINS}(?:{either}){_ENDS}|(?<=(?<![\w.+-])_)(?:{either})(?=_)|(?<![\w.])(?:{verp}){_ENDS}",
        re.IGNORECASE,
    )

    def redact(text: str) -> str:
        if not _may_hold(text, cores):
            return text  # nearly all texts end here, unparsed
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return pattern.sub(PLACEHOLDER, text)
        without = _walk(value, pattern)
        return text if without == value else json.dumps(without)

    return redact


def _walk(value: object, pattern: re.Pattern[str]) -> object:
    if isinstance(value, str):
        return pattern.sub(PLACEHOLDER, value)
    if isinstance(value, list):
        return [_walk(each, pattern) for each in value]
    if isinstance(value, dict):
        return {pattern.sub(PLACEHOLDER, key): _walk(each, pattern) for key, each in value.items()}
    return value


def _may_hold(text: str, cores: Iterable[str]) -> bool:
    """Return whether a text may contain a part of an address, plain or encoded, even encoded twice."""
    for _ in range(_DEEPEST):
        lower = text.lower()
        if any(core in lower for core in cores):
            return True
        plain = _CODED.sub(_decode, text)
        if plain == text:
            return False
        text = plain
    return False


def _decode(found: re.Match[str]) -> str:
    if found["entity"]:
        return _read_entity(found["entity"])
    code = found["octet"] or found["unit"]
    return chr(int(code, 16)) if code else ""


@lru_cache(maxsize=1000)
def _read_entity(name: str) -> str:
    return html.unescape(f"&{name}")


def _with_unicode_domains(spellings: Iterable[str]) -> set[str]:
    found = set(spellings)
    for spelling in spellings:
        local, at, domain = spelling.rpartition("@")
        if "xn--" in domain.lower():
            import idna  # noqa: PLC0415 - nearly all addresses are ASCII

            with suppress(UnicodeError):
                found.add(f"{local}{at}{idna.decode(domain)}")
    return found


def _verp(address: str) -> str:
    """Return the VERP form of an address, as in the sender `bounce+LOCAL=DOMAIN@...`."""
    local, _, domain = address.rpartition("@")
    return f"{local}={domain}"


def _pattern(address: str) -> str:
    """Return the pattern of an address in any encoding, with invisible characters in between."""
    return f"{_UNSEEN}*".join(map(_sign, address))


def _sign(char: str) -> str:
    same = {char, char.lower(), char.upper(), _ALIKE.get(char, char)}
    return f"(?:{'|'.join(each for sign in sorted(same) for each in _codes(sign))})"


def _codes(sign: str) -> list[str]:
    octets = sign.encode("utf-8", "surrogatepass")
    codes = [
        re.escape(sign),
        "".join(f"%(?:25)*{octet:02x}" for octet in octets),
        "".join(f"={octet:02x}" for octet in octets),
    ]
    if len(sign) == 1:
        entities = [f"#0*{ord(sign)}", f"#x0*{ord(sign):x}"]
        named = [name.rstrip(";") for name in (_ENTITIES.get(sign),) if name]
        codes.append(f"&(?:amp;)*(?:{'|'.join(entities + named)});")
        codes.append(rf"\\+u{ord(sign):04x}")
    return codes
