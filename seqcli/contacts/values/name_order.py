"""Tells the first name from the surname in the words of a whole name, in the orders that people write."""

from collections.abc import Sequence
from functools import lru_cache

from seqcli.contacts.values.cultures import (
    count_family_in_front,
    is_given_in,
    is_given_of_parts,
    is_surely_given,
    may_be_family,
)
from seqcli.contacts.values.name_addresses import given_by_address
from seqcli.contacts.values.short_names import (
    is_short,
    may_be_short,
    place_of_short,
    size_of_short,
    written_out,
)
from seqcli.patterns import compiled
from seqcli.templates.given_names import (
    CANTONESE,
    CHINESE,
    CHINESE_GIVEN,
    CHINESE_SURELY,
    FAMILY_FIRST,
    GIVEN,
    KOREAN,
    PAIRS,
    SURELY_LAST,
    SURNAMES_TOO,
    TAIWANESE,
    VIETNAMESE,
)
from seqcli.templates.letters import bare
from seqcli.templates.name_phrases import TITLES_THAT_ARE_WORDS

_PATRONYMICS = (
    *("ович", "евич", "ьич", "ич", "овна", "евна", "ична", "инична", "йович", "івна", "ївна"),
    *("ovich", "evich", "ovych", "yovych", "ovna", "evna", "ivna", "yivna", "ichna"),
)
_SLAVIC_SURNAMES = (
    *("ов", "ев", "ёв", "ин", "ын", "ова", "ева", "ёва", "ина", "ына", "ский", "цкий", "ская", "цкая"),
    *("енко", "чук", "юк", "ський", "ська", "ov", "ev", "ova", "eva", "enko", "sky", "skiy", "skyi", "skaya"),
    *("wski", "nski", "ński", "lski", "rski", "cki", "dzki", "wska", "nska", "ńska", "lska", "cka", "dzka"),
    *("wicz", "czyk"),
)
_INITIAL = compiled(r"[^\W\d_]\.?")
_KOREAN_GIVEN = compiled(r"[A-Z][a-z]+-[A-Za-z][a-z]+")
_SYLLABLE = (
    r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|ia|ie|in|iu|ou|ua|ue|ui|un|uo|[aeiou])"
)
_PINYIN = compiled(_SYLLABLE)
_PINYIN_GIVEN = compiled(rf"{_SYLLABLE}{_SYLLABLE}")
#: A syllable of Cantonese, Hokkien or Korean in Latin letters, as most people spell theirs.
_SYLLABLE_OF_GIVEN = compiled(
    r"(?:[bcdfghjklmnpqrstwxyz]|ch|sh|sz|zh|ng|kw|gw|ts|tz|hs|hy|ky|my|py|ye)?"
    r"(?:[aeiou]|ae|ai|ao|au|ee|ei|eo|eu|ie|oi|oo|ou|ui|ue|iao|yu|yo|ya|ye|uk|iu|ia|ua|uo)(?:ng|[nmkpthlk])?"
)
_VIETNAMESE_SYLLABLE = compiled(
    r"(?:ngh?|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?"
    r"(?:[aeiouy]|ai|ao|au|ay|eo|eu|ia|ie|ieu|iu|oa|oai|oe|oi|ua|uay|ue|ui|uo|uoi|uu|uy|uye|ye|yeu)(?:ng|nh|ch|[cmnpt])?"
)
_LONGEST_SYLLABLE = 6
#: Surnames of people who write them in front of a given name of two syllables.
_TWO_SYLLABLES_FOLLOW = KOREAN | CHINESE | CANTONESE
#: A name that begins with one of these is a surname; the second ones are names when they have a capital.
_PARTICLES = frozenset({"de", "dos", "von", "vom", "zu", "der", "des", "du"})
_LOW_PARTICLES = frozenset({"van", "di", "da", "la", "le", "del", "della", "ter", "ten", "den"})
_PLACED = FAMILY_FIRST | KOREAN | CHINESE | CANTONESE | VIETNAMESE | frozenset(PAIRS)
_MARKED = _PLACED | _PARTICLES | _LOW_PARTICLES | TITLES_THAT_ARE_WORDS
#: What stands in front of a surname, also with a capital.
_FRONT_PARTICLES = (
    _PARTICLES
    | _LOW_PARTICLES
    | {"dal", "dalla", "dello", "degli", "dei", "das", "lo", "los", "las", "san", "santa"}
)
_ELIDED = compiled(r"(d|dell|dall|degl|o)['\u2019](\w{2,})")
#: As in `D'Arcy` and `O'Shea`, beside given names such as `D'Angelo`.
_ELIDED_GIVEN = frozenset({"arcy", "artagnan", "shawn", "shea", "neal", "neil", "ante"})
#: The cultures in which a surname may begin with `D'`.
_ELIDING = ("it", "fr", "es", "pt")
_OF_TWO = 2
_HYPHEN_FOLLOWS = _TWO_SYLLABLES_FOLLOW | TAIWANESE
_ALL_PARTICLES = _PARTICLES | _LOW_PARTICLES | {"el", "al", "bin", "ben", "lo", "st", "san"}
_SLAVIC_ENDS = frozenset(ending[-2:] for ending in _SLAVIC_SURNAMES)


