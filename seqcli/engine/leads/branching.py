"""Enrols people where an answer or silence leads: once each, by a person's mark or a setting, through rule R19.

A branch is planned with its cause. It is made here: the lead is inserted in the transaction that closes the branch, so
that a run killed anywhere makes it once. Nobody is enrolled who is suppressed or answered since, who was in that
sequence before, or while another sequence still writes to them. It never sends.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from seqcli.addresses import ROLE_NOTE, address_notes, address_problem, is_unread
from seqcli.clock import HOUR_MS, MINUTE_MS, format_duration, plus_ms, to_text
from seqcli.companies import COMPANY_FIELD, company_domain, company_key
from seqcli.eligibility import describe_answer
from seqcli.engine.leads.apply import get_sequence, note
from seqcli.engine.leads.branch_plans import ACTOR, close_unmade, setting_of
from seqcli.engine.leads.company import follow_answer_since, give_back_for_answer
from seqcli.engine.leads.pausing import resume_command
from seqcli.engine.leads.render_check import RenderCheck, RenderProblem
from seqcli.machine import FINAL
from seqcli.model import Lead, LeadStatus, Sequence, SequenceStatus, lead_id, normalise_address
from seqcli.reasons import BranchCause, MarkKind, PauseCause
from seqcli.sequence_settings import BranchSetting
from seqcli.store import Branch, NewBranch, NewLead, Pause, Standing, StandingMark, Store

#: A transaction makes so many, and a round so many transactions: sends need a stream that was read just now (R18).
_BATCH, _BATCHES = 500, 10
#: How long a branch rests that another sequence, or an unread stream, keeps from being made.
_REST_MS, _UNREAD_MS = HOUR_MS, MINUTE_MS
#: The field with the name of whoever referred us.
REFERRED_BY = "referred_by"
#: What is true of everybody at a company.
_OF_COMPANY = (COMPANY_FIELD, "website", "domain", "industry")
_ENDED_AS = {BranchCause.NOT_NOW: LeadStatus.REPLIED, BranchCause.NO_REPLY: LeadStatus.EXHAUSTED}
_CAUSES = {BranchCause.NOT_NOW: "not now", BranchCause.REFERRAL: "referred", BranchCause.NO_REPLY: "no reply"}


class Mark(Protocol):
    """What a person says of a lead's answer."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def kind(self) -> MarkKind:
        """What the answer means."""

    @property
    def at(self) -> datetime:
        """When it was said."""

    @property
    def until(self) -> datetime | None:
        """Not before this, if a date was given."""

    @property
    def referral(self) -> str:
        """The address of a colleague, or an empty text."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A lead that a branch made; `held` says what it lacks, and `remedy` what a person does about that."""

    lead_id: str
    sequence_id: str
    is_released: bool
    held: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a branch that is due is not made; `is_final`: it never will be. `until`: it ends by itself then."""

    why: str
    is_final: bool = False
    until: datetime | None = None


@dataclass(slots=True)
class _Making:
    """What making many branches needs: the time, the identities whose stream could not be read, what is known."""

    store: Store
    now: datetime
    unread: Collection[str] = ()
    checks: dict[str, RenderCheck] = field(default_factory=dict)

    def check_of(self, sequence: Sequence) -> RenderCheck:
        if sequence.id not in self.checks:
            self.checks[sequence.id] = RenderCheck(sequence.steps)
        return self.checks[sequence.id]


# --- in a round --------------------------------------------------------------------------------


def make_due(store: Store, now: datetime, unread: Collection[str] = ()) -> list[Enrolled]:
    """Make the branches that are due, and return the new leads; what cannot be made yet is looked at again later.

    `unread` are the identities whose stream could not be read: who was written to from there may have answered.
    """
    making = _Making(store, now, unread)
    made: list[Enrolled] = []
    for _ in range(_BATCHES):
        if not store.branches.load_to_look(now, 1):
            break
        with store.transaction():
            looked_at = [_look(making, each) for each in store.branches.load_to_look(now, _BATCH)]
        made += [each for each in looked_at if each is not None]
    return made


def _look(making: _Making, branch: Branch) -> Enrolled | None:
    store, now = making.store, making.now
    obstacle = find_obstacle(store, branch, now)
    if obstacle is not None and obstacle.is_final:
        close_unmade(store, [branch], obstacle.why, ACTOR, now)
        return None
    origin = store.leads.get(branch.lead_id)
    if obstacle is None and origin.identity not in making.unread:
        return _make(making, branch, origin)
    look_at = plus_ms(now, _UNREAD_MS if obstacle is None else _REST_MS)
    if obstacle is not None and obstacle.until is not None:
        look_at = min(look_at, obstacle.until)
    store.branches.put_off(branch.id, look_at)
    return None


def find_obstacle(store: Store, branch: Branch, now: datetime) -> Obstacle | None:
    """Return why a branch cannot be made now although it may be due, or None."""
    origin = store.leads.find(branch.lead_id)
    if origin is None:
        return Obstacle("the lead was deleted", is_final=True)
    ended_as = _ENDED_AS.get(branch.cause)
    if ended_as is not None and origin.status is not ended_as:
        return Obstacle(origin.status_reason or origin.status, is_final=True)
    return _find_final_obstacle(store, branch) or _find_passing_obstacle(store, branch, origin, now)


def _find_final_obstacle(store: Store, branch: Branch) -> Obstacle | None:
    address, sequence_id = branch.address, branch.sequence_id
    new_id = lead_id(sequence_id, address)
    if listed := store.suppressions.find_reason(address):
        return Obstacle(f"on the suppression list: {listed}", is_final=True)
    if store.leads.find(new_id) is not None or store.attempts.was_contacted(new_id):
        return Obstacle(f"was in {sequence_id} before", is_final=True)
    answered = None if branch.cause is BranchCause.NOT_NOW else store.answers.find(address)
    if answered is None:
        return None
    return Obstacle(describe_answer(answered.elsewhere), is_final=True)


def _find_passing_obstacle(store: Store, branch: Branch, origin: Lead, now: datetime) -> Obstacle | None:
    if store.sequences.find(branch.sequence_id) is None:
        return Obstacle(f'there is no sequence "{branch.sequence_id}" yet: seqcli import-sequence FILE')
    live = (each for each in store.leads.load_of_person(branch.address) if each.status not in FINAL)
    if (first := next(live, None)) is not None:
        return Obstacle(f"still in {first.sequence_id} ({first.status})")
    # Who was paused in flight may have ended so: a pause is about the person, and the new lead would not have it.
    if pauses := store.pauses.load_of_person(branch.address, now):
        return _describe_pause(pauses[0], branch.address)
    # A lead that has ended cannot be held for a mail that nobody could read.
    mail = store.branches.find_mail_to_see(branch.address, origin.identity, branch.planned_at)
    return None if mail is None else Obstacle(f"mail #{mail} may be an answer: seqcli inbox")


def _describe_pause(pause: Pause, address: str) -> Obstacle:
    by = " by hand" if pause.cause is PauseCause.PERSON else ""
    end = f"{pause.paused_until:%Y-%m-%d %H:%M} UTC" if pause.paused_until else "you resume it"
    reason = f" ({pause.reason})" if pause.reason else ""
    command = resume_command(address, pause.cause)
    return Obstacle(f"paused{by} until {end}{reason}: {command}", until=pause.paused_until)


def _make(making: _Making, branch: Branch, origin: Lead) -> Enrolled:
    """Insert the lead of a branch and close the branch, in the caller's transaction."""
    store, now = making.store, making.now
    target = get_sequence(store, branch.sequence_id)
    setting = setting_of(get_sequence(store, origin.sequence_id).settings, branch.cause)
    new, problem = _new_lead(making, branch, origin, target)
    store.imports.insert_one(target.id, new, now)
    lead = store.leads.get(new.id)
    is_referral = branch.cause is BranchCause.REFERRAL
    cause = f"referred by {origin.email}" if is_referral else _CAUSES[branch.cause]
    note(store, lead, ACTOR, "enrolled", f"{cause} in {origin.sequence_id}", now)
    if not is_referral:
        lead = follow_answer_since(store, lead, branch.planned_at, ACTOR, now)
    lead = _release(store, lead, setting, target, now)
    is_released = lead.released_at is not None
    who = f"{branch.address} " if is_referral else ""
    released = "released" if is_released else "not released"
    note(store, origin, ACTOR, f"{who}enrolled in {target.id}", f"{_CAUSES[branch.cause]}; {released}", now)
    store.branches.close(branch.id, now, made_lead_id=lead.id)
    if problem is None:
        return Enrolled(lead.id, target.id, is_released)
    return Enrolled(lead.id, target.id, is_released, problem.text, problem.remedy(target.id))


