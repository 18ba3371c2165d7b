"""How well real mail is told apart: floors on public collections that `tests/corpus/fetch.py` brings."""

import email
import re
from collections import Counter
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from functools import cache
from pathlib import Path

import pytest

from seqcli.inbound import Hardness, MailKind, Verdict, classify
from seqcli.model import Mail

CORPUS = Path(__file__).resolve().parents[1] / ".corpus"
FLUFL = CORPUS / "flufl"
BAUNSU = CORPUS / "baunsu" / "package" / "tests" / "emails"
ORDINARY = CORPUS / "spam-assassin" / "package" / "data"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.window("W33", "W34", "W35"),
    pytest.mark.skipif(
        not (FLUFL.exists() and BAUNSU.exists() and ORDINARY.exists()),
        reason="run tests/corpus/fetch.py first",
    ),
]

NO_BOUNCES = {
    "qmail_08": MailKind.AUTO_REPLY,
    "groupwise_03": MailKind.HUMAN,
    "auto_earthlink": MailKind.CHALLENGE,
}
DELAYS = frozenset(
    [
        "dsn_05",
        "dsn_06",
        "dsn_07",
        "dsn_08",
        "dsn_17",
        "simple_03",
        "simple_21",
        "simple_22",
        "simple_28",
        "simple_35",
        "simple_40",
    ]
)
# The real notices among the ordinary mails.
NOTICES_AMONG_ORDINARY = (
    "01436.dc449ba3",
    "01507.e06cf7fc",
    "01542.ed72bf2c",
    "01304.af5f3a2d",
    "01311.b6a06b3e",
)


def text_of_header(value: object) -> str:
    try:
        text = str(make_header(decode_header(str(value or ""))))
    except (LookupError, UnicodeError, ValueError):
        text = str(value)
    return " ".join(text.split())


def text_of_part(part: Message) -> str:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        return raw.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return raw.decode("latin-1")


def read_mail(path: Path) -> Mail:
    message = email.message_from_bytes(path.read_bytes())
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            texts["text/plain"].append(part.as_string())
        elif kind in texts and not part.is_multipart():
            texts[kind].append(text_of_part(part))
    name, address = parseaddr(text_of_header(message["From"]))
    headers = {key.lower(): str(value) for key, value in message.items()}
    text, html = "\n".join(texts["text/plain"]), "\n".join(texts["text/html"])
    return Mail(address, name, text_of_header(message["Subject"]), text, html, headers)


def as_snippet(mail: Mail) -> Mail:
    """Return the mail as 12m may tell it: sender, subject and 200 characters."""
    return Mail(mail.sender, mail.sender_name, mail.subject, " ".join((mail.text or mail.html).split())[:200])


@cache
def notices() -> dict[str, Mail]:
    paths = [*sorted(FLUFL.glob("*/tests/data/*.txt")), *sorted(BAUNSU.glob("bounce*.txt"))]
    return {path.stem: read_mail(path) for path in paths if path.stem not in NO_BOUNCES}


@cache
def ordinary() -> dict[str, tuple[Mail, Verdict]]:
    paths = [path for folder in sorted(ORDINARY.glob("*-ham-*")) for path in sorted(folder.glob("*.txt"))]
    mails = {f"{path.parent.name}/{path.stem}": read_mail(path) for path in paths}
    return {name: (mail, classify(mail)) for name, mail in mails.items()}


def missed(*, snippets: bool) -> Iterator[str]:
    for name, mail in notices().items():
        found = classify(as_snippet(mail) if snippets else mail)
        if found.kind is not (MailKind.DELAY if name in DELAYS else MailKind.BOUNCE):
            yield f"{name}: {found.kind}, {found.why}"


@pytest.mark.parametrize("snippets", [False, True])
def test_nearly_every_notice_is_known_for_what_it_is(*, snippets: bool) -> None:
    wrong = list(missed(snippets=snippets))
    recall = 1 - len(wrong) / len(notices())
    print(f"recall {recall:.3f} of {len(notices())} notices, snippets only: {snippets}; missed {wrong}")
    assert len(notices()) >= 120
    assert recall >= 0.96


def test_other_mails_beside_the_bounces_are_none() -> None:
    paths = [*FLUFL.glob("*/tests/data/*.txt"), *BAUNSU.glob("*.txt")]
    found = {
        path.stem: classify(read_mail(path)).kind for path in paths if not path.stem.startswith("bounce")
    }
    assert {name: found[name] for name in NO_BOUNCES} == NO_BOUNCES
    assert found["ordinary_gmail"] is MailKind.HUMAN


def test_no_ordinary_mail_passes_for_a_notice() -> None:
    found = [
        name for name, (_, verdict) in ordinary().items() if verdict.kind in {MailKind.BOUNCE, MailKind.DELAY}
    ]
    print(Counter(verdict.kind.value for _, verdict in ordinary().values()))
    assert len(ordinary()) >= 4_000
    assert [name for name in found if not name.rpartition("/")[2].startswith(NOTICES_AMONG_ORDINARY)] == []
    assert len(found) == len(NOTICES_AMONG_ORDINARY)


def test_hardly_any_ordinary_mail_passes_for_an_opt_out() -> None:
    mails = {name: verdict for name, (_, verdict) in ordinary().items()}
    mails |= {name: classify(mail) for name, mail in notices().items()}
    hits = {name: verdict.why for name, verdict in mails.items() if verdict.kind is MailKind.OPT_OUT}
    print(hits)
    assert len(hits) <= 3


def test_hardly_any_ordinary_mail_passes_for_an_auto_reply() -> None:
    hits = {
        name: verdict.why for name, (_, verdict) in ordinary().items() if verdict.kind is MailKind.AUTO_REPLY
    }
    print(hits)
    assert len(hits) <= 10


def test_the_failed_address_is_found_where_it_can_be_seen() -> None:
    source = next(FLUFL.glob("*/tests/test_detectors.py")).read_text()
    expected = {}
    for name, listed in re.findall(r"'(\w+)\.txt',\s*\[(.*?)\]", source, re.DOTALL):
        addresses = {address.casefold() for address in re.findall(r"b'(.*?)'", listed)}
        if addresses and name in notices():
            expected[name] = addresses
    wrong = [
        name
        for name, addresses in expected.items()
        if not addresses & set(classify(notices()[name]).addresses)
    ]
    print(f"address found in {len(expected) - len(wrong)} of {len(expected)}; not in {wrong}")
    assert len(wrong) / len(expected) <= 0.05


def test_a_visible_code_gives_the_class() -> None:
    found = Counter(classify(mail).hardness for mail in notices().values())
    print(found)
    assert found[Hardness.HARD] >= 44
    assert found[Hardness.SOFT] >= 5
