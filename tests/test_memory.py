"""One memory a person, and what an answer does to a company (R19): a table of stories, each told and checked by hand.

A story is one line a step, in a small language that `Story` speaks. Addresses without a domain are at acme.example.
"""

import json
import shlex
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from shell import Cli, advance
from world import BASE_URL, MONDAY, Bench

from seqcli.clock import VirtualClock
from seqcli.commands.check import check
from seqcli.commands.consent import Consent
from seqcli.commands.dry_runs import plan_runs
from seqcli.commands.forget import forget
from seqcli.commands.import_leads import import_leads
from seqcli.commands.pause import PauseEnd, pause
from seqcli.commands.preview import preview
from seqcli.commands.requeue import requeue
from seqcli.commands.resume import resume
from seqcli.commands.runs import open_send_context
from seqcli.commands.status import status
from seqcli.commands.stop import stop
from seqcli.commands.suppress import suppress_add, suppress_remove
from seqcli.commands.undo import undo
from seqcli.commands.why import why
from seqcli.companies import company_key, is_mail_provider
from seqcli.config import Settings
from seqcli.eligibility import Blocker
from seqcli.engine.leads.targets import Named
from seqcli.engine.send.attempt import prepare, send, transmit
from seqcli.engine.send.context import SendResult, SendStatus
from seqcli.engine.stream.drain import drain
from seqcli.errors import UsageError
from seqcli.model import LeadStatus, lead_id, normalise_address
from seqcli.reasons import LeadReason, PauseCause
from seqcli.sequence_settings import settings_from_json, settings_to_json
from seqcli.simulator import DEFAULT_HANDLE, DEFAULT_KEY, Drip, Fault, Options, World
from seqcli.store import Store, opening
from seqcli.store.schema import MIGRATIONS

ZOE_HANDLE = "zoe.acme@inboxbase.ai"


def full(who: str) -> str:
    return who if "@" in who else f"{who}@acme.example"