def _new_lead(
    making: _Making, branch: Branch, origin: Lead, target: Sequence
) -> tuple[NewLead, RenderProblem | None]:
    """Return the lead of a branch, and for what it is held if a step cannot be rendered, as an import would hold it."""
    is_referral = branch.cause is BranchCause.REFERRAL
    fields = _fields_of_colleague(branch, origin) if is_referral else origin.fields
    email = branch.address if is_referral else origin.email
    allowed = int(branch.cause is BranchCause.NOT_NOW)
    new_id = lead_id(target.id, branch.address)
    problem = _find_problem(making.check_of(target), new_id, fields)
    standing = Standing(allow_answered=allowed)
    if problem is not None:
        standing = Standing(LeadStatus.HELD.value, problem.text, problem.code.value, problem.field, allowed)
    key = company_key(fields.get(COMPANY_FIELD, ""))
    values = json.dumps(dict(fields), ensure_ascii=False)
    return NewLead(new_id, email, branch.address, values, key, standing), problem


def _find_problem(check: RenderCheck, new_id: str, fields: Mapping[str, str]) -> RenderProblem | None:
    """Return the first problem of a new lead, with the values that any step lacks, so that one import fills in all."""
    first = check.find_problem(new_id, fields)
    if first is None or not first.fields:
        return first
    lacking = (name for problem in check.problems(new_id, fields) for name in problem.fields)
    return replace(first, fields=tuple(dict.fromkeys(lacking)))