def is_first_in_front(first: str, rest: str) -> bool:
    """Return quickly whether a whole name certainly begins with a first name of one word, as nearly all do."""
    return " " not in rest and _is_first(first)


@lru_cache(maxsize=4096)
def _is_first(word: str) -> bool:
    if len(word) <= len("J.") or not word.isascii() or word.isupper():
        return False
    key = word.lower()
    if "'" in key or key in TAIWANESE:
        return False
    return key not in _MARKED and key[-2:] not in _SLAVIC_ENDS and not may_be_family(key)


def behind_surname(words: Sequence[str]) -> Sequence[str]:
    """Return what stands behind a surname that is certain, `Seo-yeon` of `PARK Seo-yeon`; else all words."""
    keys = [bare(word) for word in words]
    if len(words) > 1 and (start := _behind_capitals(words)) and keys[0] in _MARKED:
        return words[start:]
    start, end = _of_two_syllables(keys) or _in_vietnamese(keys) or (0, 0)
    if len(words) == 2 and keys[0] in KOREAN and _is_family_first(*words):
        start, end = 1, 2
    return words[start:end] if start else words


def is_particle_in_front(text: str) -> bool:
    """Return whether a text begins as a surname does, in small letters: `van der Berg`."""
    word, blank, _ = text.partition(" ")
    return blank != "" and word in _ALL_PARTICLES


def _begins_with_particle(words: Sequence[str]) -> bool:
    return words[0] in _LOW_PARTICLES or words[0].casefold() in _PARTICLES


def in_order(words: Sequence[str], address: str = "") -> tuple[str, str]:
    """Return first and last name; without a first name where only an initial stands in front, or a surname alone.

    The address may say that a surname stands in front.
    """
    if any(map(may_be_short, words)):
        words = written_out(words)
        if (place := place_of_short(words)) is not None:
            return _split_at(words, *place)
    if len(words) == 1:
        return words[0], ""
    if _is_pair_alone(words):
        return " ".join(words), ""
    start, end = _first_at(words) or _pair_at(words, 0)
    if start == 0 and address and (turned := given_by_address(words, address)):
        start, end = _pair_at(words, turned)
    return _split_at(words, start, end)


def _split_at(words: Sequence[str], start: int, end: int) -> tuple[str, str]:
    return " ".join(words[start:end]), " ".join((*words[:start], *words[end:]))


def _first_at(words: Sequence[str]) -> tuple[int, int] | None:
    """Return where the first name stands if it does not stand in front; an empty place where there is none."""
    if start := _behind_capitals(words):
        return _pair_at(words, start)
    if start := _behind_particles(words) or _behind_elided(words):
        return _pair_at(words, start)
    if _begins_with_particle(words):
        return 0, 0
    if len(words[0]) <= len("J.") and words[0].isascii() and _INITIAL.fullmatch(words[0]):
        behind = next((n for n in range(1, len(words) - 1) if not _INITIAL.fullmatch(words[n])), 0)
        is_name = behind and words[behind] not in _ALL_PARTICLES  # `J. de Boer`
        return (behind, behind + 1) if is_name else (0, 0)
    if start := _behind_slavic_surname(words):
        return start, start + 1
    if not words[0].isascii() and _is_east_asian(words[0]):
        return 1, len(words)
    keys = [bare(word) for word in words]
    if len(words) == 2 and _is_family_first(*words):
        return 1, 2
    for place in (_of_two_syllables(keys), _in_vietnamese(keys), _of_a_wife(words, keys)):
        if place:
            return place
    start = count_family_in_front(words)
    return _pair_at(words, start) if start else None


