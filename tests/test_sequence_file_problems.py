"""Settings that a sequence file may not have: each problem names the key, what stands there and what may stand there."""

import tomllib
from typing import Any

import pytest

from seqcli.errors import InputFileError
from seqcli.sequence_file import SequenceDraft, parse_sequence

STEP = {"subject": "s", "template": "t", "wait_next": "1d"}


def read(text: str) -> SequenceDraft:
    return parse_sequence({"id": "a", "steps": [STEP], **tomllib.loads(text)}, "a.toml")


def problems_of(text: str) -> list[str]:
    with pytest.raises(InputFileError) as caught:
        read(text)
    first, *others = caught.value.message.splitlines()
    assert others or first.startswith("a.toml: ")
    return [each.strip() for each in others] or [first.removeprefix("a.toml: ")]


WORDS = '; write "off", "pause" or "stop"'
COUNT = "; write a whole number from 1 to 1,000,000"
SHARE = "; write a share above 0, at most 1, such as 0.05"
JITTER = "; write a share from 0 to 1, such as 0.5"
PERIOD = '; write a duration up to "366d", such as "5m"'
RECONTACT = 'write a duration from "1d" to "366d", "never", or "0" for no wait; months are written as days, such as "90d"'
NO_LIMIT = "; leave it out for no limit"
NEVER_TRIPS = ": bounces would never trip the brake; write a min_bounces of at most "
FOLLOWS = "; write the id of the sequence that follows"
ONCE = "; write another one, as nobody goes through a sequence twice"
TOP = "; it belongs at the top of the file, above the first [table]"
PROBLEMS = {
    # words
    'company_stop = "of"': f'"company_stop" is "of"{WORDS}; did you mean "off"?',
    'companyStop = "Stop"': f'"companyStop" is "Stop"{WORDS}; did you mean "stop"?',
    "company_stop = true": f'"company_stop" is true{WORDS}',
    "company_stop = false": f'"company_stop" is false{WORDS}; did you mean "off"?',
    'auto_reply = "helt"': '"auto_reply" is "helt"; write "hold", "halt" or "ignore"; did you mean "halt"?',
    # counts
    "per_company = true": f'"per_company" is true{COUNT}{NO_LIMIT}',
    "per_company = 0": f'"per_company" is 0{COUNT}{NO_LIMIT}',
    'per_company = "2"': f'"per_company" is "2"{COUNT}, without quotes{NO_LIMIT}',
    f"per_company = 0x{'f' * 5000}": f'"per_company" is a huge number{COUNT}{NO_LIMIT}',
    "[pacing]\nnewPerDay = 2.5": f'"pacing.newPerDay" is 2.5{COUNT}{NO_LIMIT}',
    "[brake]\nmax_refusals = true": f'"brake.max_refusals" is true{COUNT}',
    "[brake]\nsample = -1": f'"brake.sample" is -1{COUNT}',
    # shares
    '[brake]\nmax_bounce_rate = "5%"': f'"brake.max_bounce_rate" is "5%"{SHARE}, without quotes',
    "[brake]\nmax_bounce_rate = 3": f'"brake.max_bounce_rate" is 3{SHARE.replace("0.05", "0.03")}',
    "[brake]\nmax_bounce_rate = 0": f'"brake.max_bounce_rate" is 0{SHARE}',
    "[brake]\nmax_bounce_rate = nan": f'"brake.max_bounce_rate" is NaN{SHARE}',
    "[brake]\nmax_bounce_rate = true": f'"brake.max_bounce_rate" is true{SHARE}',
    '[pacing]\njitter = "much"': f'"pacing.jitter" is "much"{JITTER}',
    "[pacing]\njitter = -0.1": f'"pacing.jitter" is -0.1{JITTER}',
    # durations
    "recontact = 90": '"recontact" is 90; it has no unit, write "90d"',
    'recontact = "1m"': f'"recontact" is "1m"; that is less than a day; {RECONTACT}',
    'recontact = "3 months"': f'"recontact" is "3 months"; {RECONTACT}',
    'recontact = "400d"': f'"recontact" is "400d"; {RECONTACT}',
    'recontact = "nevr"': f'"recontact" is "nevr"; {RECONTACT}; did you mean "never"?',
    "recontact = false": f'"recontact" is false; {RECONTACT}',
    'auto_reply_wait = "7"': '"auto_reply_wait" is "7"; it has no unit, write "7h" or "7d"',
    "[pacing]\nevery = 5": '"pacing.every" is 5; it has no unit, write "5s", "5m" or "5h"',
    "[pacing]\nevery = -5": f'"pacing.every" is -5{PERIOD}',
    "[pacing]\nevery = true": f'"pacing.every" is true{PERIOD}',
    "[pacing]\nevery = 2026-03-02": f'"pacing.every" is "2026-03-02"{PERIOD}',
    f'[pacing]\nevery = "{"5 moons " * 9}"': f'"pacing.every" is "{("5 moons " * 9)[:39]}…{PERIOD}',
    # a brake that bounces never trip
    "[brake]\nmin_bounces = 300": (
        f'"brake.min_bounces" is 300, more than "brake.sample", which is 200 (default){NEVER_TRIPS}200'
    ),
    "[brake]\nsample = 3": (
        f'"brake.min_bounces" is 5 (default), more than "brake.sample", which is 3{NEVER_TRIPS}3'
    ),
    # keys and tables
    'pacing = "5m"': '"pacing" is "5m"; write a table [pacing] with every, jitter, new_per_day or per_day',
    "[[brake]]\nsample = 9": (
        '"brake" is a list; write a table [brake] with sample, min_bounces, max_bounce_rate, max_complaints'
        " or max_refusals"
    ),
    "[pacing]\nper_days = 3": 'unknown key "pacing.per_days"; did you mean "pacing.per_day"?',
    '[pacing]\nEvery = "5m"': 'unknown key "pacing.Every"; did you mean "pacing.every"?',
    '[Pacing]\nevery = "5m"': 'unknown key "Pacing"; did you mean "pacing"?',
    "[pacing]\nfoo = 1": 'unknown key "pacing.foo"; known keys are every, jitter, new_per_day, per_day',
    "[brake]\nmaxbounces = 1": 'unknown key "brake.maxbounces"; did you mean "brake.min_bounces"?',
    "zzz = 1": (
        'unknown key "zzz"; known keys are id, name, steps, recontact, company_stop, per_company, auto_reply,'
        " auto_reply_wait, pacing, brake, on"
    ),
    'every = "5m"': 'unknown key "every"; it belongs under [pacing]',
    "[pacing]\nsample = 9": 'unknown key "pacing.sample"; it belongs under [brake]',
    '[pacing]\nrecontact = "9d"': f'unknown key "pacing.recontact"{TOP}',
    '[brake]\nname = "x"': f'unknown key "brake.name"{TOP}',
    # what follows
    "on = 3": '"on" is 3; write tables [on.not_now], [on.referral] or [on.no_reply]',
    "[on]\nno_reply = 3": '"on.no_reply" is 3; write a table [on.no_reply] with wait, sequence or release',
    "[on]\nnoreply = 3": 'unknown key "on.noreply"; did you mean "no_reply"?',
    "[on]\nzzz = 3": 'unknown key "on.zzz"; known are [on.not_now], [on.referral], [on.no_reply]',
    '[no_reply]\nsequence = "x"': 'unknown key "no_reply"; it belongs under [on.no_reply]',
    '[on.no_reply]\nwait = "3d"': f'"on.no_reply.sequence" is missing{FOLLOWS}',
    "[on.not_now]": f'"on.not_now.sequence" is missing{FOLLOWS}',
    '[on.no_reply]\nsequence = "a"': f'"on.no_reply.sequence" is the sequence itself{ONCE}',
    '[on.not_now]\nsequence = "a"': f'"on.not_now.sequence" is the sequence itself{ONCE}',
    '[on.referral]\nsequence = "A b"': (
        '"on.referral.sequence" is "A b"; write the id of a sequence, such as "later"'
    ),
    '[on.referral]\nwait = "3d"': 'unknown key "on.referral.wait"; known keys are sequence, release',
    '[on.not_now]\nsequence = "later"\nwait = "3h"': (
        '"on.not_now.wait" is "3h"; that is less than a day; write a duration from "1d" to "366d"'
    ),
    '[on.no_reply]\nsequence = "later"\nwait = 3': (
        '"on.no_reply.wait" is 3; it has no unit, write "3h" or "3d"'
    ),
    '[on.no_reply]\nsequence = "later"\nrelease = "yes"': (
        '"on.no_reply.release" is "yes"; write true or false, without quotes'
    ),
    "per_company = 1\nperCompany = 1": '"perCompany" is there twice, in two spellings',
}


