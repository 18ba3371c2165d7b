"""Recognises opt-outs by the words of a clause, in any order: a removal of the writer, an end, or a "not" and "more".

It finds what patterns of whole sentences miss. A clause counts only if nothing in it limits the request: another
time or way, another person, an order or a slide.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice

from seqcli.inbound.opt_out_clause_phrases import (
    AN,
    ASKED,
    ASKS_HOW,
    ASKS_US,
    BLOCK_LIST,
    BORDER,
    CONTACTED,
    ENDS_LAST,
    FORBIDS,
    INFO,
    INVITES,
    IT,
    LANGUAGES,
    LEADS_IN,
    LIMITS,
    NO_REQUEST,
    NOT_ALLOWED,
    OBJECTED,
    OBJECTS,
    OF_US,
    OFTEN_MISSPELT,
    OURS,
    OWN_PLAN,
    PEACE,
    PREFERS,
    PURPOSE,
    PUTS,
    RIGHTS,
    STOP_IT,
    THIRD_PARTY,
    USES,
    WRITER,
    Words,
)
from seqcli.inbound.opt_out_shared_phrases import ABOUT_ME, CONDITION, OPPOSITES, OTHER_THINGS
from seqcli.patterns import compiled

_FEW_WORDS = 6
_MORE_WORDS = 10
_MOST_WORDS_SPELT, _LONGEST_WORD = 12, 20
_SHORTEST_SPELT = 5
_ALONE = 3  # words of a clause that has no room for another object
_MOST_CLAUSES = 40
_SENTENCE = compiled(r"[^.!?\n]+[.!?\n]?")
_ADDRESS = compiled(r"[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}")  # whose dots end no sentence
_AN_ADDRESS = "this@address"
_OTHER_THINGS = compiled(rf"\b{OTHER_THINGS}")


@dataclass(frozen=True)
class _Clause:
    """A clause, with the answers that do not depend on the language."""

    text: str
    asks: bool  # whether its sentence is a question

    @cached_property
    def is_short(self) -> bool:
        return len(self.text.split()) <= _FEW_WORDS

    @cached_property
    def asked_us(self) -> bool:
        return bool(ASKED.search(self.text) and OF_US.search(self.text))

    @cached_property
    def puts_on_block_list(self) -> bool:
        blocks = BLOCK_LIST.search(self.text) and PUTS.search(self.text)
        return bool(blocks) and not NO_REQUEST.search(self.text)

    @cached_property
    def stops_it(self) -> bool:
        return not self.asks and bool(STOP_IT.fullmatch(self.text))

    @cached_property
    def prohibits(self) -> bool:
        return not self.asks and bool(FORBIDS.search(self.text))

    @cached_property
    def never_allowed(self) -> bool:
        return bool(NOT_ALLOWED.search(self.text))

    @property
    def forbids(self) -> bool:
        """Whether it may ask to end mail without a word of `Words.acts`."""
        return self.puts_on_block_list or self.prohibits or self.never_allowed

    @cached_property
    def requests(self) -> bool:
        return not NO_REQUEST.search(self.text) or bool(ASKS_HOW.search(self.text))

    @cached_property
    def is_open_question(self) -> bool:
        return self.asks and is_open_question(self.text)


def asks_to_end_mail(text: str) -> str:
    """Return the clause of a (folded) text that asks to end mail, or an empty text."""
    text = _ADDRESS.sub(_AN_ADDRESS, text)
    clauses = [_spelt(clause) for clause in islice(_clauses(text), _MOST_CLAUSES) if _may_ask(clause.text)]
    for clause in clauses:
        if PEACE.search(clause.text) and len(clause.text.split()) <= _MORE_WORDS:
            return clause.text
        objects = OBJECTS.search(clause.text) and OBJECTED.search(clause.text)
        if not clause.asks and (objects or (RIGHTS.search(clause.text) and USES.search(clause.text))):
            return clause.text
    said = ".\n".join(clause.text for clause in clauses)  # no pattern reaches across
    stops_it, forbids = any(each.stops_it for each in clauses), any(each.forbids for each in clauses)
    for words in LANGUAGES:
        names_mail = stops_it and words.mail.search(text) and words.your.search(text)
        if not (names_mail or forbids or words.acts.search(said)):
            continue
        names_data = bool(words.my_data.search(text))
        for clause in clauses:
            if names_mail and clause.stops_it:
                return clause.text
            if _ends_mail(clause, words, names_data=names_data):
                return clause.text
    return ""


def _spelt(clause: _Clause) -> _Clause:
    """Return a short clause with the misspelt verb of a removal mended."""
    words = clause.text.split()
    if len(words) > _MOST_WORDS_SPELT or len(clause.text) > _MOST_WORDS_SPELT * _LONGEST_WORD:
        return clause
    return replace(clause, text=" ".join(map(_spelt_word, words)))


def _spelt_word(word: str) -> str:
    if len(word) < _SHORTEST_SPELT or word in OPPOSITES:
        return word
    near = (verb for verb in OFTEN_MISSPELT if verb[0] == word[0] and not verb.startswith(word[:-1]))
    return next((verb for verb in near if slips(word, verb) <= 1), word)


@lru_cache(maxsize=1024)
def slips(word: str, other: str, most: int = 2) -> int:
    """Return how many letters were missed, added, changed or swapped between two words, or a number above `most`."""
    if abs(len(word) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word, 1):
        older, before, row = before, row, [i]
        for j, expected in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != expected))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == expected:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _may_ask(clause: str) -> bool:
    if is_limited(clause) or _OTHER_THINGS.search(INVITES.sub(" ", clause)):
        return False
    if PURPOSE.match(clause) and not ASKS_HOW.search(clause):
        return False
    return not CONDITION.match(clause) or bool(ABOUT_ME.search(clause))


def is_limited(clause: str) -> bool:
    """Return whether a clause is about others, or ends mail only for a time or in part."""
    return bool(THIRD_PARTY.search(clause) or LIMITS.search(clause))


def is_open_question(clause: str) -> bool:
    """Return whether a clause of a question asks neither us to act nor how to end mail."""
    return not (ASKS_US.search(clause) or ASKS_HOW.search(clause))


def _clauses(text: str) -> Iterator[_Clause]:
    for sentence in _SENTENCE.findall(text):
        *others, last = (clause.strip() for clause in BORDER.split(sentence.rstrip(".!?\n")))
        for clause in filter(None, others):
            yield _Clause(clause, asks=False)
        yield _Clause(last, asks=sentence.endswith("?"))


def _ends_mail(clause: _Clause, words: Words, *, names_data: bool) -> bool:
    if clause.asked_us and words.stop.search(clause.text):
        return True
    if clause.puts_on_block_list:
        return bool(words.to_me.search(clause.text) or words.my_data.search(clause.text))
    if clause.prohibits:
        return bool(words.write.search(clause.text) or words.mail.search(clause.text))
    if clause.never_allowed and words.my_data.search(clause.text):
        return not clause.asks
    if not clause.requests:
        return False
    if words.no.search(clause.text):
        return not clause.is_open_question and _wants_no_more(clause, words)
    if _removes(clause, words, names_data=names_data):
        return not clause.is_open_question or bool(
            words.me.search(clause.text) and words.lists.search(clause.text)
        )
    return not clause.is_open_question and _stops(clause, words)


def _removes(clause: _Clause, words: Words, *, names_data: bool) -> bool:
    text = clause.text
    strong, lists = words.remove.search(text), words.lists.search(text)
    if not strong and not (lists and words.take.search(text)):
        return False
    data = words.my_data.search(text)
    if _AN_ADDRESS in text and len(text.split()) <= _FEW_WORDS + 2:
        data = data or re.search(_AN_ADDRESS, text)
    if (
        names_data
        and strong
        and (lists or (clause.is_short and IT.search(text)) or len(text.split()) <= _ALONE)
    ):
        return True
    if strong and ASKS_HOW.search(text) and words.mail.search(text) and not AN.search(text):
        return True
    me = (
        words.me.search(text)
        or ASKS_HOW.search(text)
        or (lists and (words.to_me.search(text) or OURS.search(text)))
    )
    return bool(
        data
        or (me and (lists or (clause.is_short and not AN.search(text))))
        or (strong and lists and _is_all(text, words.remove, words.lists))
    )


def _is_all(text: str, *parts: re.Pattern[str]) -> bool:
    """Return whether a clause says nothing besides these parts and what leads in."""
    for part in parts:
        text = part.sub(" ", text)
    return not LEADS_IN.sub(" ", text).strip()


def _stops(clause: _Clause, words: Words) -> bool:
    text = clause.text
    stop = words.stop.search(text)
    if not stop or (OWN_PLAN.search(text) and not words.get.search(text)):
        return False
    before = text[: stop.start()]
    begins = not WRITER.search(before) and not LEADS_IN.sub(" ", before).strip()
    to_us = words.to_me.search(text) or words.your.search(text) or begins
    acts = words.write.search(text) or words.send.search(text) or words.get.search(text)
    if words.more.search(text) and words.mail.search(text):
        return True
    if ASKS_US.search(text) and stop.end() == len(text):
        return True
    if to_us and words.mail.search(text) and ENDS_LAST.search(text):
        return True
    return bool(to_us and (acts or words.mail.search(text[stop.end() :])))


def _wants_no_more(clause: _Clause, words: Words) -> bool:
    text = clause.text
    negation, more, mail = words.no.search(text), words.more.search(text), words.mail.search(text)
    wish, lists = words.wish.search(text), words.lists.search(text)
    yours = words.your.search(text)
    if wish and CONTACTED.search(text):
        return True
    if PREFERS.search(text) and words.write.search(text) and words.to_me.search(text):
        return True
    if wish and words.get.search(text) and (((mail or lists) and (more or yours)) or (more and yours)):
        return True
    if wish and yours and mail and clause.is_short and len(text[mail.end() :].split()) <= 1:
        return True
    if not more or not negation:
        return False
    if lists and ASKS_US.search(text):
        return True
    if mail and (
        (words.send.search(text) and (not WRITER.match(text) or yours or OF_US.search(text)))
        or (wish and clause.is_short and not INFO.search(text))
        or (
            words.mail.search(words.no.sub(" ", text))
            and not WRITER.search(text)
            and _is_all(text, words.my_data, words.no, words.more, words.mail)
        )
    ):
        return True
    begins = not LEADS_IN.sub(" ", text[: negation.start()]).strip()
    to_nobody = clause.is_short and begins and not wish and not WRITER.search(text)
    return bool(words.write.search(text) and (words.to_me.search(text) or OURS.search(text) or to_nobody))