def _fields_of_colleague(branch: Branch, origin: Lead) -> Mapping[str, str]:
    """Return what is known of a colleague: who referred us, and the company if both have addresses there."""
    known = origin.fields
    domain = company_domain(branch.address)
    is_same_company = domain != "" and domain == company_domain(normalise_address(origin.email))
    found = {name: known[name] for name in _OF_COMPANY if is_same_company and known.get(name)}
    full = known.get("full_name") or " ".join(filter(None, map(known.get, ("first_name", "last_name"))))
    return {**found, REFERRED_BY: full} if full else found


def _release(
    store: Store, lead: Lead, setting: BranchSetting | None, target: Sequence, now: datetime
) -> Lead:
    """Release a new lead where the setting says so and the sequence was started, which gave it an identity."""
    if setting is None or not setting.release or target.status is SequenceStatus.DRAFT:
        return lead
    note(store, lead, ACTOR, "released", "", now)
    return store.leads.save(lead, replace(lead, released_at=now), now)


# --- with a mark ---------------------------------------------------------------------------------


def plan_after_mark(store: Store, lead: Lead, mark: Mark, at: datetime) -> list[str]:
    """Plan what follows from a mark, in its transaction, after the lead has changed; return what to tell about it.

    A mark takes the place of an earlier "not now"; a referral does not, as it is about somebody else. A colleague is
    enrolled at once where nothing speaks against it.
    """
    if mark.kind is MarkKind.REFERRAL:
        return _refer(store, lead, mark, at)
    if mark.kind is MarkKind.NOT_NOW:
        return _plan_not_now(store, lead, mark.id, mark.until, at)
    waiting = [
        each for each in store.branches.load_waiting_of_lead(lead.id) if each.cause is BranchCause.NOT_NOW
    ]
    close_unmade(store, waiting, f"marked {mark.kind.replace('_', ' ')}", "mark", at)
    return [f"not enrolled in {each.sequence_id} any more" for each in waiting]


def _plan_not_now(store: Store, lead: Lead, mark_id: int, until: datetime | None, at: datetime) -> list[str]:
    setting = get_sequence(store, lead.sequence_id).settings.on_not_now
    if setting is None:
        return [f"nothing follows: {lead.sequence_id} has no [on.not_now]"]
    due_at = until or plus_ms(at, setting.wait_ms)
    address = normalise_address(lead.email)
    new = NewBranch(lead.id, BranchCause.NOT_NOW, setting.sequence_id, address, due_at, mark_id)
    if not store.branches.plan(new, at):
        known = store.branches.find(lead.id, BranchCause.NOT_NOW, address)
        return [f"enrolled already in {known.sequence_id if known else setting.sequence_id}"]
    branch = store.branches.find(lead.id, BranchCause.NOT_NOW, address)
    obstacle = None if branch is None else find_obstacle(store, branch, at)
    if branch is not None and obstacle is not None and obstacle.is_final:
        close_unmade(store, [branch], obstacle.why, "mark", at)
        return [f"not enrolled in {setting.sequence_id}: {obstacle.why}"]
    then = "" if obstacle is None else f", but {obstacle.why}"
    released = "released" if setting.release else "not released"
    return [f"enrolled in {setting.sequence_id} ({released}) from {due_at:%Y-%m-%d} on{then}"]


def _refer(store: Store, lead: Lead, mark: Mark, at: datetime) -> list[str]:
    address = normalise_address(mark.referral)
    if not address:
        return []
    setting = get_sequence(store, lead.sequence_id).settings.on_referral
    problem = _problem_of_colleague(address, lead)
    if problem or setting is None:
        why = problem or f"{lead.sequence_id} has no [on.referral]"
        return [f"{address} is not enrolled: {why}"]
    resumed = give_back_for_answer(store, address, lead.id, "mark", at)
    told = [f"{each.email} goes on in {each.sequence_id}" for each in resumed]
    new = NewBranch(lead.id, BranchCause.REFERRAL, setting.sequence_id, address, at, mark.id)
    if not store.branches.plan(new, at):
        return [*told, f"{address} is enrolled already in {setting.sequence_id}"]
    branch = store.branches.find(lead.id, BranchCause.REFERRAL, address)
    assert branch is not None, address  # noqa: S101 - it was stored above
    return [*told, *_remarks(address), _told_of_referral(store, branch, at)]


