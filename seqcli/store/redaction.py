"""Takes an address out of texts, also where a link, a page or an encoded mail spells its signs otherwise. No SQL."""

import html
import json
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from html.entities import html5

PLACEHOLDER = "[forgotten]"
#: What stands between two signs and is not seen: a soft line break, a sign without width, a place to break.
_UNSEEN = r"(?:=\r?\n|[\u00ad\u200b-\u200d\u2060\ufeff]|<wbr ?/?>)"
#: The same sign to whoever reads it.
_ALIKE = {"'": "\u2019", "@": "\uff20"}
_ENTITIES = {value: name for name, value in html5.items() if len(value) == 1 and name.endswith(";")}
#: One coded sign, or an unseen one. The first class comes first, as a search for it is quick.
_CODED = re.compile(
    r"[%=&\\<\u00ad\u200b-\u200d\u2060\ufeff](?:(?<=[%=])(?P<octet>[0-9a-f]{2})|(?<=&)(?P<entity>#?[a-z0-9]{1,32};)"
    r"|(?<=\\)u(?P<unit>[0-9a-f]{4})|(?<==)(?:\\r|\r)?(?:\\n|\n)|(?<=<)wbr ?/?>|(?<=[^%=&\\<]))",
    re.IGNORECASE,
)
_DEEPEST = 4
#: An address begins after a sign that is in none, or after one that is coded.
_BEGINS = r"(?:(?<![\w.+-])|(?<=[%=][0-9a-f]{2})|(?<=\\u[0-9a-f]{4})|(?<=\\[nrt]))"
_ENDS = r"(?![^\W_]|-[^\W_]|\.\w)"


def make_redacting(spellings: Iterable[str]) -> Callable[[str], str]:
    """Return what replaces these addresses, and no longer ones, in a text or in the texts inside JSON."""
    written = sorted(_with_unicode_domains(spellings))
    either, verp = "|".join(map(_pattern, written)), "|".join(_pattern(_verp(each)) for each in written)
    cores = {max(re.findall("[a-z0-9]+", each.lower()), key=len, default="") for each in written}
    pattern = re.compile(
        rf"{_BEGINS}(?:{either}){_ENDS}|(?<=(?<![\w.+-])_)(?:{either})(?=_)|(?<![\w.])(?:{verp}){_ENDS}",
        re.IGNORECASE,
    )

    def redact(text: str) -> str:
        if not _may_hold(text, cores):
            return text  # without being parsed, as nearly all are
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
    """Tell whether a part of an address stands in a text, as it is or coded, also twice over."""
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
    """Return how the sender of a bounce names the recipient: `bounce+LOCAL=DOMAIN@...`."""
    local, _, domain = address.rpartition("@")
    return f"{local}={domain}"


def _pattern(address: str) -> str:
    """Return what finds an address, however its signs are coded and whatever unseen stands between them."""
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