@dataclass
class Story:
    """Tells a story line by line: what an operator and other people do, and what must be so then."""

    folder: Path
    counts: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.clock = VirtualClock(MONDAY)
        self.world = World(self.clock, options=Options())
        self.bench = Bench(self.folder / "seqcli.db", self.world, self.clock)

    def tell(self, story: str) -> None:
        for line in filter(str.strip, story.splitlines()):
            verb, *words = shlex.split(line, comments=True)
            getattr(self, verb)(*words)

    # -- the operator

    def sequence(self, sequence_id: str, settings: str = "{}") -> None:
        self.bench.add_sequence(sequence_id, settings=json.loads(settings))

    def give(self, sequence_id: str, *rows: str) -> None:
        """Import `address` or `address,company`; options begin with dashes."""
        path = self.folder / "leads.csv"
        people = [row.partition(",") for row in rows if not row.startswith("--")]
        # Without a company of their own, people have one that nobody shares.
        lines = [f"{full(who)},{company if comma else f'Company of {who}'}" for who, comma, company in people]
        path.write_text("\n".join(("email,company", *lines)), encoding="utf-8")
        result = import_leads(
            self.settings(),
            str(path),
            sequence_id,
            self.clock,
            allow_answered="--allow-answered" in rows,
            allow_active="--allow-active" in rows,
            keep_rejects=False,
        )
        self.counts = result.data["counts"]
        self.examples = result.data["examples"]

    def had(self, sequence_id: str, *rows: str) -> None:
        """Add `address,company` as it is, as the import once did with what names no company."""
        for who, _, company in (row.partition(",") for row in rows):
            self.bench.add_leads(who, sequence_id=sequence_id, fields=json.dumps({"company": company}))

    def settings(self) -> Settings:
        return Settings(self.bench.path, BASE_URL, DEFAULT_HANDLE, DEFAULT_KEY)

    def start(self, sequence_id: str) -> None:
        self.bench.release(sequence_id)
        self.bench.poll()

    def release(self, sequence_id: str) -> None:
        self.bench.release(sequence_id)

    def poll(self) -> None:
        self.bench.poll()

    def days(self, count: str) -> None:
        """Let days pass, with a poll at the end of each."""
        for _ in range(int(count)):
            self.clock.advance(days=1)
            self.bench.poll()

    def jump(self, count: str) -> None:
        """Let days pass without a poll."""
        self.clock.advance(days=float(count))

    def pause(self, who: str, sequence_id: str) -> None:
        named = Named(full(who), sequence_id)
        pause(self.bench.path, named, self.clock, PauseEnd(None, None), "by hand", Consent())

    def resume(self, who: str) -> None:
        resume(self.bench.path, Named(full(who)), self.clock, None, "", Consent())

    def resume_company(self, who: str) -> None:
        resume(self.bench.path, Named(company=who), self.clock, "company", "", Consent())

    def resume_nobody(self, who: str) -> None:
        with pytest.raises(UsageError, match="nothing to resume"):
            self.resume_company(who)

    def forget(self, who: str) -> None:
        forget(self.bench.path, full(who), self.clock)

    def unsuppress(self, who: str) -> None:
        suppress_remove(self.bench.path, full(who), self.clock, restore=False)

    def suppress(self, who: str) -> None:
        suppress_add(self.bench.path, [full(who)], "by mistake", self.clock)

    def give_back(self, who: str) -> None:
        """Take a pattern off the list and give back whom it ended."""
        suppress_remove(self.bench.path, full(who), self.clock, restore=True)

    def stop(self, who: str, sequence_id: str) -> None:
        stop(self.bench.path, Named(full(who), sequence_id), self.clock, "", Consent())

    def undo(self) -> None:
        undo(self.bench.path, self.clock, Consent())

    def backup(self) -> None:
        self.bench.store.backup(self.folder / "copy.db")

    def put_back(self) -> None:
        """Put the copy in the place of the file."""
        self.bench.store.close()
        self.bench.client.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.bench.path}{suffix}").unlink(missing_ok=True)
        shutil.copy(self.folder / "copy.db", self.bench.path)
        self.bench.open()

    def delete_leads(self, who: str) -> None:
        with self.bench.store.transaction():
            self.bench.store._database.run("DELETE FROM lead WHERE address = ?", full(who))

    def requeue(self, who: str, sequence_id: str) -> None:
        requeue(self.bench.path, Named(full(who), sequence_id), self.clock, "", Consent())

    def cannot_requeue(self, who: str, sequence_id: str, code: str) -> None:
        with pytest.raises(UsageError) as refused:
            self.requeue(who, sequence_id)
        assert refused.value.code == code

    # -- other people

    def answer(self, who: str, sender: str = "") -> None:
        self.world.human_reply(full(who), from_address=full(sender) if sender else None)

    def answer_afresh(self, who: str) -> None:
        self.world.human_reply(full(who), fresh_conversation=True)

    def opt_out(self, who: str) -> None:
        self.world.opt_out(full(who))

    def auto_reply(self, who: str) -> None:
        self.world.auto_reply(full(who))

    def bounces(self, who: str) -> None:
        self.world.bounce(full(who))

    def opens(self, hour: str) -> None:
        """Let 12m send accepted mail from this hour of the day on."""
        self.world.identity(DEFAULT_HANDLE).drip = Drip(opens_hour=int(hour))

    def lose_answers(self) -> None:
        """The stream tells of no answer and of no timer: only our own clock finds out."""
        self.bench.faults.lost_types = frozenset({"email.replied", "email.received", "email.no_reply"})
        self.bench.faults.always("events", Fault.LOST)

    # -- what must be so

    def lead(self, sequence_id: str, who: str, state: str, reason: str = "") -> None:
        found = self.bench.store.leads.find(lead_id(sequence_id, full(who)))
        if state == "none":
            assert found is None
            return
        assert found is not None
        is_paused = found.paused_at is not None
        told = (
            "paused"
            if is_paused and found.status in {LeadStatus.QUEUED, LeadStatus.IN_FLIGHT}
            else found.status
        )
        assert (told, found.status_reason) == (state, found.status_reason)
        assert reason in (found.pause_reason or "" if state == "paused" else found.status_reason)

    def mails(self, who: str, count: str) -> None:
        address = normalise_address(full(who))
        assert len([x for x in self.world.ledger if normalise_address(x.to) == address]) == int(count)

    def receipt(self, what: str, count: str, why: str = "") -> None:
        assert self.counts[what] == int(count)
        if why:
            assert [row["why"] for row in self.examples[what.replace("of_these_", "")]["rows"]] == [why]

    def next(self, sequence_id: str, who: str, code: str, words: str = "") -> None:
        (told,) = why(self.bench.path, full(who), sequence_id, self.clock).data["leads"]
        assert (told["next"]["code"], told["next"]["text"]) == (code, told["next"]["text"])
        assert words in told["next"]["text"]

    def checked(self, sequence_id: str, count: str, reason: str) -> None:
        found = check(self.bench.path, sequence_id, self.clock).data["left_out"]
        assert {each["reason"]: each["leads"] for each in found}.get(reason, 0) == int(count), found

    def dry_run(self, sequence_id: str, who: str, code: str) -> None:
        planned = list(
            plan_runs(self.bench.store, self.bench.client, [DEFAULT_HANDLE], sequence_id=sequence_id)
        )
        (found,) = [
            str(each.skipped) if each.attempt is None else "send"
            for each in planned
            if (each.lead.email, each.lead.sequence_id) == (full(who), sequence_id)
        ]
        assert found == code

    def previewed(self, sequence_id: str, who: str, words: str) -> None:
        (told,) = preview(self.bench.path, sequence_id, self.clock, lead=full(who), sample=None).data["leads"]
        assert words in told["next"]

    def waiting(self, sequence_id: str, recontact: str, company_full: str, since: str = "") -> None:
        (told,) = status(self.bench.path, sequence_id, self.clock).data["sequences"]
        waits = told["waiting"]
        assert (waits["recontact"], waits["company_full"]) == (int(recontact), int(company_full))
        assert (waits["recontact_from"] or "").startswith(since)

    def remembered(self, who: str, sequence_id: str) -> None:
        found = self.bench.store.answers.find(normalise_address(full(who)))
        assert ("" if found is None else found.sequence_id) == sequence_id.replace("nowhere", "")


TWO = """
sequence a
sequence b
"""
ANSWERED = f"""
{TWO}
give a ada
start a
answer ada
poll
lead a ada replied
"""

