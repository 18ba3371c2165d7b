"""A sequencer's life, one move at a time, on a rig that is watched: what the model test and the long run drive.

The moves record what the world did to whom; `check_end` compares the state file with that and with the ledger.
"""

import json
import shutil
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from by_hand import answer
from harness import End, Interruptions, Rig, Tally, check_idle, read_only
from recount import assert_counted, assert_looks, assert_outcomes
from world import MONDAY, plain_step

from seqcli.clock import HOUR_MS, VirtualClock
from seqcli.commands.session import server_now
from seqcli.engine.folding import fold_before
from seqcli.engine.leads.braking import release_brakes
from seqcli.engine.leads.bulk_steering import Steer, Undo
from seqcli.engine.leads.company import give_back, load_paused_for
from seqcli.engine.leads.marking import ACTOR as MARK
from seqcli.engine.leads.marking import Meaning, mark_lead
from seqcli.engine.leads.steering import pause_lead, resume_lead, stop_lead
from seqcli.engine.leads.unmarking import undo_mark
from seqcli.engine.leads.wrong_answers import HUMAN_KINDS
from seqcli.engine.stream.soft_bounces import SOFT_IN_A_ROW
from seqcli.errors import LockHeldError, SeqcliError
from seqcli.machine import FINAL
from seqcli.model import Lead, LeadStatus, SequenceStatus, lead_id, normalise_address
from seqcli.reasons import LeadReason, MarkKind
from seqcli.sequence_settings import BrakeLimits, SequenceSettings, settings_to_json
from seqcli.simulator import DEFAULT_HANDLE, DEFAULT_KEY, Fault, Faults, Injection, Options, Request, World
from seqcli.simulator.answers import HttpAnswer as SimulatedAnswer
from seqcli.simulator.faults import Endpoint
from seqcli.simulator.mails import ComposedMail
from seqcli.simulator.world import BounceWay
from seqcli.store import Store
from seqcli.store.targets import TargetKind

PERSONS = tuple(f"p{n}@firm{n}.example" for n in range(4))
SEQUENCES = ("intro", "second")
#: In the second one an answer pauses the others, as everybody is at the same company; both write to whoever was silent.
SETTINGS: dict[str, dict[str, Any]] = {
    "intro": {"recontactMs": 0, "companyStop": "off"},
    "second": {"recontactMs": 0, "companyStop": "pause"},
}
STEPS = 2
#: Whoever is silent to the end of the first one is enrolled here, and released.
LED = "spring"
#: So few people trip no usual brake.
TOUCHY = SequenceSettings(brake=BrakeLimits(min_bounces=3, max_refusals=3))


def make_settings(sequence: str) -> dict[str, Any]:
    leads_on = {"on": {"noReply": {"sequence": LED, "waitMs": 6 * HOUR_MS, "release": True}}}
    return {
        **settings_to_json(TOUCHY),
        **SETTINGS[sequence],
        **(leads_on if sequence == SEQUENCES[0] else {}),
    }


#: Faults after which 12m may rightly be taken at its word against a lead.
BLAMING = frozenset({Fault.REFUSED, Fault.CONVERSATION_NOT_FOUND, Fault.STORED_ERROR, Fault.STORED_LIMIT})
SHRUGGING = "outcome unknown"
#: Numbers and times of the stream, and what may stand there instead, as it stands on the wire.
SPOILABLE = ("ts", "waitedMs", "dispatchAt", "seq", "hasMore")
ABSURD = (
    *(
        "1e15",
        "-62135596800000",
        "253402300799999",
        "1e308",
        "-1",
        "NaN",
        "9" * 5000,
        '"9999-12-31T23:59:59Z"',
    ),
    "[" * 3000 + "]" * 3000,
)


def make_steps(word: str) -> tuple:  # type: ignore[type-arg]
    return (
        plain_step("Hello {{ company }}", f"Hi {{{{ company }}}}, {word}.", "1d", 24 * HOUR_MS),
        plain_step(None, f"Hi again, {word}.", "2d", 48 * HOUR_MS),
    )