def _pair_at(words: Sequence[str], start: int) -> tuple[int, int]:
    return start, start + _size_of_pair((*words[start:], *words[:start]))


def _behind_capitals(words: Sequence[str]) -> int:
    """Return the number of words in capitals in front, `DUPONT Jean`, `LE GOFF Yann`; none if other words are too.

    A given name in capitals is the surname only in front of another: `MARTIN Paul`, but `JOHN Smith`.
    """
    if not words[0].isupper() or words[-1].isupper():
        return 0
    count = next(place for place, word in enumerate(words) if not word.isupper())
    *particles, last = words[:count]
    is_surname = len(last) > 2 and last.replace("-", "").isalpha()
    is_surname = is_surname and all(len(word) > 2 or word.lower() in _ALL_PARTICLES for word in particles)
    if not is_surname or ("-" in words[0] and is_given_of_parts(words[0])):
        return 0
    return count if bare(words[0]) not in GIVEN or is_surely_given(words[count]) else 0


def _behind_particles(words: Sequence[str]) -> int:
    """Return the place of the given name in `Di Stefano Marco` and `De la Torre Nuria`, or 0.

    `Van James` and `La Donna` are given names elsewhere: with a surname behind that is also a given name, they stay.
    """
    count = 0
    while count < len(words) and words[count].casefold() in _FRONT_PARTICLES:
        count += 1
    if count == 0 or len(words) < count + 2 or (start := _given_behind(words)) == len(words):
        return 0
    may_be_given = is_given_of_parts(words[count]) or not _begins_with_particle(words)
    return 0 if may_be_given and bare(words[-1]) in SURNAMES_TOO else max(start, count + 1)


def _behind_elided(words: Sequence[str]) -> int:
    """Return the place of the given name in `D'Angelo Nicola` and `O'Brien Sean`, or 0; `D'Angelo Craig` has none."""
    elided = _ELIDED.fullmatch(bare(words[0]))
    if elided is None or (start := max(_given_behind(words), 1)) == len(words):
        return 0
    prefix, name = elided.groups()
    if bare(words[-1]) in SURNAMES_TOO and (name in _ELIDED_GIVEN or is_given_of_parts(name)):
        return 0
    return start if prefix == "o" or all(is_given_in(word, _ELIDING) for word in words[start:]) else 0


def _given_behind(words: Sequence[str]) -> int:
    """Return where the given names begin that stand last; the number of words if none does."""
    start = len(words)
    while start and is_given_of_parts(words[start - 1]):
        start -= 1
    return start


def _behind_slavic_surname(words: Sequence[str]) -> int:
    """Return 1 for `Иванов Иван Иванович` and `Иванов Иван`, as Eastern lists have them."""
    keys = [word.lower() for word in words]
    if len(words) > 2:
        return int(not keys[1].endswith(_PATRONYMICS) and len(words) == 3 and keys[2].endswith(_PATRONYMICS))
    is_surname = keys[0].endswith(_SLAVIC_SURNAMES) and bare(keys[0]) not in GIVEN
    return int(is_surname and bare(keys[1]) in GIVEN)


def _is_family_first(one: str, other: str) -> bool:
    family = bare(one)
    given = bare(other)
    if family in _HYPHEN_FOLLOWS and "-" in given and _is_of_syllables(given):
        return True
    if family not in _PLACED:
        return False
    if family in FAMILY_FIRST:
        return given in GIVEN
    if family in CANTONESE and given in GIVEN:
        return True
    if given in CHINESE_GIVEN and (family in CHINESE_SURELY or (family in CHINESE and given not in CHINESE)):
        return True
    if family in KOREAN and _KOREAN_GIVEN.fullmatch(other):
        return given.partition("-")[0] not in GIVEN
    is_chinese = family in CHINESE and given not in CHINESE and given not in GIVEN
    return is_chinese and _PINYIN_GIVEN.fullmatch(given) is not None


