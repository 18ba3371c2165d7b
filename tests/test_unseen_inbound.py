"""How well short mails are told apart that nothing was tuned on: floors on the sets in `tests/unseen/`.

Tuning happens on the examples of test_inbound.py and test_opt_outs.py. Keep the sets as they are; do not read a miss
here and then add its words.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from email.parser import Parser
from email.utils import parseaddr
from functools import cache
from pathlib import Path

import pytest

from seqcli.inbound import Hardness, MailFlag, MailKind, Verdict, classify
from seqcli.model import Mail

UNSEEN = Path(__file__).parent / "unseen"
LEAD = "lena@kunde.example"
OURS = "alice@ours.example"

Check = Callable[[str, Verdict], bool]


def written_by_the_lead(name: str) -> Iterator[tuple[str, str, Verdict]]:
    """Yield language, text and verdict of each line of a set."""
    for line in (UNSEEN / name).read_text().splitlines():
        if not line.startswith("#"):
            language, _, text = line.partition(" | ")
            mail = Mail(LEAD, "", "Re: Quick intro", text.replace("\\n", "\n"))
            yield language, text, classify(mail, own_addresses=[OURS], lead_address=LEAD)


@cache
def reports(name: str) -> tuple[tuple[str, Mail], ...]:
    """Return what each block of a set is expected to be, and its mail."""
    blocks = (UNSEEN / name).read_text().split("\n=== ")[1:]
    return tuple(_report(*block.partition("\n")[::2]) for block in blocks)


def _report(expected: str, source: str) -> tuple[str, Mail]:
    message = Parser().parsestr(source)
    sender_name, sender = parseaddr(message["From"])
    headers = {key.lower(): value for key, value in message.items()}
    return expected, Mail(sender, sender_name, message["Subject"], str(message.get_payload()), "", headers)


def as_snippet(mail: Mail) -> Mail:
    return Mail(mail.sender, mail.sender_name, mail.subject, " ".join(mail.text.split())[:200])


def as_bare_snippet(mail: Mail) -> Mail:
    return Mail("", "", mail.subject, " ".join(mail.text.split())[:200])


def as_it_is(mail: Mail) -> Mail:
    return mail


def told_kind(expected: str, found: Verdict) -> bool:
    kind = MailKind.BOUNCE if expected.startswith("bounce") else MailKind.DELAY
    return found.kind is kind and (expected == "success") == (MailFlag.DELIVERED in found.flags)


def told_hardness(expected: str, found: Verdict) -> bool:
    filtered = MailFlag.BLOCKED_BY_FILTER in found.flags
    if expected == "bounce filter":
        return found.hardness is Hardness.SOFT and filtered
    return found.hardness == expected.removeprefix("bounce ") and not filtered


def share(
    form: Callable[[Mail], Mail], check: Check, only: tuple[str, ...], name: str = "notices.txt"
) -> float:
    """Print and return the share of reports for which the check holds."""
    chosen = [(expected, mail) for expected, mail in reports(name) if expected.startswith(only)]
    wrong = []
    for expected, mail in chosen:
        found = classify(form(mail), own_addresses=[OURS])
        if not check(expected, found):
            wrong.append(f"{expected}: {mail.subject}: {found}")
    print(f"{1 - len(wrong) / len(chosen):.3f} of {len(chosen)}", *wrong, sep="\n  ")
    return 1 - len(wrong) / len(chosen)


def test_an_opt_out_is_known_in_eight_languages() -> None:
    asked, missed = Counter[str](), []
    for language, text, found in written_by_the_lead("opt_outs.txt"):
        asked[language] += 1
        if found.kind is not MailKind.OPT_OUT:
            missed.append((language, text, found.answer_kind))
    print(f"{1 - len(missed) / asked.total():.3f} of {asked}", *missed, sep="\n  ")
    assert asked.total() >= 180
    assert len(missed) <= 0.08 * asked.total()


def test_words_that_look_like_an_opt_out_are_none() -> None:
    found = list(written_by_the_lead("people.txt"))
    taken = [(text, verdict.why) for _, text, verdict in found if verdict.kind is MailKind.OPT_OUT]
    other = [(text, verdict.why) for _, text, verdict in found if verdict.kind is not MailKind.HUMAN]
    print(f"{len(taken)} opt-outs, {len(other)} not human, of {len(found)}", *other, sep="\n  ")
    assert len(found) >= 130
    assert len(taken) <= 0.03 * len(found)


@pytest.mark.parametrize("form", [as_it_is, as_snippet, as_bare_snippet])
def test_a_notice_is_known_for_what_it_is(form: Callable[[Mail], Mail]) -> None:
    assert len(reports("notices.txt")) >= 120
    assert share(form, told_kind, ("bounce",)) >= 0.98
    assert share(form, told_kind, ("delay", "success")) >= 0.9


@pytest.mark.parametrize(("form", "floor"), [(as_it_is, 0.94), (as_snippet, 0.9), (as_bare_snippet, 0.9)])
def test_hard_and_soft_are_told_apart(form: Callable[[Mail], Mail], floor: float) -> None:
    assert share(form, told_hardness, ("bounce",)) >= floor


def test_the_failed_address_is_read() -> None:
    assert share(as_it_is, lambda _, found: LEAD in found.addresses, ("bounce", "delay", "success")) >= 0.98


def is_complaint(_: str, found: Verdict) -> bool:
    return found.kind is MailKind.OPT_OUT and MailFlag.COMPLAINT in found.flags


def names_the_complainer(_: str, found: Verdict) -> bool:
    return found.addresses[:1] == (LEAD,)


def on_one_line(mail: Mail) -> Mail:
    return Mail(mail.sender, mail.sender_name, mail.subject, " ".join(mail.text.split()), "", mail.headers)


@pytest.mark.parametrize("form", [as_it_is, on_one_line])
def test_a_complaint_names_the_complainer_first(form: Callable[[Mail], Mail]) -> None:
    assert share(form, is_complaint, ("",), "complaints.txt") >= 0.95
    assert share(form, names_the_complainer, ("",), "complaints.txt") >= 0.95