@pytest.mark.parametrize("text", PROBLEMS, ids=lambda text: text[:50])
def test_a_problem_names_the_key_what_stands_there_and_what_may(text: str) -> None:
    assert problems_of(text) == [PROBLEMS[text]]


def test_all_problems_of_a_file_come_in_one_message() -> None:
    text = """
        recontact = 90
        company_stop = "of"
        naem = "x"
        [pacing]
        every = 5
        per_days = 3
        [brake]
        min_bounces = 900
        max_bounce_rate = "5%"
    """
    with pytest.raises(InputFileError) as caught:
        parse_sequence({**tomllib.loads(text), "steps": [{**STEP, "wait_next": "soon"}]}, "a.toml")
    message = caught.value.message
    assert "has 9 problems" in message
    for words in (
        '"id" is missing',
        '"recontact" is 90',
        '"company_stop" is "of"',
        'unknown key "naem"',
        '"pacing.every" is 5',
        'unknown key "pacing.per_days"',
        '"brake.min_bounces" is 900',
        '"brake.max_bounce_rate" is "5%"',
        'step 1: "wait_next"',
    ):
        assert words in message


def test_a_key_that_cannot_be_read_hides_no_other_problem_of_its_step() -> None:
    step = {"subject": 5, "sbject": "b", "wait_next": "soon", "template": "Hi {{ first_name }"}
    with pytest.raises(InputFileError) as caught:
        parse_sequence({"id": "Bad Id", "steps": [step]}, "a.toml")
    lines = caught.value.message.splitlines()
    assert lines[0] == "a.toml has 5 problems:"
    for words in (
        "the id",
        '"subject" is not a string',
        'unknown key "sbject"',
        '"wait_next"',
        "template line 1",
    ):
        assert sum(words in line for line in lines) == 1