#: name → story: what a colleague's answer, a lifted suppression or a copy put back must not lose.
KEPT = {
    "an answer to a send that a copy put back does not know": f"""
        {TWO}
        sequence c
        give a ada@acme.example,Acme cyd@acme.example,Acme
        give b ada@acme.example,Acme --allow-active
        backup
        start a
        answer ada@acme.example
        poll
        jump 0.1
        put_back
        start a
        poll
        mails cyd@acme.example 1
        give c ada@acme.example,Acme --allow-active
        receipt answered_before 1 "answered in another sequence on 2026-03-02"
    """,
    "an answer of somebody whom a copy put back does not know": f"""
        {TWO}
        give a zed@zed.example
        start a
        backup
        give a ada@acme.example
        start a
        answer ada@acme.example
        poll
        jump 0.1
        put_back
        poll
        give b ada@acme.example
        receipt answered_before 1 "answered in another sequence on 2026-03-02"
    """,
    "an answer elsewhere while suppressed": f"""
        {TWO}
        give a ada
        give b ada --allow-active
        start a
        suppress ada
        answer ada
        poll
        give_back ada
        lead b ada suppressed
    """,
    "a colleague's answer while stopped": """
        sequence a '{"companyStop": "pause"}'
        give a ada@acme.example,Acme cyd@acme.example,Acme
        start a
        stop cyd@acme.example a
        answer ada@acme.example
        poll
        lead a cyd@acme.example stopped
        undo
        lead a cyd@acme.example paused "colleague ada@acme.example answered"
    """,
    "a colleague's answer while suppressed": """
        sequence a '{"companyStop": "pause"}'
        give a ada@acme.example,Acme cyd@acme.example,Acme
        start a
        suppress cyd@acme.example
        answer ada@acme.example
        poll
        lead a cyd@acme.example suppressed
        give_back cyd@acme.example
        lead a cyd@acme.example paused "colleague ada@acme.example answered"
    """,
    "an opt-out that was lifted is an answer, and no mail without one": """
        sequence a
        sequence b '{"recontactMs": 7776000000, "companyStop": "off"}'
        give a ada
        start a
        opt_out ada
        poll
        unsuppress ada
        give b ada --allow-answered
        receipt of_these_waiting 0
        start b
        mails ada 2
    """,
    "a dry run promises one person one first step": """
        sequence a
        sequence b '{"recontactMs": 7776000000, "companyStop": "off"}'
        give a ada
        give b ada --allow-active
        pause ada a
        pause ada b
        release a
        release b
        poll
        resume ada
        dry_run a ada send
        dry_run b ada recontact
    """,
}


@pytest.mark.parametrize("name", KEPT)
def test_a_no_is_kept_whatever_is_undone_or_put_back(tmp_path: Path, name: str) -> None:
    Story(tmp_path).tell(KEPT[name])