def _of_two_syllables(keys: Sequence[str]) -> tuple[int, int] | None:
    """Return the place of a given name of two syllables in `Chan Tai Man` and `Min Ho Lee`, or of a western one."""
    match keys:
        case [family, one, other, western] if family in _TWO_SYLLABLES_FOLLOW and western in GIVEN:
            return (3, 4) if _is_syllable(one) and _is_syllable(other) else None
        case [family, one, other] if family in _TWO_SYLLABLES_FOLLOW and other not in SURELY_LAST:
            return (1, 3) if _is_syllable(one) and _is_syllable(other) else None
        case [one, other, family] if family in SURELY_LAST:
            return (0, 2) if _is_syllable(one) and _is_syllable(other) else None
        case _:
            return None


def is_like_chinese(word: str) -> bool:
    """Return whether a word may be a Chinese given name or a syllable of one, in Latin letters."""
    key = bare(word)
    return (
        key in CHINESE_GIVEN
        or key in CHINESE
        or _is_syllable(key)
        or _PINYIN_GIVEN.fullmatch(key) is not None
    )


def _is_syllable(key: str) -> bool:
    is_short = len(key) <= _LONGEST_SYLLABLE and key not in GIVEN and key not in _ALL_PARTICLES
    return is_short and _SYLLABLE_OF_GIVEN.fullmatch(key) is not None


def _is_part(key: str) -> bool:
    return _is_syllable(key) or (key not in GIVEN and _PINYIN.fullmatch(key) is not None)


def _is_of_syllables(key: str) -> bool:
    """Return whether a word is a given name of two syllables, `mei-hua` and `ji-woo`, and no double surname."""
    parts = key.split("-")
    return len(parts) == _OF_TWO and parts[1] not in SURELY_LAST and all(map(_is_part, parts))


def _in_vietnamese(keys: Sequence[str]) -> tuple[int, int] | None:
    """Return the place of the last word of `Nguyễn Thị Mai` and `Hoang Minh Tuan`."""
    if len(keys) == 2 or keys[0] not in VIETNAMESE or keys[-1] in VIETNAMESE:
        return None
    is_all = all(key not in GIVEN and _VIETNAMESE_SYLLABLE.fullmatch(key) for key in keys[1:])
    return (len(keys) - 1, len(keys)) if is_all else None


def _of_a_wife(words: Sequence[str], keys: Sequence[str]) -> tuple[int, int] | None:
    """Return 1 for `Kovácsné Éva`, whose husband is a Kovács; nothing of `Tóth Istvánné`, who is the wife of István."""
    if words[-1].endswith("né") and keys[-1].removesuffix("ne") in GIVEN:
        return 0, 0
    return (1, 2) if words[0].endswith("né") and len(keys) == 2 and keys[1] in GIVEN else None


def _is_east_asian(word: str) -> bool:
    return any("\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" for char in word)


def first_of(words: Sequence[str]) -> str:
    """Return the first name of the words behind the comma of `Smith, John A.` and `Smith, Mary Ann`."""
    words = written_out(words)
    left = [word for word in words if not _INITIAL.fullmatch(word)]
    if not left or len(words) == 1:
        return "" if len(words) == 1 and (not left or is_short(words[0])) else " ".join(words)
    return " ".join(left[: size_of_short(left) or _size_of_pair([*left, ""])])


def _is_pair_alone(words: Sequence[str]) -> bool:
    """Return whether a whole name is a given name of two words without a surname: `María José`."""
    return len(words) == _OF_TWO and bare(words[1]) in PAIRS.get(bare(words[0]), ())


def _size_of_pair(words: Sequence[str]) -> int:
    """Return 2 for a given name of two words, `Jean Pierre Martin`, else 1."""
    key = bare(words[0])
    if len(words) < 3 or key not in PAIRS:
        return 1
    seconds = PAIRS[key]
    return 2 if not seconds or bare(words[1]) in seconds else 1