def _problem_of_colleague(address: str, lead: Lead) -> str:
    if problem := address_problem(address):
        return problem
    if is_unread(address.rpartition("@")[0]):
        return "nobody reads mail to it"
    return "that is the person who answered" if address == normalise_address(lead.email) else ""


def _remarks(address: str) -> list[str]:
    is_role = ROLE_NOTE in address_notes(address)
    return [f"{address} is a role address: a team reads it, not one person"] if is_role else []


def _told_of_referral(store: Store, branch: Branch, at: datetime) -> str:
    """Make the branch of a colleague if nothing speaks against it, and return what became of it."""
    address, sequence_id = branch.address, branch.sequence_id
    made, obstacle = None, find_obstacle(store, branch, at)
    if obstacle is None or obstacle.is_final:
        made = _look(_Making(store, at), branch)
    if made is None and obstacle is not None:
        when = "not enrolled" if obstacle.is_final else "not enrolled yet"
        return f"{address} is {when} in {sequence_id}: {obstacle.why}"
    if made is not None and made.held:
        released = "released" if made.is_released else "not released"
        return f"{address} is enrolled in {sequence_id}, {released}, held: {made.held}. {made.remedy}"
    if made is None or made.is_released:
        return f"{address} is enrolled in {sequence_id} and released"
    return (
        f"{address} is enrolled in {sequence_id}, not released: seqcli start {sequence_id} --only {address}"
    )


def cancel_after_undo(store: Store, mark_id: int, at: datetime) -> list[str]:
    """Take back what follows from a mark that has just been stored as undone, and return what to tell about it.

    The lead may have gone back into its sequence in the same transaction, which has closed what was to follow.

    What was made stays. An earlier "not now" that counts again is planned again.
    """
    branches = store.branches.load_of_mark(mark_id)
    store.branches.delete(each.id for each in branches if each.made_lead_id is None)
    told = [_told_of_undone(store, each, at) for each in branches]
    if (standing := store.branches.find_standing_mark(mark_id)) is not None:
        told += _plan_again(store, standing)
    return list(filter(None, told))


def _told_of_undone(store: Store, branch: Branch, at: datetime) -> str:
    who = f"{branch.address} is " if branch.cause is BranchCause.REFERRAL else ""
    if branch.made_lead_id is not None:
        command = f"seqcli stop {branch.address} --sequence {branch.sequence_id}"
        return f"{who}enrolled already in {branch.sequence_id}, and stays there until you run: {command}"
    closed_at = branch.closed_at
    if closed_at is not None and to_text(closed_at) != to_text(at):
        return ""
    lead = store.leads.find(branch.lead_id)
    if lead is not None and closed_at is None:
        change = f"{who}not enrolled in {branch.sequence_id}"
        note(store, lead, "undo", change, "the mark was undone", at)
    return f"{who}not enrolled in {branch.sequence_id} any more"


def _plan_again(store: Store, mark: StandingMark) -> list[str]:
    lead = store.leads.find(mark.lead_id)
    if lead is None or lead.status is not LeadStatus.REPLIED:
        return []
    if get_sequence(store, lead.sequence_id).settings.on_not_now is None:
        return []
    branch = store.branches.find(lead.id, BranchCause.NOT_NOW, normalise_address(lead.email))
    if branch is not None and (branch.closed_at is None or branch.made_lead_id is not None):
        return []
    return _plan_not_now(store, lead, mark.id, mark.until, mark.at)


def describe_wait(branch: Branch, obstacle: Obstacle | None) -> str:
    """Return what a branch that waits will do: `it is enrolled in later`, and what it waits for besides its date."""
    who = f"{branch.address} is " if branch.cause is BranchCause.REFERRAL else "it is "
    if obstacle is None:
        return f"{who}enrolled in {branch.sequence_id}"
    if obstacle.is_final:
        return f"{who}not enrolled in {branch.sequence_id}: {obstacle.why}"
    return f"{who}enrolled in {branch.sequence_id} later: {obstacle.why}"


def describe_setting(setting: BranchSetting) -> str:
    """Return `enrolled in spring 30d later`."""
    later = f" {format_duration(setting.wait_ms)} later" if setting.wait_ms else ""
    return f"enrolled in {setting.sequence_id}{later}"
