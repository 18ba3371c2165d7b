"""Recognises opt-outs in replies.

A plain word rule ("stop" anywhere) would match every reply that quotes our own footer. So only the first three lines
that the sender wrote count, and only a request, or a clause that is nothing but a keyword beside a greeting, a "no"
and a name. An opt-out suppresses the person everywhere. A single word only flags the mail for a person to read.
Source: public collections of replies.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from seqcli.inbound.opt_out_clauses import asks_to_end_mail, is_limited, is_open_question, slips
from seqcli.inbound.opt_out_phrases import (
    AROUND_KEYWORDS,
    ASKS_YOU,
    BARE_WORDS,
    BUTTON_SUBJECTS,
    BUTTON_TEXTS,
    CLAUSE_BORDER,
    CLAUSE_END,
    FILLERS,
    FROM_A_LIST,
    GREETINGS,
    KEYWORDS,
    MAILING,
    NEGATORS,
    NO_THANKS,
    NO_WORDS,
    OTHER_THINGS_NAMED,
    OTHERS,
    OWN_DATA,
    PHRASES,
    PLEASE,
    POLITE,
    QUOTED,
    REFUSALS,
    REMOVALS,
    SHORT_FORM,
    SHORT_FORMS,
    SIGN_OFFS,
    STOP_SLIPS,
    STOPS,
    THANKS,
    TRAILING_NEGATORS,
    WEAK_WORDS,
)
from seqcli.inbound.opt_out_shared_phrases import ABOUT_ME, CONDITION, OPPOSITES
from seqcli.inbound.reading import (
    SUBJECT_LIMIT,
    WRITTEN_LIMIT,
    body,
    first_phrase,
    flat,
    lines_below_quote,
    written_lines,
)
from seqcli.inbound.verdict import MailFlag, MailKind, Verdict
from seqcli.model import Mail
from seqcli.patterns import compiled

_LINES_READ = 3
_WRAPPED_FROM = 50  # letters of a line that a mail program may have broken
_LINE_LIMIT = 500
_BUTTON_LIMIT = 400
_EDGE = compiled(r"^[\W_]+|[\W_]+$")
_EDGES = " \t\n.,;:!?*_-\u2013\u2014\"'()[]<>/#~=|"
_ONE_SLIP_LETTERS, _TWO_SLIPS_LETTERS = 6, 9
_LONE_WORDS = [word for word in sorted(KEYWORDS) if len(word) >= _ONE_SLIP_LETTERS and " " not in word]


def read_unsubscribe_button(mail: Mail) -> Verdict | None:
    """Return the opt-out that a mail program sends for its unsubscribe button, marked automatic though it is."""
    subject = flat(mail.subject[:SUBJECT_LIMIT]).strip(_EDGES)
    if not BUTTON_SUBJECTS.fullmatch(subject):
        return None
    text = " ".join(written_lines(body(mail)))
    if not text or (len(text) <= _BUTTON_LIMIT and (BUTTON_TEXTS.search(text) or _is_keyword(_bare(text)))):
        return Verdict(MailKind.OPT_OUT, f'subject says "{subject[:60]}"')
    return None


def read_opt_out(mail: Mail) -> Verdict | None:
    """Return an opt-out, a human mail flagged as a possible opt-out, or None."""
    lines = _unwrapped(written_lines(body(mail)) or lines_below_quote(body(mail)))
    if _is_keyword(_bare(flat(mail.subject[:SUBJECT_LIMIT]))):
        return Verdict(MailKind.OPT_OUT, f'subject says only "{mail.subject.strip()[:60]}"')
    said = [_mend(line[:_LINE_LIMIT]) for line in _said(lines)]
    keyword = _lone_keyword(said)
    if keyword:
        return Verdict(MailKind.OPT_OUT, f'says only "{keyword[:60]}"')
    request = _request("\n".join(_without_quoted_words(line) for line in said))
    if request:
        return Verdict(MailKind.OPT_OUT, f'says "{request[:80]}"')
    weak = WEAK_WORDS.search(_mend("\n".join(lines)[:WRITTEN_LIMIT]))
    if weak:
        return Verdict(MailKind.HUMAN, f'may ask to stop: "{weak.group()}"', flags=(MailFlag.MAYBE_OPT_OUT,))
    return None


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """Return the lines, a sentence that a mail program broke on one line again."""
    unwrapped: list[str] = []
    width = 0  # of the line above
    for line in lines:
        bare = _bare(line[:_LINE_LIMIT])
        goes_on = width >= _WRAPPED_FROM and unwrapped[-1][-1:].isalnum() and line[:1].isalnum()
        if goes_on and not (SIGN_OFFS.fullmatch(bare) or _is_keyword(bare)):
            unwrapped[-1] += f" {line}"
        else:
            unwrapped.append(line)
        width = len(line)
    return unwrapped


def _said(lines: Sequence[str]) -> list[str]:
    """Return the first lines that say something: no greeting, and nothing from the sign-off on."""
    said: list[str] = []
    for line in lines:
        bare = _bare(line[:_LINE_LIMIT])
        if said and SIGN_OFFS.fullmatch(bare):
            break
        if not GREETINGS.fullmatch(bare):
            said.append(line)
        if len(said) == _LINES_READ:
            break
    return said


# --- Keywords


def _bare(text: str) -> str:
    return " ".join(_EDGE.sub("", POLITE.sub(" ", text)).split())


def _core(clause: str) -> str:
    """Return a bare clause without repetitions and the words that change nothing around a keyword."""
    words = [word for word, _ in groupby(clause.split(" "))]
    while len(words) > 1 and words[-1] in AROUND_KEYWORDS:
        words.pop()
    while len(words) > 1 and words[0] in AROUND_KEYWORDS:
        words.pop(0)
    return " ".join(words)


def _is_keyword(clause: str) -> bool:
    forms = {clause, _core(clause)}
    return bool(forms & (KEYWORDS | STOPS | BARE_WORDS)) or _is_strong(clause) or _is_stop_slip(clause)


def _is_strong(clause: str) -> bool:
    return bool({clause, _core(clause)} & KEYWORDS) or _is_slip(_core(clause)) or _leaves_a_list(clause)


def _leaves_a_list(clause: str) -> bool:
    """Return whether a clause is a keyword and what to leave: "unsubscribe from list", "Abmeldung vom Verteiler"."""
    first, _, rest = clause.partition(" ")
    named = first in KEYWORDS and FROM_A_LIST.fullmatch(rest)
    return bool(named) and not OTHER_THINGS_NAMED.search(rest)


def _is_stop(clause: str) -> bool:
    return bool({clause, _core(clause)} & STOPS) or _is_stop_slip(clause)


def _is_stop_slip(word: str) -> bool:
    """Return whether a word is "stop" with letters doubled or swapped."""
    return len(word) <= 12 and "".join(letter for letter, _ in groupby(word)) in STOP_SLIPS


def _is_slip(word: str) -> bool:
    """Return whether a single word is a keyword with one or two letters wrong."""
    if not _ONE_SLIP_LETTERS <= len(word) <= 18 or " " in word or word in OPPOSITES:
        return False
    return any(
        slips(word, keyword) <= (1 if len(keyword) < _TWO_SLIPS_LETTERS else 2) for keyword in _LONE_WORDS
    )


def _mend(text: str) -> str:
    """Return the text with short forms spelt out and every misspelt "unsubscribe" mended."""
    return re.sub(r"\bu\w{7,12}\b", _mended, SHORT_FORM.sub(lambda found: SHORT_FORMS[found.group()], text))


def _mended(found: re.Match[str]) -> str:
    word = found.group()
    return (
        "unsubscribe" if "b" in word and word != "unsubscribed" and slips(word, "unsubscribe") <= 2 else word
    )


def _clauses(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the border before, the bare text, and the border after each clause that has words."""
    pieces = ["\n", *CLAUSE_BORDER.split(text), "\n"]
    for i in range(1, len(pieces) - 1, 2):
        clause = _bare(pieces[i])
        if clause:
            yield pieces[i - 1].strip(" ") or "\n", clause, pieces[i + 1].strip(" ") or "\n"