#: name → story.
MEMORY = {
    "kept out at import, and named": f"""
        {ANSWERED}
        give b ada bob@bolt.example
        receipt answered_before 1 "answered in a on 2026-03-02"
        receipt accepted 1
        lead b ada none
    """,
    "another spelling: case": f"""
        {ANSWERED}
        give b ADA@Acme.EXAMPLE
        receipt answered_before 1
    """,
    "another spelling: blanks around and a name": f"""
        {ANSWERED}
        give b "Ada Ames <Ada@acme.example>"
        receipt answered_before 1
    """,
    "another spelling: a domain with an umlaut": """
        sequence a
        sequence b
        give a eva@bücher.example
        start a
        answer eva@xn--bcher-kva.example
        poll
        give b EVA@XN--BCHER-KVA.example
        receipt answered_before 1
    """,
    "another spelling: composed and decomposed letters": """
        sequence a
        sequence b
        give a "zoe\u0301@acme.example"
        start a
        answer "zoe\u0301@acme.example"
        poll
        give b "zo\u00e9@acme.example"
        receipt answered_before 1
    """,
    "dots are part of an address": f"""
        {ANSWERED}
        give b a.d.a
        receipt answered_before 0
        receipt accepted 1
    """,
    "enrolled before the answer": f"""
        {TWO}
        give a ada
        start a
        give b ada --allow-active
        answer ada
        poll
        lead b ada stopped "answered in a on 2026-03-02"
        next b ada answered "answered in a on 2026-03-02"
    """,
    "enrolled and held before the answer": f"""
        {TWO}
        give a ada
        start a
        give b ada, --allow-active
        lead b ada held
        answer ada
        poll
        lead b ada stopped "answered in a"
    """,
    "released before the answer": """
        sequence a
        sequence b '{"recontactMs": 0}'
        give a ada
        start a
        give b ada --allow-active
        release b
        answer ada
        poll
        lead b ada stopped "answered in a"
        mails ada 1
    """,
    "answered in a fresh conversation": f"""
        {TWO}
        give a ada
        start a
        give b ada --allow-active
        answer_afresh ada
        poll
        lead b ada stopped "answered in a"
    """,
    "written to in both: a letter answers both": """
        sequence a
        sequence b '{"recontactMs": 0}'
        give a ada
        start a
        give b ada --allow-active
        start b
        answer ada
        poll
        lead a ada replied
        lead b ada replied
        days 10
        mails ada 2
    """,
    "answered from another address of theirs": """
        sequence a
        sequence b '{"recontactMs": 0}'
        give a ada
        start a
        give b ada --allow-active
        start b
        answer ada ada.home@gmail.com
        poll
        days 10
        mails ada 2
        remembered ada b
        remembered ada.home@gmail.com b
        give b ada.home@gmail.com
        receipt answered_before 1
    """,
    "answered after exhausted": f"""
        {TWO}
        give a ada
        start a
        days 16
        lead a ada exhausted
        answer ada
        poll
        lead a ada replied
        give b ada
        receipt answered_before 1 "answered in a on 2026-03-18"
    """,
    "--allow-answered takes them, and they get mail": f"""
        {ANSWERED}
        give b ada --allow-answered
        receipt answered_before 0
        receipt accepted 1
        start b
        mails ada 2
        lead b ada in_flight
    """,
    "--allow-answered on the lead outlives an answer elsewhere": f"""
        {TWO}
        give a ada
        start a
        give b ada --allow-active --allow-answered
        answer ada
        poll
        lead b ada queued
        start b
        mails ada 2
    """,
    "--allow-answered never lifts a suppression": f"""
        {TWO}
        give a ada
        start a
        opt_out ada
        poll
        give b ada --allow-answered
        receipt of_these_suppressed 1
        start b
        mails ada 1
    """,
    "an opt-out counts as an answer, also off the list": f"""
        {TWO}
        give a ada
        start a
        opt_out ada
        poll
        unsuppress ada
        give b ada
        receipt answered_before 1 "opted out on 2026-03-02"
    """,
    "an import with --allow-answered frees a stopped lead for requeue": f"""
        {TWO}
        give a ada
        start a
        give b ada --allow-active
        answer ada
        poll
        cannot_requeue ada b left_as_it_is
        give b ada --allow-answered
        requeue ada b
        lead b ada queued
        start b
        mails ada 2
    """,
    "an auto-reply and a bounce are no answers": f"""
        {TWO}
        give a ada bob@bolt.example
        start a
        auto_reply ada
        bounces bob@bolt.example
        poll
        remembered ada nowhere
        remembered bob@bolt.example nowhere
    """,
    "whoever wrote first is held, and answered nothing": f"""
        {TWO}
        give a ada
        start a
        give a cyd@corax.example
        answer ada cyd@corax.example
        poll
        lead a cyd@corax.example held "wrote to us first"
    """,
    "the memory outlives the leads": f"""
        {ANSWERED}
        delete_leads ada
        give b ada --allow-answered
        receipt already_contacted 1
        remembered ada a
    """,
    "a forgotten person is out of the memory and stays suppressed": f"""
        {ANSWERED}
        forget ada
        remembered ada nowhere
        give b ada --allow-answered
        receipt forgotten 1
    """,
    "an answer that only our own clock finds": f"""
        {TWO}
        lose_answers
        give a ada
        start a
        give b ada --allow-active
        answer ada
        days 5
        lead a ada replied
        lead b ada stopped "answered in a on 2026-03-02"
        remembered ada a
    """,
    "recontact: enrolled, and waits until the date": f"""
        {TWO}
        give a ada
        start a
        days 16
        give b ada
        receipt accepted 1
        receipt of_these_waiting 1 "a wrote on 2026-03-09, recontact from 2026-06-07"
        start b
        mails ada 3
        next b ada recontact "2026-06-07"
        next b ada recontact "a wrote on 2026-03-09"
        dry_run b ada recontact
        previewed b ada "a wrote on 2026-03-09, recontact from 2026-06-07"
        checked b 1 "wait: a wrote on 2026-03-09, recontact from 2026-06-07"
        waiting b 1 0 2026-06-07
        jump 80
        poll
        mails ada 3
    """,
    "recontact: the date has come": f"""
        {TWO}
        give a ada
        start a
        days 16
        give b ada
        release b
        jump 82
        poll
        mails ada 4
        lead b ada in_flight
    """,
    'recontact "0" waits for nothing': """
        sequence a
        sequence b '{"recontactMs": 0}'
        give a ada
        start a
        days 16
        give b ada
        receipt of_these_waiting 0
        start b
        mails ada 4
    """,
    'recontact "0" waits for no mail of another sequence that is still to leave': """
        opens 16
        sequence a
        sequence b '{"recontactMs": 0}'
        give a ada
        start a
        give b ada --allow-active
        receipt of_these_waiting 0
        next b ada release "nothing, until `seqcli start b` releases it"
        release b
        waiting b 0 0
        dry_run b ada send
        poll
        mails ada 2
    """,
    'recontact "never" never writes': """
        sequence a
        sequence b '{"recontactMs": "never"}'
        give a ada
        start a
        days 16
        give b ada
        receipt of_these_waiting 1
        start b
        next b ada recontact 'recontact is "never"'
        waiting b 1 0
        jump 3000
        poll
        mails ada 3
    """,
    "recontact is about first steps and other sequences only": """
        sequence a '{"recontactMs": "never"}'
        give a ada
        start a
        days 16
        mails ada 3
        lead a ada exhausted
    """,
    "recontact is the setting of the sequence that would write": """
        sequence a '{"recontactMs": "never"}'
        sequence b '{"recontactMs": 86400000}'
        give a ada
        start a
        days 16
        give b ada
        receipt of_these_waiting 0
        start b
        mails ada 4
    """,
    "recontact does not hold back who answered and is allowed": f"""
        {ANSWERED}
        give b ada --allow-answered
        receipt of_these_waiting 0
    """,
    "three sequences: the first answer is named": f"""
        {ANSWERED}
        sequence c
        give b ada --allow-answered
        start b
        answer ada
        poll
        give c ada
        receipt answered_before 1 "answered in a on 2026-03-02"
    """,
    "check and a dry run name who answered": f"""
        {TWO}
        give b ada
        give a ada --allow-active
        release b
        pause ada b
        start a
        answer ada
        poll
        lead b ada stopped "answered in a"
        checked b 1 stopped
    """,
}