def test_a_value_that_cannot_be_used_is_not_counted_against_another() -> None:
    assert len(problems_of('[brake]\nsample = "x"\nmin_bounces = 300')) == 1


@pytest.mark.parametrize("key", ["recontact", "pacing", "perCompany"])
def test_a_setting_below_a_step_is_sent_to_the_top_of_the_file(key: str) -> None:
    with pytest.raises(InputFileError) as caught:
        parse_sequence({"id": "a", "steps": [{**STEP, key: 1}]}, "a.toml")
    assert f'step 1: unknown key "{key}"{TOP}' in caught.value.message


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ('recontact = "Never"', {"recontactMs": "never"}),
        ("recontact = 0", {"recontactMs": 0}),
        ('recontact = "1d"', {"recontactMs": 86_400_000}),
        ('company_stop = "off"', {"companyStop": "off"}),
        ("perCompany = 2", {"perCompany": 2}),
        (
            'autoReply = "ignore"\nauto_reply_wait = "36h"',
            {"autoReply": "ignore", "autoReplyWaitMs": 129_600_000},
        ),
        (
            '[pacing]\nevery = "90 seconds"\njitter = 0\nnewPerDay = 9',
            {"everyMs": 90_000, "jitter": 0, "newPerDay": 9},
        ),
        ("[brake]\nmin_bounces = 900\nmax_bounce_rate = 1", {"minBounces": 900, "maxBounceRate": 1}),
    ],
)
def test_settings_are_read_as_they_are_stored(text: str, stored: dict[str, Any]) -> None:
    found = read(text).settings
    assert found == stored or list(found.values()) == [stored]


def test_a_null_in_json_counts_as_left_out() -> None:
    data = {
        "id": "a",
        "name": None,
        "recontact": None,
        "brake": None,
        "pacing": {"every": None, "per_day": 2},
    }
    assert parse_sequence({**data, "steps": [STEP]}, "a.json").settings == {"pacing": {"perDay": 2}}