def _lone_keyword(lines: Sequence[str]) -> str:
    """Return a clause that is nothing but a keyword, if the others say nothing else, or an empty text."""
    for line in lines:
        if _is_keyword(_bare(line)):
            return line
    clauses = [clause for clause in _clauses("\n".join(lines)) if not GREETINGS.fullmatch(clause[1])]
    end = next((i for i, (_, text, _) in enumerate(clauses) if i and SIGN_OFFS.fullmatch(text)), len(clauses))
    clauses = clauses[:end]
    keywords = [i for i, (_, text, _) in enumerate(clauses) if _is_keyword(text)]
    for i in keywords:
        before, text, after = clauses[i]
        if _says_little(clauses, keywords) and "?" not in after:
            return text
        whole_sentence = before[-1] != "," and after[0] not in {",", ":", "?"}
        first_or_loud = i == 0 or "!" in after or MAILING.search("\n".join(lines))
        leads = i == 0 and after == "," and not any("?" in border for _, _, border in clauses)
        if leads and _is_strong(text):
            return text
        if whole_sentence and (_is_strong(text) or (first_or_loud and _is_stop(text))):
            return text
        if whole_sentence and OWN_DATA.search("\n".join(lines)):
            return text
    return ""


def _says_little(clauses: list[tuple[str, str, str]], keywords: list[int]) -> bool:
    """Return whether the clauses beside the keywords are only a "no" or a name at either end."""
    others = [i for i in range(len(clauses)) if i not in keywords and not NO_WORDS.fullmatch(clauses[i][1])]
    first = others and others[0] < keywords[0] and len(clauses[others[0]][1].split()) == 1
    named = others[1:] if first else others
    last = named and named[0] > keywords[-1] and len(clauses[named[0]][1].split()) <= 2
    return not (named[1:] if last else named)