TEAM = """
sequence a
give a ada,Acme bob@bolt.example,"ACME Inc." cyd,Orchard dan@dorn.example,Dorn
start a
answer ada
"""
COMPANY = {
    "by company field and by domain, and nobody else": f"""
        {TEAM}
        poll
        lead a bob@bolt.example paused "colleague ada@acme.example answered"
        lead a cyd paused "colleague ada@acme.example answered"
        lead a dan@dorn.example in_flight
        next a cyd wait
        days 16
        mails bob@bolt.example 1
        mails cyd 1
        mails dan@dorn.example 3
        next a cyd paused "(colleague ada@acme.example answered): `seqcli resume cyd@acme.example --cause company`"
    """,
    "the sequence of the paused lead decides": """
        sequence a
        sequence b '{"companyStop": "off"}'
        sequence c '{"companyStop": "stop"}'
        give a ada,Acme
        give b bob,Acme
        give c cyd,Acme
        start a
        answer ada
        poll
        lead b bob queued
        lead c cyd stopped "colleague ada@acme.example answered"
    """,
    "an answer in a sequence that is off pauses others all the same": """
        sequence a '{"companyStop": "off"}'
        sequence b
        give a ada,Acme eve,Acme
        give b bob,Acme
        start a
        answer ada
        poll
        lead a eve in_flight
        lead b bob paused "colleague ada@acme.example answered"
    """,
    "an opt-out of a colleague pauses too": """
        sequence a
        give a ada,Acme cyd,Acme
        start a
        opt_out ada
        poll
        lead a ada suppressed
        lead a cyd paused "colleague ada@acme.example answered"
    """,
    "free mail and internet providers are no company": """
        sequence a
        give a ada@gmail.com,Acme bob@gmail.com,Bolt cyd@t-online.de,Acme dan@t-online.de,Dorn
        start a
        answer ada@gmail.com
        poll
        lead a bob@gmail.com in_flight
        lead a cyd@t-online.de paused
        lead a dan@t-online.de in_flight
    """,
    "names that name no company": """
        sequence a
        had a ada@one.example,Freelance bob@two.example,freelance cyd@three.example,n/a dan@four.example,Privat
        start a
        answer ada@one.example
        poll
        lead a bob@two.example in_flight
        lead a dan@four.example in_flight
    """,
    "an auto-reply and a bounce pause nobody": """
        sequence a
        give a ada,Acme cyd,Acme dan,Acme
        start a
        auto_reply ada
        bounces dan
        poll
        lead a cyd in_flight
    """,
    "resume by who answered restores exactly those": f"""
        {TEAM}
        sequence b
        give b gus@gorm.example,Gorm hal@gorm.example,Gorm
        start b
        answer gus@gorm.example
        poll
        lead b hal@gorm.example paused
        resume_company ada@acme.example
        lead a bob@bolt.example in_flight
        lead a cyd in_flight
        lead b hal@gorm.example paused "colleague gus@gorm.example answered"
        days 16
        mails bob@bolt.example 3
        mails hal@gorm.example 1
    """,
    "resume by a paused person, by name and by domain": f"""
        {TEAM}
        poll
        resume_company cyd@acme.example
        lead a bob@bolt.example in_flight
        answer dan@dorn.example
        give a dot@dorn.example,Dorn
        poll
        lead a dot@dorn.example paused
        resume_company "Dorn GmbH"
        lead a dot@dorn.example queued
    """,
    "resume by domain": f"""
        {TEAM}
        poll
        resume_company acme.example
        lead a bob@bolt.example in_flight
        lead a cyd in_flight
    """,
    "resume gives back who was stopped, at the step where they stood": """
        sequence a '{"companyStop": "stop"}'
        give a ada,Acme cyd,Acme
        start a
        give a eve,Acme
        answer ada
        poll
        lead a cyd stopped "colleague ada@acme.example answered"
        lead a eve stopped "colleague ada@acme.example answered"
        next a cyd requeue "seqcli resume cyd@acme.example --cause company"
        resume_company ada@acme.example
        lead a cyd in_flight
        lead a eve queued
        days 4
        mails cyd 2
    """,
    "resume does not revive who answered meanwhile": """
        sequence a '{"companyStop": "stop"}'
        give a ada,Acme cyd,Acme dan,Acme
        start a
        answer ada
        poll
        answer cyd
        opt_out dan
        poll
        resume_nobody ada@acme.example
        lead a cyd replied
        lead a dan suppressed
    """,
    "a person's pause and a company's stand side by side": f"""
        {TEAM}
        pause cyd a
        poll
        lead a cyd paused
        resume cyd
        lead a cyd paused "colleague ada@acme.example answered"
        pause cyd a
        resume_company ada@acme.example
        lead a cyd paused "by hand"
        resume cyd
        lead a cyd in_flight
    """,
    "thanks in a second mail pauses nobody again": f"""
        {TEAM}
        poll
        resume_company ada@acme.example
        answer ada
        poll
        lead a cyd in_flight
    """,
    "the first answer is the one that counts": f"""
        {TEAM}
        poll
        answer cyd
        poll
        lead a bob@bolt.example paused "colleague ada@acme.example answered"
        resume_company ada@acme.example
        lead a bob@bolt.example in_flight
    """,
    "a correction of the company counts": """
        sequence a
        give a ada,Acme cyd@corax.example,Corax
        give a cyd@corax.example,Acme
        start a
        answer ada
        poll
        lead a cyd@corax.example paused
    """,
    "per_company lets so many go at once": """
        sequence a '{"perCompany": 1, "companyStop": "off"}'
        give a ada,Acme bob@bolt.example,Acme cyd,Orchard dan@dorn.example,Dorn
        start a
        mails ada 1
        mails bob@bolt.example 0
        mails cyd 0
        mails dan@dorn.example 1
        waiting a 0 2
        next a cyd company_full "1 person is in flight at its company, and per_company is 1"
        dry_run a cyd company_full
        days 5
        mails ada 2
        mails cyd 0
        answer ada
        poll
        poll
        mails cyd 1
        mails bob@bolt.example 1
    """,
    "per_company in a dry run counts what it would send": """
        sequence a '{"perCompany": 1}'
        give a ada,Acme cyd,Acme
        release a
        dry_run a ada send
        dry_run a cyd company_full
    """,
    "per_company does not count free mail": """
        sequence a '{"perCompany": 1}'
        give a ada@gmail.com,Acme bob@gmail.com,Bolt
        start a
        mails ada@gmail.com 1
        mails bob@gmail.com 1
    """,
}


@pytest.mark.window("W57")
@pytest.mark.parametrize("story", MEMORY.values(), ids=MEMORY)
def test_a_person_is_remembered(tmp_path: Path, story: str) -> None:
    Story(tmp_path).tell(story)


@pytest.mark.parametrize("story", COMPANY.values(), ids=COMPANY)
def test_a_company_follows_an_answer(tmp_path: Path, story: str) -> None:
    Story(tmp_path).tell(story)