class Life:
    """One state file, one world, and everything that may happen to both."""

    def __init__(self, folder: Path, options: Options, seed: int = 0) -> None:
        self.clock = VirtualClock(MONDAY)
        self.world = World(self.clock, seed=seed, options=options)
        lost = ("email.no_reply", "email.queued", "email.sent")
        self.faults = Faults(seed, lost_types=lost)
        self.folder = folder
        self.rig = Rig(folder / "life.db", self.world, self.clock, self.faults, seed=seed)
        self.interruptions = Interruptions(self.rig)
        self.leads: dict[str, tuple[str, str]] = {}
        self.ends: dict[str, set[str]] = {}
        self.by_hand: Counter[str] = Counter()
        self.rejected: dict[str, str] = {}
        self.soft: Counter[str] = Counter()
        self.doubts = 0
        self.blamed = False
        self.restored = False
        self.marked: set[str] = set()
        self.edits = 0
        self.crashes = 0
        self.backups: list[tuple[Path, int]] = []
        self.unusable: dict[str, dict[str, Any]] = {}
        self.absurd: list[tuple[str, str]] = []
        self.page_sizes: list[int] = []
        self.rig.app.on_request.append(self._shorten_page)
        self.rig.app.on_answer.append(self._spoil_page)
        for sequence in SEQUENCES:
            self.rig.add_sequence(sequence, make_steps("first"), make_settings(sequence))
        # A subject of its own: in a file that has lost its sends, the subject says which of them a mail is.
        later = plain_step("Later, {{ company }}", "Hi {{ company }}, later.", "1d", 24 * HOUR_MS)
        self.rig.add_sequence(LED, (later,), {"recontactMs": 0, "companyStop": "off"})
        self.rig.release(LED)

    # -- what the operator does

    def import_leads(self, persons: tuple[str, ...], sequence: str) -> None:
        self.rig.add_leads(*persons, sequence_id=sequence)
        for person in persons:
            self.leads[lead_id(sequence, person)] = (person, sequence)

    def start(self, sequence: str, limit: int | None) -> None:
        self.rig.release(sequence, limit)
        self.poll()

    def poll(self) -> None:
        self.rig.poll()

    def crash_in_poll(self, after: int) -> None:
        self.rig.meter.arm(after)
        died = self.rig.survive(self.rig.poll)
        self.rig.meter.arm(None)
        self.crashes += died
        self.doubts += died

    def edit_template(self, sequence: str) -> None:
        self.edits += 1
        self.rig.add_sequence(sequence, make_steps(f"edit {self.edits}"), make_settings(sequence))

    def pause(self, chosen: str, hours: int | None) -> None:
        until = None if hours is None else self._told_time() + timedelta(hours=hours)
        with self.rig.store.transaction():
            pause_lead(self.rig.store, self._lead(chosen), until, "a test", self._told_time())

    def resume(self, chosen: str) -> None:
        with self.rig.store.transaction():
            resume_lead(self.rig.store, self._lead(chosen), self._told_time())

    def resume_company(self) -> None:
        """End what answers of colleagues paused; everybody is at the same company."""
        with self.rig.store.transaction():
            for lead in load_paused_for(self.rig.store, "Acme"):
                give_back(self.rig.store, lead, self._told_time())

    def pause_sequence(self, sequence: str, *, paused: bool) -> None:
        known = self.rig.store.sequences.find(sequence)
        if known is None or known.status is SequenceStatus.DRAFT:
            return
        status = SequenceStatus.PAUSED if paused else SequenceStatus.ACTIVE
        with self.rig.store.transaction():
            self.rig.store.sequences.mark_status(sequence, status, self._told_time())
            if not paused:
                release_brakes(self.rig.store, sequence, self._told_time())

    def stop(self, chosen: str, in_hand: bytes | None = None) -> None:
        with self.rig.store.transaction():
            after = stop_lead(self.rig.store, self._lead(chosen), "a test", self._told_time())
        self._note_stop(after, in_hand)

    def _told_time(self) -> datetime:
        """Return the time by which commands stamp: 12m's, as far as the file knows it."""
        return server_now(self.rig.store, self.clock)

    def steer(self, person: str, command: Steer) -> None:
        """Do what a person does to all leads of an address, in a way that `undo` knows."""
        store, at = self.rig.store, self._told_time()
        with store.transaction():
            store.targets.clear()
            store.targets.stage([(normalise_address(person), person)])
            store.targets.choose_staged(None)
            command.sort(store, at)
            if store.targets.count().get(TargetKind.CHANGED):
                store.steering.record(command.verb, person, at, command.cause)
                command.apply(store, at)
        self._follow_stops()

    def undo(self) -> None:
        store, at = self.rig.store, self._told_time()
        entry = store.steering.find_last()
        if entry is None:
            return
        if entry.command == MARK:
            self._undo_mark(entry.id)
            return
        with store.transaction():
            store.targets.clear()
            store.targets.choose_steered(entry.id)
            command = Undo(entry)
            command.sort(store, at)
            store.steering.mark_undone(entry.id, at)
            command.apply(store, at)
        self._follow_stops()

    def mark(self, person: str, kind: MarkKind) -> None:
        """Say what the newest mail of a person means, or that it was no answer."""
        store, before = self.rig.store, self._statuses()
        mine = [self._lead(chosen) for chosen in self._leads_of(person)]
        mails = [item for lead in mine for item in store.inbox.load_of_lead(lead.id)]
        answers = [item for item in mails if item.kind in HUMAN_KINDS]
        if not mine or (kind is MarkKind.AUTO_REPLY and not answers):
            return
        item = max(answers or mails, key=lambda each: each.id, default=None)
        lead = mine[0] if item is None or item.lead_id is None else self._lead(item.lead_id)
        with store.transaction():
            mark_lead(store, lead, item, Meaning(kind), person, self._told_time())
        self.marked.update(self._leads_of(person))
        if kind is MarkKind.OPT_OUT:
            self._end_by_mark(self._leads_of(person), "suppressed")
        self._follow_marks(before)

    def _undo_mark(self, steering_id: int) -> None:
        before = self._statuses()
        with self.rig.store.transaction():
            self.rig.store.steering.mark_undone(steering_id, self._told_time())
            undo_mark(self.rig.store, steering_id, self._told_time())
            self.rig.store.steering.drop_changes(steering_id)
        self._follow_marks(before)

    def _statuses(self) -> dict[str, LeadStatus]:
        return {chosen: self._lead(chosen).status for chosen in self.leads}

    def _follow_marks(self, before: dict[str, LeadStatus]) -> None:
        """Expect nothing more for whom a mark has ended, and again something for whom it has not."""
        ended = {LeadStatus.REPLIED, LeadStatus.STOPPED}
        for chosen, was in before.items():
            lead = self._lead(chosen)
            if lead.status is was:
                continue
            if was in ended and lead.status is not LeadStatus.SUPPRESSED and lead.status not in ended:
                cursor = self.rig.store.cursors.find(DEFAULT_HANDLE)
                person = self.leads[chosen][0]
                told = self.rig.witness.ends.get(chosen, [])
                led = self.rig.witness.ends.get(lead_id(LED, person), [])
                is_forgotten = self.rig.store.answers.find(person) is None
                for ends in (told, led) if is_forgotten else (told,):
                    ends[:] = [end for end in ends if cursor is None or end.seq > cursor.seq]
                if not any(end.why == "replied" for end in told):
                    self.ends.get(chosen, set()).discard("replied")
            elif was is LeadStatus.REPLIED and lead.status is LeadStatus.STOPPED:
                self.ends.get(chosen, set()).discard("replied")
            elif lead.status is LeadStatus.REPLIED:
                self._end_by_mark([chosen], "replied")
            elif lead.reason_code is LeadReason.ANSWERED_ELSEWHERE:
                self.rig.witness.add_end(chosen, End("a mark", 0))

    def _end_by_mark(self, leads: list[str], why: str) -> None:
        for chosen in leads:
            self.rig.witness.add_end(chosen, End("a mark", 0))
            self.ends.setdefault(chosen, set()).add(why)

    def _follow_stops(self) -> None:
        """Expect nothing more for whom steering has stopped, and again something for whom it has not."""
        for chosen in self.leads:
            lead = self._lead(chosen)
            was_stopped = "stopped" in self.ends.get(chosen, ())
            if lead.status is LeadStatus.STOPPED and not was_stopped:
                self._note_stop(lead, None)
            elif was_stopped and lead.status in {LeadStatus.QUEUED, LeadStatus.IN_FLIGHT, LeadStatus.HELD}:
                self._forget_stop(chosen)

    def _note_stop(self, after: Lead, in_hand: bytes | None) -> None:
        if after.status is LeadStatus.STOPPED:
            self.ends.setdefault(after.id, set()).add("stopped")
            self.rig.witness.add_end(after.id, End("stopped", 0, in_hand))

    def _lead(self, chosen: str) -> Lead:
        return self.rig.store.leads.get(chosen)

    def revoke_key(self) -> None:
        self.world.revoke_key()

    def restore_key(self) -> None:
        self.world.add_key(DEFAULT_KEY)

    def back_up(self) -> None:
        path = self.folder / f"backup{len(self.backups)}.db"
        self.rig.store.backup(path)
        self.backups.append((path, len(self.leads)))

    def restore_backup(self, which: int) -> bool:
        """Put a backup in place of the file, if it knows every lead; people's stops since are lost."""
        copy, leads = self.backups[which % len(self.backups)]
        if leads != len(self.leads):
            return False
        self.rig.store.close()
        for suffix in ("", "-wal", "-shm"):
            self.rig.path.with_name(self.rig.path.name + suffix).unlink(missing_ok=True)
        shutil.copy(copy, self.rig.path)
        self.rig.witness.cursors.clear()
        self._forget_stops()
        self.rig.client.close()
        self.rig.open()
        self.restored = True
        return True

    def _forget_stops(self) -> None:
        for chosen in self.rig.witness.ends:
            self._forget_stop(chosen)

    def _forget_stop(self, chosen: str) -> None:
        ends = self.rig.witness.ends.get(chosen, [])
        ends[:] = [end for end in ends if end.seq > 0]
        self.ends.get(chosen, set()).discard("stopped")

    def vacuum(self, hours: int) -> None:
        """Fold what is older than so many hours, and write the file anew."""
        fold_before(self.rig.store, self.clock.now() - timedelta(hours=hours))
        self.rig.store.folding.give_back_room()

    # -- another process in the middle of a send

    def second_poll(self) -> None:
        """Another poll begins while this one has a request in hand; the lock keeps it out."""

        def act(_request: Request) -> None:
            with Other(self.rig.path) as other:
                mine, self.rig.store = self.rig.store, other
                try:
                    self.rig.poll()
                except LockHeldError:
                    return
                finally:
                    self.rig.store = mine
            raise AssertionError("R7: two rounds at once")

        self.interruptions.plan(act)

    def stop_meanwhile(self, chosen: str) -> None:
        """Another process stops a lead while a request is in hand, perhaps that lead's own."""

        def act(request: Request) -> None:
            with Other(self.rig.path) as other:
                with other.transaction():
                    after = stop_lead(
                        other, other.leads.get(chosen), "meanwhile", server_now(other, self.clock)
                    )
                self._note_stop(after, request.body)

        self.interruptions.plan(act)

    def sleep_in_send(self, hours: int, person: str) -> None:
        """The machine sleeps while a request is in hand, and somebody answers meanwhile (W49)."""

        def act(request: Request) -> None:
            # Nothing leaves after the deadline of its exchange: what is sent again arrives while its key lives.
            is_again = any(line.key == request.key for line in self.world.ledger)
            self.clock.advance(hours=0.5 if is_again else hours)
            if not self._known(person):
                return
            self.world.human_reply(person)
            self._end(person, "replied")
            for chosen, (address, _) in self.leads.items():
                if address == person:
                    # Whatever was read by then: only the request in hand may still arrive.
                    self.rig.witness.add_end(chosen, End("an answer during a sleep", 0, request.body))
            self.rig.witness.add_end(lead_id(LED, person), End("an answer during a sleep", 0, request.body))

        self.interruptions.plan(act)

    def set_date(self, days: int) -> None:
        """12m's `Date` is wrong by so many days from now on (W52)."""
        self.rig.app._date_skew_s = days * 86_400
        self.doubts += bool(days)

    # -- what people and 12m do

    def fault(self, endpoint: Endpoint, injection: Injection) -> None:
        self.faults.then(endpoint, injection)
        self.doubts += 1
        self.blamed = self.blamed or injection.fault in BLAMING

    def advance(self, hours: float) -> None:
        self.clock.advance(hours=hours)

    def _known(self, person: str) -> bool:
        """Tell whether our mail has reached that person."""
        self.world.run_due()
        return any(line.to == person for line in self.world.ledger)

    def _end(self, person: str, why: str) -> None:
        seq = self.world.identities[DEFAULT_HANDLE].last_seq
        sent_to = {line.lead_id for line in self.world.ledger}
        for chosen, (address, _) in self.leads.items():
            if address == person:
                self.rig.witness.add_end(chosen, End(why, seq))
                if chosen in sent_to or why == "suppressed":
                    self.ends.setdefault(chosen, set()).add(why)
        self.rig.witness.add_end(lead_id(LED, person), End(why, seq))

    def human_reply(self, person: str, *, fresh: bool) -> None:
        if self._known(person):
            self.world.human_reply(person, fresh_conversation=fresh)
            self._end(person, "replied")

    def unusable_reply(self, person: str, seq: Any, *, threaded: bool) -> None:
        """A person answers, and the entry that tells of it has no usable `seq`, on whatever page it comes."""
        if not self._known(person):
            return
        self.world.human_reply(person)
        self._end(person, "an unusable reply")
        self.doubts += 1
        told = self.world.identities[DEFAULT_HANDLE].log[-1]
        self.unusable[told["id"]] = {"seq": seq, **({} if threaded else {"convId": None})}

    def absurd_number(self, field: str, value: str) -> None:
        """The next page that has such a field holds something absurd there."""
        self.absurd.append((field, value))
        self.doubts += 1
        self.blamed = True

    def split_pages(self, sizes: list[int]) -> None:
        """The next pages are as short as this."""
        self.page_sizes.extend(sizes)

    def _shorten_page(self, request: Request) -> None:
        if request.path.endswith("/events") and self.page_sizes and isinstance(request.query, dict):
            request.query["limit"] = str(self.page_sizes.pop(0))

    def _spoil_page(self, request: Request, answer: SimulatedAnswer) -> None:
        if not request.path.endswith("/events") or not (self.unusable or self.absurd):
            return
        try:
            page = json.loads(answer.body)
            events = [event for event in page["events"] if isinstance(event, dict)]
        except (ValueError, TypeError, KeyError):
            return  # another fault was first
        for event in events:
            event.update(self.unusable.get(event.get("id", ""), {}))
        raw = self._put_absurd(page, events)
        object.__setattr__(answer, "body", json.dumps(page).replace('"@raw@"', raw).encode())

    def _put_absurd(self, page: dict[str, Any], events: list[dict[str, Any]]) -> str:
        if not self.absurd:
            return ""
        field, raw = self.absurd[0]
        data = [event["data"] for event in events if isinstance(event.get("data"), dict)]
        holders = [each for each in (page, *events, *data) if field in each]
        if holders:
            self.absurd.pop(0)
            holders[-1][field] = "@raw@"
        return raw

    def opt_out(self, person: str) -> None:
        if self._known(person):
            self.world.opt_out(person)
            self._end(person, "suppressed")

    def bounce(self, person: str, how: BounceWay, *, hard: bool) -> None:
        if self._known(person):
            self.world.bounce(person, how, hard=hard)
            if hard:
                self._end(person, "bounced")
            else:
                self.soft[person] += 1

    def doubtful_bounce(self, person: str) -> None:
        """A hard bounce whose code and address stand far below, so that a snippet shows neither."""
        if self._known(person):
            text = f"{'This mail was made by a machine. ' * 9}\n<{person}>: 550 5.1.1 no such user here\n"
            title = "Undelivered Mail Returned to Sender"
            self.world.receive(person, ComposedMail("mailer-daemon@mx.example", "", title, text))
            self._end(person, "bounced")

    def auto_reply(self, person: str, variant: int) -> None:
        if self._known(person):
            self.world.auto_reply(person, variant)

    def delay_notice(self, person: str) -> None:
        if self._known(person):
            self.world.delay_notice(person)

    def write_by_hand(self, person: str) -> None:
        self.world.write_by_hand(person)
        self.by_hand[person] += 1

    def answer_by_hand(self, person: str, after: int | None) -> None:
        """A rep answers a person, and may be killed at an operation; no step may follow to whom was answered."""
        self.rig.meter.arm(after)
        died = self.rig.survive(lambda: self._answer(person))
        self.rig.meter.arm(None)
        self.crashes += died
        self.doubts += died
        for lead in self.rig.store.leads.load_of_person(person):
            if lead.reason_code is LeadReason.ANSWERED_BY_HAND:
                self.rig.witness.add_end(lead.id, End("answered by hand"))

    def _count_by_hand(self, person: str) -> int:
        """Return how many mails a person got that are no steps; an answer may leave long after it was written."""
        answers = (x for x in self.world.ledger if x.to == person and (x.key or "").startswith("reply:"))
        return self.by_hand[person] + sum(1 for _ in answers)

    def _answer(self, person: str) -> None:
        with suppress(SeqcliError):
            answer(self.rig, person, "A word by hand.")

    def reject(self, person: str, reason: str) -> None:
        self.world.reject(person, reason)
        self.rejected[person] = reason

    # -- what must hold

    def check(self) -> None:
        self.rig.witness.check(len(self.leads) + len(self._led()))
        assert_counted(self.rig.path)
        assert_looks(self.rig.store, self.clock.now(), DEFAULT_HANDLE)
        assert_outcomes(self.rig.store)
        if not self.restored:
            self.rig.witness.check_outbox()

    def _led(self) -> list[Lead]:
        """Return who was enrolled because of silence, each once and after it."""
        found = [self.rig.store.leads.find(lead_id(LED, person)) for person in PERSONS]
        led = [lead for lead in found if lead is not None]
        with read_only(self.rig.path) as conn:
            made = {
                row[0] for row in conn.execute("SELECT made_lead_id FROM branch WHERE closed_at IS NOT NULL")
            }
        assert {lead.id for lead in led} == made - {None}, "a branch and its lead are one"
        return led

    def end(self, tally: Tally | None = None) -> None:
        """Calm down, live on for long enough, and see that nobody was lost (I2, I7, I8)."""
        self.interruptions.forget()
        self.faults.calm()
        self.absurd.clear()
        self.page_sizes.clear()
        self.set_date(0)
        self.restore_key()
        for _ in range(16):
            for chosen in (*self.leads, *(lead.id for lead in self._led())):
                self.resume(chosen)
            self.resume_company()  # of answers that are read only now, too
            for sequence in SEQUENCES:
                self.pause_sequence(sequence, paused=False)
            self.rig.live(1, every_hours=24)
        self.check()
        self.rig.witness.check_outbox(may_miss=self.restored)
        for chosen in self.leads:
            self._check_end_of(self.rig.store.leads.get(chosen))
        for lead in self._led():
            is_over = lead.status in FINAL or lead.status is LeadStatus.HELD
            assert is_over or (self.restored and self._was_never_started(LED)), f"I2: {lead}"
        check_idle(self.rig)
        if tally is not None:
            tally.recovered += self.crashes

    def _check_end_of(self, lead: Lead) -> None:
        story = f"{lead.email} in {lead.sequence_id} is {lead.status}: {lead.status_reason}"
        steps = sorted(x.step for x in self.world.ledger if x.lead_id == lead.id and x.step is not None)
        ends = self.ends.get(lead.id, set())
        if lead.released_at is None and lead.status is LeadStatus.QUEUED:
            assert self.restored or not steps, f"R5: unreleased, but {story}, sent {steps}"
            return
        if self.restored and self._was_never_started(lead.sequence_id):
            return  # of a copy from before the start nothing is read until it is started, and `poll` says so
        assert lead.status not in {LeadStatus.QUEUED, LeadStatus.IN_FLIGHT}, (
            f"I2: {story}, sent {steps}, lost"
        )
        if self.restored and lead.id in self.marked:
            return  # the copy may be from before the mark, or from before it was taken back
        # A copy that does not know its sends holds whoever answered them, and then somebody may stop that lead. So does
        # a conversation that 12m says is gone when a mail is to be read there; a lead that is stopped cannot be held.
        # The same holds where the entry of an answer cannot be read; and somebody may stop a lead that is held for such
        # an entry, or say that it was an answer.
        is_excused = self.restored or self.blamed or self._was_held_when(lead, LeadStatus.STOPPED)
        by_hand = {"stopped"} & ends if is_excused else set()
        if self._was_held_when(lead, LeadStatus.REPLIED):
            by_hand |= {"replied"} & ends
        if self.restored and lead.reason_code is LeadReason.ANSWERED_ELSEWHERE:
            by_hand.add(
                "stopped"
            )  # nor does it know that this lead was written to, and that the answer is its own
        for kind, better in _BEATS.items():
            if kind in ends and not ends & better:
                allowed = {kind, *better, LeadStatus.HELD, *self._own_ends(lead), *by_hand}
                assert lead.status in allowed, f"{story}, {ends}"
        if lead.status is LeadStatus.EXHAUSTED:
            assert not ends & {"replied", "bounced", "suppressed"}, f"{story}, but {ends}"
            known = len(steps) + self._count_by_hand(lead.email)
            assert known >= STEPS, f"I2: {story}, but 12m accepted only {steps}"
        if lead.status in {LeadStatus.REPLIED, LeadStatus.BOUNCED}:
            # An answer that is read after an import ends the new lead as well, though it was given before.
            told = [
                end for other in self._leads_of(lead.email) for end in self.rig.witness.ends.get(other, ())
            ]
            has_cause = told or lead.email in self.rejected or self.soft[lead.email] >= SOFT_IN_A_ROW
            has_cause = has_cause or lead.reason_code is LeadReason.ANSWERED_BY_HAND
            assert has_cause, f"{story}, for no reason"
        if lead.status is LeadStatus.HELD:
            self._check_hold(lead, story)

    def _was_held_when(self, lead: Lead, ended: LeadStatus) -> bool:
        changes = (entry.change for entry in self.rig.store.journal.load_for_lead(lead.id))
        return any(change.startswith(f"held → {ended}") for change in changes)

    def _own_ends(self, lead: Lead) -> set[str]:
        return {"bounced", "suppressed"} if lead.email in self.rejected else set()

    def _check_hold(self, lead: Lead, story: str) -> None:
        """A hold must have a cause: silence of 12m, a fault that blames the lead, a mail by hand, an odd reason."""
        reason = lead.status_reason
        assert not reason.startswith("needs "), story
        has_cause = (
            (reason.startswith(SHRUGGING) and (self.doubts or lead.email in self.rejected))
            or (reason.startswith("conversation gone") and self.doubts)
            or (reason.startswith("wrote to us first") and self._was_answered(lead))
            or (reason.startswith("unexplained send") and (self._count_by_hand(lead.email) or self.restored))
            or (reason.startswith("unreadable event") and self.doubts)
        )
        assert has_cause, story

    def _was_never_started(self, sequence: str) -> bool:
        known = self.rig.store.sequences.find(sequence)
        return known is not None and known.status is SequenceStatus.DRAFT

    def _leads_of(self, person: str) -> list[str]:
        return [chosen for chosen, (address, _) in self.leads.items() if address == person]

    def _was_answered(self, lead: Lead) -> bool:
        ended = [kinds for chosen, kinds in self.ends.items() if self.leads[chosen][0] == lead.email]
        return any("replied" in kinds for kinds in ended)


#: Which ends outrank which.
_BEATS = {
    "suppressed": frozenset[str](),
    "replied": frozenset({"suppressed"}),
    "bounced": frozenset({"suppressed", "replied"}),
}


class Other:
    """A second process: another Store on the same file, which waits for nobody."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Store:
        self._store = Store.open(self._path)
        return self._store

    def __exit__(self, *_: object) -> None:
        self._store.close()