# --- Requests


def _without_quoted_words(line: str) -> str:
    """Return the line without polite words, and without words in quotation marks if there are others."""
    masked = QUOTED.sub("\N{BULLET}", line)
    text = (masked if re.search(r"\w", masked) else line).replace("\N{INVERTED EXCLAMATION MARK}", " ")
    return " ".join(PLEASE.sub("", THANKS.sub(",", NO_THANKS.sub(".", text))).split())


def _request(text: str) -> str:
    """Return the first opt-out request in the text, or an empty text."""
    for pattern in REFUSALS:
        for found in pattern.finditer(text):
            after = f"{found.group()[-1:]}{text[found.end() : found.end() + 2].lstrip()}"
            asks = "?" in after[:2] and not ASKS_YOU.search(_clause_before(text, found))
            if not asks and not _is_about_others(text, found) and not is_limited(_clause_of(text, found)):
                return found.group().strip(_EDGES)
    for pattern in REMOVALS:
        for found in pattern.finditer(text):
            if _is_about_others(text, found) or _is_negated(text, found) or _only_asks(text, found):
                continue
            if not is_limited(_clause_of(text, found)):
                return found.group().strip(_EDGES)
    return first_phrase(text, PHRASES) or asks_to_end_mail(text)


def _clause_before(text: str, found: re.Match[str]) -> str:
    if found.group()[:1] in {".", "!", "?", "\n", ";"}:
        return ""
    return CLAUSE_END.split(text[max(0, found.start() - 120) : found.start()])[-1]


def _clause_of(text: str, found: re.Match[str]) -> str:
    """Return the clause that a match stands in, and the match."""
    end = found.end() if found.group()[-1:] not in ".!?\n;," else found.end() - 1
    following = re.split(r"[.!?;,:()\n]", text[end : end + 120], maxsplit=1)[0]
    return f"{_clause_before(text, found)}{found.group()}{following}"


def _only_asks(text: str, found: re.Match[str]) -> bool:
    """Return whether a match stands in a question that asks for no act of ours: "can we delete our data?"."""
    mark = re.search(r"[.!?,\n]", text[found.end() - 1 : found.end() + 120])
    asks = mark is not None and mark.group() == "?"
    return asks and is_open_question(_clause_of(text, found))


def _is_about_others(text: str, found: re.Match[str]) -> bool:
    """Return whether the words before it refer to others, as in our own footer: "if you wish to …"."""
    before = _clause_before(text, found)
    words = before.split()
    if ASKS_YOU.search(before):
        return False
    if words and words[-1] in OTHERS:
        return not ABOUT_ME.search(found.group())
    return bool(CONDITION.search(before)) and not ABOUT_ME.search(found.group())


def _is_negated(text: str, found: re.Match[str]) -> bool:
    """Return whether its clause negates a request: "do not remove me", "bitte nicht löschen"."""
    words = re.findall(r"[\w']+", _clause_before(text, found))
    following = CLAUSE_END.split(text[found.end() : found.end() + 60], maxsplit=1)[0]
    if TRAILING_NEGATORS.search(found.group()) or TRAILING_NEGATORS.match(following.lstrip()):
        return True
    for position in range(len(words) - 1, -1, -1):
        if words[position] in NEGATORS or words[position].startswith("n'"):
            # "if you do not stop …" is still a request
            return not CONDITION.search(" ".join(words[:position]))
        if words[position] not in FILLERS:
            return False
    return False