def test_the_blockers_act_when_an_attempt_is_claimed(tmp_path: Path) -> None:
    """An answer or a mail of another sequence that comes between the promise and the claim stops the send."""
    story = Story(tmp_path)
    story.tell(f"{TWO} give b ada bob,Acme cyd,Acme\n release b")
    ctx = open_send_context(story.bench.store, story.bench.client, DEFAULT_HANDLE)
    drain(ctx)
    promised = [prepare(ctx, lead_id("b", full(who))) for who in ("ada", "bob")]
    with story.bench.store.transaction():
        story.bench.store.answers.save(full("ada"), "a", MONDAY)
    results = [transmit(ctx, each[1]) for each in promised if not isinstance(each, SendResult)]
    assert [each.blocker for each in results] == [Blocker.ANSWERED_ELSEWHERE, None]
    story.tell("lead b ada stopped 'answered in a on 2026-03-02'\n mails ada 0\n mails bob 1")


def test_recontact_is_asked_when_an_attempt_is_claimed(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.tell(f"{TWO} give a ada\n give b ada --allow-active\n release b")
    ctx = open_send_context(story.bench.store, story.bench.client, DEFAULT_HANDLE)
    drain(ctx)
    promised = prepare(ctx, lead_id("b", full("ada")))
    assert not isinstance(promised, SendResult)
    story.bench.release("a")
    assert send(ctx, lead_id("a", full("ada"))).status is SendStatus.ACCEPTED
    result = transmit(ctx, promised[1])
    assert (result.blocker, result.why) == (
        Blocker.RECONTACT,
        "a wrote on 2026-03-02, recontact from 2026-05-31",
    )
    story.tell("mails ada 1")


def test_an_answer_in_the_drain_before_a_send_stops_it(tmp_path: Path) -> None:
    """The answer waits on the stream when the run begins: it is read first, and ends the lead that was due."""
    story = Story(tmp_path)
    story.tell("""
        sequence a
        sequence b '{"recontactMs": 0}'
        give a ada
        start a
        give b ada --allow-active
        answer ada
        start b
        mails ada 1
        lead b ada stopped "answered in a"
    """)


@pytest.mark.parametrize(("first", "second"), [(ZOE_HANDLE, DEFAULT_HANDLE), (DEFAULT_HANDLE, ZOE_HANDLE)])
def test_an_answer_to_one_identity_ends_the_leads_of_another(tmp_path: Path, first: str, second: str) -> None:
    """Every stream is read before anything is sent, whichever identity comes first."""
    story = Story(tmp_path)
    story.world.add_identity(ZOE_HANDLE)
    story.tell("sequence a\n sequence b '{\"recontactMs\": 0}'\n give a ada bob@bolt.example")
    story.bench.release("a", handle=first)
    story.poll()
    story.tell("give b ada --allow-active\n answer ada")
    story.bench.release("b", handle=second)
    story.tell("poll\n mails ada 1\n lead b ada stopped 'answered in a'")


def test_a_run_waits_for_a_recontact_that_is_near(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.tell("""
        sequence a
        sequence b '{"recontactMs": 20000}'
        give a ada
        start a
        give b ada --allow-active
        start b
        mails ada 2
    """)


# -- as a person types it


def test_import_check_start_and_poll_name_who_answered_and_who_waits(cli: Cli, world: World) -> None:
    rows = "email,company\nada@acme.example,Acme\nbob@bolt.example,Bolt\n"
    Path("leads.csv").write_text(rows, encoding="utf-8")
    Path("b.toml").write_text(Path("intro.toml").read_text("utf-8").replace('"intro"', '"b"'), "utf-8")
    assert cli("import-sequence", "intro.toml")[0] == cli("import-sequence", "b.toml")[0] == 0
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 0
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    advance(world, hours=1)
    world.human_reply("ada@acme.example")
    assert cli("poll")[0] == 0
    code, out, err = cli("import-leads", "leads.csv", "--sequence", "b", "--allow-active")
    assert code == 0
    assert "answered in intro on 2026-03-02" in out
    assert "intro wrote on 2026-03-02, recontact from 2026-05-31" in out
    assert (
        "1 lead left out: the person has answered before. To take them all the same: --allow-answered" in err
    )
    _, told = cli.json("check", "b")
    assert [each["reason"] for each in told["data"]["left_out"]] == [
        "wait: intro wrote on 2026-03-02, recontact from 2026-05-31"
    ]
    assert cli.json("why", "bob@bolt.example", "--sequence", "b")[1]["data"]["leads"][0]["next"]["text"] == (
        "nothing, until `seqcli start b` releases it;"
        " and intro wrote on 2026-03-02, recontact from 2026-05-31"
    )
    waits_told = "not released, had mail of another sequence: 1 lead, the first may go from 2026-05-31"
    assert waits_told in cli("status", "b")[1]
    waits = cli.json("status", "b")[1]["data"]["sequences"][0]["waiting"]
    assert (waits["recontact"], waits["recontact_unreleased"]) == (0, 1)
    assert waits["recontact_unreleased_from"].startswith("2026-05-31T09:0")
    said = cli("start", "b", "--pace", "0", "--yes")[2]
    assert 'Send step 1 of "b" to 0 leads from' in said
    assert "1 more lead had mail of another sequence: the first may go from 2026-05-31 09:0" in said
    assert "had mail of another sequence: 1 lead, the first may go from 2026-05-31" in cli("status", "b")[1]
    assert len(world.ledger) == 2


def test_who_opted_out_is_named_when_the_list_and_the_import_let_the_person_in_again(
    cli: Cli, world: World
) -> None:
    Path("b.toml").write_text(Path("intro.toml").read_text("utf-8").replace('"intro"', '"b"'), "utf-8")
    assert cli("import-sequence", "intro.toml")[0] == cli("import-sequence", "b.toml")[0] == 0
    Path("leads.csv").write_text("email,company\nada@acme.example,Acme\nbob@bolt.example,Bolt\n", "utf-8")
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 0
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    advance(world, hours=1)
    world.opt_out("ada@acme.example")
    world.human_reply("bob@bolt.example")
    assert cli("poll")[0] == 0
    code, out, err = cli("suppress", "remove", "ada@acme.example", "--restore")
    assert (code, out) == (0, "removed ada@acme.example; 0 leads restored\n")
    assert "it was on the list since 2026-03-02 10:00 UTC: opted out: says" in err
    assert "warning: ada@acme.example opted out on 2026-03-02: the leads from then stay suppressed" in err
    story = cli.json("export")[1]["data"]["leads"]
    assert [each["status"] for each in story] == ["suppressed", "replied"]
    left_out = cli.json("import-leads", "leads.csv", "--sequence", "b")[1]["data"]["examples"]
    reasons = ["opted out on 2026-03-02", "answered in intro on 2026-03-02"]
    assert [each["why"] for each in left_out["answered_before"]["rows"]] == reasons
    code, out, err = cli("import-leads", "leads.csv", "--sequence", "b", "--allow-answered", "--dry-run")
    assert "2 leads taken although the person has answered or opted out before" in err
    taken = cli.json("import-leads", "leads.csv", "--sequence", "b", "--allow-answered")[1]["data"]
    assert [each["why"] for each in taken["examples"]["taken_all_the_same"]["rows"]] == reasons


def test_who_was_taken_all_the_same_and_opts_out_in_a_later_row_is_not_called_taken(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.tell(ANSWERED)
    path = tmp_path / "leads.csv"
    path.write_text(
        "email,company,unsubscribed\nada@acme.example,Acme,\n"
        + 2000 * "x@x.example,X,\n"
        + "ada@acme.example,Acme,yes\n",
        "utf-8",
    )
    result = import_leads(
        story.settings(), str(path), "b", story.clock, allow_answered=True, keep_rejects=False
    )
    assert result.data["counts"]["of_these_suppressed"] == 1
    assert result.data["examples"]["taken_all_the_same"] == {"count": 0, "rows": []}


def test_start_announces_by_12ms_time_and_not_by_what_the_file_last_knew_of_it(
    cli: Cli, world: World
) -> None:
    Path("leads.csv").write_text("email,company\nada@acme.example,Acme\nbob@bolt.example,Bolt\n", "utf-8")
    text = Path("intro.toml").read_text("utf-8").replace('"intro"', '"b"\nrecontact = "1d"')
    Path("b.toml").write_text(text, "utf-8")
    assert cli("import-sequence", "intro.toml")[0] == cli("import-sequence", "b.toml")[0] == 0
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 0
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert cli("import-leads", "leads.csv", "--sequence", "b", "--allow-active")[0] == 0
    advance(world, hours=12)
    assert cli("poll")[0] == 0
    advance(world, hours=13)
    said = cli("start", "b", "--pace", "0", "--yes")[2]
    assert 'Send step 1 of "b" to 2 leads from' in said
    assert "had mail of another sequence" not in said
    assert len(world.ledger) == 4


def test_start_counts_and_stops_who_answered_before_the_upgrade(
    tmp_path: Path, cli: Cli, world: World
) -> None:
    """A file of an older version has people in two sequences who answered in one."""
    assert cli("import-sequence", "intro.toml")[0] == 0
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 1
    with closing(Store.open(tmp_path / "seqcli.db")) as store, store.transaction():
        store.answers.save("ada@acme.example", "old", MONDAY)
    code, _, said = cli("start", "intro", "--pace", "0", "--yes")
    assert code == 0
    assert 'Send step 1 of "intro" to 1 lead from' in said
    assert "1 more lead answered in another sequence: stopped, no mail." in said
    _, told = cli.json("why", "ada@acme.example")
    (lead,) = told["data"]["leads"]
    assert (lead["status"], lead["reason"]) == ("stopped", "answered in old on 2026-03-02")
    assert lead["answered_elsewhere"] == {"sequence": "old", "at": "2026-03-02T09:00:00.000Z"}
    assert lead["next"] == {"code": "answered", "at": None, "text": "nothing: answered in old on 2026-03-02"}
    assert [each.to for each in world.ledger] == ["bob@bolt.example"]


def test_resume_says_which_pause_it_does_not_end(cli: Cli, world: World) -> None:
    Path("leads.csv").write_text(
        "email,company\nada@acme.example,Acme\ncyd@acme.example,Acme\n", encoding="utf-8"
    )
    assert cli("import-sequence", "intro.toml")[0] == 0
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 0
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    world.human_reply("ada@acme.example")
    _, told = cli.json("poll")
    assert told["data"]["paused"] == [
        {
            "email": "cyd@acme.example",
            "sequence": "intro",
            "what": "colleague ada@acme.example answered",
        }
    ]
    assert (
        "paused for the answer of a colleague: 1: seqcli resume --company Acme --cause company"
        in cli("status")[1]
    )
    code, _, err = cli("resume", "cyd@acme.example")
    assert code == 2
    assert "cyd@acme.example is not paused by hand" in err
    assert "seqcli resume cyd@acme.example --cause company" in err
    code, told = cli.json("resume", "--company", "ACME GmbH", "--cause", "company")
    assert (code, [each["paused"] for each in told["data"]["leads"]]) == (0, [False])
    assert cli("resume", "--company", "acme.example", "--cause", "company")[0] == 2
    assert cli("resume", "cyd@acme.example", "--company", "Acme")[0] == 2


def test_a_rehearsal_with_colleagues_ends_and_shows_who_is_paused(cli: Cli) -> None:
    rows = [f"p{n}@firm{n // 4}.example,P{n},Firm {n // 4}" for n in range(24)]
    Path("leads.csv").write_text("\n".join(("email,first name,company", *rows)), encoding="utf-8")
    code, told = cli.json("rehearse", "intro.toml", "--leads", "leads.csv")
    assert (code, told["data"]["wrong"]) == (0, [])
    (sequence,) = told["data"]["status"]["sequences"]
    assert sequence["paused_by_cause"]["company"] == sequence["paused"] > 0


# -- what stands in the file

OLD_TIMES = ("2026-01-01T00:00:00.000Z", "2026-02-02T00:00:00.000Z")


def test_never_is_kept_in_the_file(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.sequence("a", '{"recontactMs": 0, "companyStop": "stop"}')
    story.sequence("a", '{"recontactMs": "never", "perCompany": 2}')
    found = story.bench.store.sequences.find("a")
    assert found is not None
    assert (found.settings.recontact_ms, found.settings.per_company) == (None, 2)
    assert settings_from_json(settings_to_json(found.settings)) == found.settings


def test_a_file_of_an_older_version_gets_its_memory_and_its_companies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "seqcli.db"
    with monkeypatch.context() as older:
        older.setattr(opening, "MIGRATIONS", MIGRATIONS[:7])
        Store.open(path, create=True).close()
    steps = json.dumps([{"subject": "Hi", "template": "Hi", "waitNext": "3d"}])
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "INSERT INTO sequence(id, name, steps, created_at, updated_at) VALUES ('a', 'a', ?, ?, ?)",
            (steps, *OLD_TIMES),
        )
        for who, state, code, company in (
            ("ada@acme.example", "replied", "answered", "ACME GmbH"),
            ("bob@bolt.example", "suppressed", "opted_out", "Freelance"),
            ("cyd@corax.example", "in_flight", "accepted", "Acme Inc."),
            ("dan@dorn.example", "stopped", "stopped", ""),
        ):
            is_answer = code in {"answered", "opted_out"}
            fields = json.dumps({"company": company})
            db.execute(
                "INSERT INTO lead(id, email, address, sequence_id, status, reason_code, fields, answered_step,"
                " created_at, updated_at) VALUES (?, ?, ?, 'a', ?, ?, ?, ?, ?, ?)",
                (who, who, who, state, code, fields, 0 if is_answer else None, *OLD_TIMES),
            )
        db.execute(
            "INSERT INTO journal(at, lead_id, sequence_id, actor, change, status)"
            " VALUES ('2026-01-20T00:00:00.000Z', 'ada@acme.example', 'a', 'event', 'x', 'replied')"
        )
    with closing(Store.open(path)) as store:
        people = ["ada@acme.example", "bob@bolt.example", "cyd@corax.example", "dan@dorn.example"]
        found = store.answers.find_many(people)
        assert {who: f"{each.at:%Y-%m-%d}" for who, each in found.items()} == {
            "ada@acme.example": "2026-01-20",
            "bob@bolt.example": "2026-02-02",
        }
        assert [store.leads.get(who).company_key for who in people] == ["acme", "", "acme", ""]
        sequence = store.sequences.find("a")
        assert sequence is not None
        assert sequence.settings.company_stop == sequence.settings.company_stop_unset == "off"


@pytest.mark.parametrize(
    ("names", "is_same"),
    [
        (("Acme GmbH & Co. KG", "ACME"), True),
        (("Straße AG", "STRASSE"), True),
        (("Acme", "Acme Labs"), False),
        (("Freelance", "freelance"), False),
        (("n/a", "N/A"), False),
        (("-", "-"), False),
        (("Self-employed", "self employed"), False),
        (("Self-employed / Freelance", "Self-employed / Freelance"), False),
        (("Freelance Designer", "Freelance Designer"), False),
        (("GmbH", "GmbH"), False),
        (("Inc.", "Inc."), False),
        (("0", "0"), False),
        (("Keine Firma", "Keine Firma"), False),
        (("H&M", "h&m"), True),
        (("3M", "3m"), True),
        (("Selbstständig", "selbstständig"), False),
        (("Indépendante", "indépendante"), False),
        (("個人事業主", "個人事業主"), False),
        (("Private Equity Partners", "private equity partners"), True),
    ],
)
def test_companies_are_compared_by_name(names: tuple[str, str], is_same: bool) -> None:
    first, second = map(company_key, names)
    assert (first != "" and first == second) == is_same


@pytest.mark.parametrize(
    "domain", ["gmail.com", "gmx.de", "t-online.de", "comcast.net", "telia.com", "tuta.com"]
)
def test_mail_and_internet_providers_are_known(domain: str) -> None:
    assert is_mail_provider(domain)
    assert not is_mail_provider(f"acme-{domain}")


def test_reasons_are_codes(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.tell("""
        sequence a '{"companyStop": "stop"}'
        sequence b
        give a ada,Acme cyd,Acme
        give b ada,Acme eve,Acme --allow-active
        start a
        answer ada
        poll
    """)
    leads = {
        who: story.bench.store.leads.get(lead_id(where, full(who)))
        for where, who in (("a", "cyd"), ("b", "ada"))
    }
    assert leads["cyd"].reason_code is LeadReason.COLLEAGUE_ANSWERED
    assert leads["ada"].reason_code is LeadReason.ANSWERED_ELSEWHERE
    (pause_of_eve,) = story.bench.store.pauses.load_for_lead(lead_id("b", full("eve")))
    assert (pause_of_eve.cause, pause_of_eve.source) == (
        PauseCause.COMPANY,
        f"answer:{lead_id('a', full('ada'))}",
    )
