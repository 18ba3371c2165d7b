"""What a person wrote is never taken for a quote, wherever it stands; what is certainly quoted is folded."""

import re
from pathlib import Path

import pytest

from seqcli.inbound.quotes import split_quotes
from seqcli.inbound.reading import written_text

SENT = """Hi Ada,

I saw that Acme is growing its fleet, and wondered how you plan rotations today.
We help teams like yours to plan them in minutes:
- no spreadsheets
- no phone calls

Worth a quick call on Thursday? https://larkfield.example/book

Best,
Alice
Larkfield Ltd"""
MARKED = "\n".join(f"> {line}".rstrip() for line in SENT.split("\n"))
ANSWER = """Sounds good.

- Thursday at 10 works
| A table | of mine |

Best regards
Ada Moss
Head of Fleet, +43 1 234"""
OUTLOOK = """From: Alice Larkfield <alice@larkfield.example>
Sent: Monday, March 2, 2026 9:00 AM
To: Ada Moss <ada@acme.example>
Subject: Quick intro

"""
LAYOUTS = {
    "gmail": f"{ANSWER}\n\nOn Mon, Mar 2, 2026 at 9:00 AM Alice <alice@larkfield.example>\nwrote:\n\n{MARKED}\n",
    "gmail in german": f"{ANSWER}\n\nAm Mo., 2. März 2026 um 09:00 Uhr schrieb Alice <\nalice@larkfield.example>:\n\n{MARKED}",
    "gmail in french": f"{ANSWER}\n\nLe lun. 2 mars 2026 à 09:00, Alice <alice@larkfield.example> a\nécrit :\n\n{MARKED}",
    "gmail in spanish": f"{ANSWER}\n\nEl lun, 2 mar 2026 a las 9:00, Alice (<alice@larkfield.example>) escribió:\n\n{MARKED}",
    "apple": f"{ANSWER}\n\n> On 2 Mar 2026, at 09:00, Alice <alice@larkfield.example> wrote:\n> \n{MARKED}\n",
    "thunderbird": f"{ANSWER}\n\nAm 02.03.26 um 09:00 schrieb Alice Larkfield:\n{MARKED}\n",
    "outlook": f"{ANSWER}\n\n{OUTLOOK}{SENT}\n",
    "outlook with a rule": f"{ANSWER}\n\n________________________________\n{OUTLOOK}{SENT}\n",
    "outlook in bold": f"{ANSWER}\n\n{OUTLOOK.replace('From:', '*From:*').replace('Sent:', '*Sent:*')}{SENT}\n",
    "outlook in german": f"{ANSWER}\n\nVon: Alice <alice@larkfield.example>\nGesendet: Montag, 2. März 2026 09:00\n"
    f"An: Ada Moss <ada@acme.example>\nBetreff: Quick intro\n\n{SENT}\n",
    "outlook in french": f"{ANSWER}\n\nDe : Alice <alice@larkfield.example>\nEnvoyé : lundi 2 mars 2026 09:00\n"
    f"À : Ada Moss <ada@acme.example>\nObjet : Quick intro\n\n{SENT}\n",
    "original message": f"{ANSWER}\n\n-----Original Message-----\n{OUTLOOK}{SENT}\n",
    "a phone": f"{ANSWER}\n\n-------- Original message --------\nFrom: Alice <alice@larkfield.example>\n"
    f"Date: 02/03/2026 09:00 (GMT+01:00)\nTo: Ada Moss <ada@acme.example>\nSubject: Quick intro\n\n{SENT}\n",
    "without marks": f"{ANSWER}\n\nOn Mon, Mar 2, 2026 at 9:00 AM Alice <alice@larkfield.example> wrote:\n\n{SENT}\n",
    "wrapped elsewhere": f"{ANSWER}\n\n{OUTLOOK}{SENT.replace(', and wondered', f',{chr(10)}and wondered')}\n",
    "yahoo": f"{ANSWER}\n\nOn Monday, November 30, 2026 at 08:00:12 AM GMT+1, Bo <bo@larkfield.example> wrote:\n\n{SENT}\n",
    "two lines": f"{ANSWER}\n\nOn Monday, November 30, 2026 at 08:00:12 AM GMT+1\nBo <bo@larkfield.example> wrote:\n\n{SENT}\n",
    "two lines in french": f"{ANSWER}\n\nLe 30 nov. 2026 à 08:00,\nAlice <alice@larkfield.example> a écrit :\n{MARKED}\n",
    "two lines in spanish": f"{ANSWER}\n\nEl 30 nov 2026, a las 8:00\nAlice <alice@larkfield.example> escribió:\n{MARKED}\n",
    "two lines in german": f"{ANSWER}\n\nAm 30.11.2026 um 08:00\nBo <bo@larkfield.example> schrieb:\n{MARKED}\n",
    "author first": f"{ANSWER}\n\nBo <bo@larkfield.example> schrieb am Mo., 30. Nov. 2026, 08:00:\n\n{MARKED}\n",
    "web mail in german": f"{ANSWER}\n\nAm 30.11.26, 08:00 hat Bo <bo@larkfield.example> geschrieben:\n\n{MARKED}\n",
    "apple in german": f"{ANSWER}\n\nAm 30.11.2026 um 08:00 schrieb Bo <bo@larkfield.example>:\n\n{MARKED}\n",
    "apple in french": f"{ANSWER}\n\nLe 30 nov. 2026 à 08:00, Bo <bo@larkfield.example> a écrit :\n\n{MARKED}\n",
    "apple in spanish": f"{ANSWER}\n\nEl 30 nov 2026, a las 8:00, Bo <bo@larkfield.example> escribió:\n\n{MARKED}\n",
    "apple in dutch": f"{ANSWER}\n\nOp 30 nov 2026, om 08:00 heeft Bo <bo@larkfield.example> het volgende "
    f"geschreven:\n\n{MARKED}\n",
    "gmail in dutch": f"{ANSWER}\n\nOp ma 30 nov 2026 om 08:00 schreef Bo <bo@larkfield.example>:\n\n{MARKED}\n",
    "outlook in spanish": f"{ANSWER}\n\nDe: Bo <bo@larkfield.example>\nEnviado: lunes, 30 de noviembre de 2026 8:00\n"
    f"Para: Ada <ada@acme.example>\nAsunto: Quick intro\n\n{SENT}\n",
    "outlook in dutch": f"{ANSWER}\n\nVan: Bo <bo@larkfield.example>\nVerzonden: maandag 30 november 2026 08:00\n"
    f"Aan: Ada <ada@acme.example>\nOnderwerp: Quick intro\n\n{SENT}\n",
    "short": f"{ANSWER}\n\nOn Mon, Bo wrote:\n{MARKED}\n",
    "short in german": f"{ANSWER}\n\nAm Montag schrieb Bo:\n{MARKED}\n",
    "short in french": f"{ANSWER}\n\nLe lundi, Bo a écrit :\n{MARKED}\n",
    "short in spanish": f"{ANSWER}\n\nEl lunes, Bo escribió:\n{MARKED}\n",
    "short in dutch": f"{ANSWER}\n\nOp maandag schreef Bo:\n{MARKED}\n",
    "below": f"On Mon, Mar 2, 2026 at 9:00 AM Alice <alice@larkfield.example> wrote:\n{MARKED}\n\n{ANSWER}\n",
    "crlf": f"{ANSWER}\n\n{OUTLOOK}{SENT}\n".replace("\n", "\r\n"),
}


def shown(text: str, *earlier: str) -> list[str]:
    """Return the lines that are not folded, without those that are empty."""
    parts = split_quotes(text, earlier)
    return [line for part in parts if not part.is_quoted for line in part.lines if line.strip()]


def lines_of(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_answer_is_shown_and_the_quote_is_folded(layout: str) -> None:
    assert shown(LAYOUTS[layout], SENT) == lines_of(ANSWER)


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "below"])
def test_how_a_mail_begins_has_nothing_of_the_quote(layout: str) -> None:
    own = [line for line in lines_of(ANSWER) if not line.startswith("|")]
    assert written_text(LAYOUTS[layout].replace("\r\n", "\n")) == " ".join(own)


@pytest.mark.parametrize(
    "own",
    [
        "On Monday, Bo wrote:\nplease ask Ada.",
        "On Monday we had 3 calls and Bo wrote: fine.\nSo yes.",
        "Am 3. Mai hat Bo uns geschrieben: er will nicht.\nBitte stoppen.",
        "Am 30.11. um 8 Uhr\nschreibe ich Ihnen.",
        "I can do these:\nOn Mon, Nov 30, 2026 at 8:00 AM\nBo can join.",
        "*From:* me to you\nthanks",
        "As Bo wrote:\nstop.",
    ],
)
def test_own_words_like_an_attribution_stay(own: str) -> None:
    assert written_text(own) == own.replace("\n", " ")
    assert shown(own, SENT) == lines_of(own)


def test_an_answer_on_the_line_of_a_short_attribution_is_kept() -> None:
    assert written_text(f"Call me. On Mon, Bo wrote:\n{MARKED}") == "Call me."
    assert shown(f"Call me. On Mon, Bo wrote:\n{MARKED}", SENT) == ["Call me."]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_line_is_lost_between_the_parts(layout: str) -> None:
    text = LAYOUTS[layout].replace("\r\n", "\n")
    parts = split_quotes(text, [SENT])
    assert [line for part in parts for line in part.lines if line.strip()] == lines_of(text)


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if MARKED not in LAYOUTS[name]])
def test_a_quote_without_marks_of_a_mail_that_nobody_knows_is_shown(layout: str) -> None:
    assert len(shown(LAYOUTS[layout])) == len(lines_of(LAYOUTS[layout]))


def test_an_answer_inside_a_quote_is_shown_with_marks_or_without() -> None:
    marked = MARKED.replace("today.\n", "today.\nIn Excel.\n").replace("book\n", "book\nYes.\nAda\n")
    assert shown(f"See below.\n\n{OUTLOOK}\n{marked}", SENT) == ["See below.", "In Excel.", "Yes.", "Ada"]
    plain = SENT.replace("today.\n", "today.\nIn Excel.\n").replace("book\n", "book\nYes.\nAda\n")
    assert shown(f"See below.\n\n{OUTLOOK}{plain}", SENT) == ["See below.", "In Excel.", "Yes.", "Ada"]


def test_a_short_answer_that_our_mail_has_too_is_shown() -> None:
    sent = f"{SENT}\nYes\nThanks"
    quote = "> Worth a quick call on Thursday? https://larkfield.example/book"
    assert shown(f"On Mon, 2 Mar 2026, Alice wrote:\n{quote}\n\nYes\n\nThanks", sent) == ["Yes", "Thanks"]
    assert shown(f"Hm.\n\n{OUTLOOK}{SENT}\n\nYes", sent)[0] == "Hm."


def test_an_answer_on_the_line_of_the_attribution_is_shown() -> None:
    text = f"Sounds good. On Mon, Mar 2, 2026 at 9:00 AM Alice <alice@larkfield.example> wrote:\n{MARKED}"
    assert shown(text, SENT) == ["Sounds good."]


def test_quotes_in_quotes_are_one_fold() -> None:
    inner = "\n".join(f"> {line}" for line in LAYOUTS["gmail"].split("\n"))
    parts = split_quotes(
        f"And?\n\nOn Tue, 3 Mar 2026, Ada Moss <ada@acme.example> wrote:\n{inner}", [SENT, ANSWER]
    )
    assert [part.is_quoted for part in parts] == [False, True]


def test_a_mail_that_is_nothing_but_a_quote_is_shown() -> None:
    assert shown(MARKED, SENT) == lines_of(MARKED)
    assert shown("") == []


def test_a_link_that_was_rewritten_on_the_way_is_no_other_line() -> None:
    rewritten = SENT.replace(
        "https://larkfield.example/book", "<https://safe.example/?url=https%3A%2F%2Flark>"
    )
    assert shown(f"Ok.\n\n{OUTLOOK}{rewritten}", SENT) == ["Ok."]


@pytest.mark.parametrize("path", ["samples/human_tuning.txt", "samples/human_held_out.txt"])
def test_of_the_samples_nothing_is_hidden_but_marked_lines(path: str) -> None:
    texts = re.split(
        r"^===.*$", (Path(__file__).parent / path).read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert len(texts) > 10
    for text in texts:
        hidden = [line for part in split_quotes(text) if part.is_quoted for line in part.lines if line]
        assert all(line.startswith(">") or line.endswith("wrote:") for line in hidden), hidden


@pytest.mark.parametrize(
    "text",
    [
        "\n" * 1_000_000,
        "On 1 wrote: " * 80_000,
        "> " * 500_000,
        "From: a\n" * 100_000,
        "a " * 500_000,
        "_" * 10**6,
        (". am mo schrieb" * 60 + " x:\n> a\n") * 1000,
    ],
    ids=["newlines", "attributions", "marks", "headers", "words", "rule", "short attributions"],
)
def test_a_hostile_megabyte_is_read(text: str) -> None:
    parts = split_quotes(text, [text, SENT])
    shown_text = "".join(line for part in parts for line in part.lines)
    assert len("".join(shown_text.split())) >= len("".join(text.split()))
