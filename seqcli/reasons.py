"""Why things are as they are: closed enums, stored as codes beside the sentences for people. Code branches on these.

Each enum but `LogLevel` has a table in the state file; a new member is a new row there, written by a migration.
"""

from enum import StrEnum


class LogLevel(StrEnum):
    """How much a line of a log matters, in rising order."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LeadReason(StrEnum):
    """Why a lead has its status; None on a lead that was only imported."""

    # held
    MISSING_FIELD = "missing_field"
    TEMPLATE_FAILS = "template_fails"
    OUTCOME_UNKNOWN = "outcome_unknown"
    UNREADABLE_EVENT = "unreadable_event"
    UNEXPLAINED_SEND = "unexplained_send"
    CONVERSATION_GONE = "conversation_gone"
    WROTE_FIRST = "wrote_first"
    # in flight
    ACCEPTED = "accepted"
    # queued for the next step, or exhausted
    NO_REPLY = "no_reply"
    SENT_ELSEWHERE = "sent_elsewhere"
    # queued again
    HOLD_RELEASED = "hold_released"
    REQUEUED = "requeued"
    RESTORED = "restored"
    # ended
    ANSWERED = "answered"
    OPTED_OUT = "opted_out"
    LISTED = "listed"
    DO_NOT_CONTACT = "do_not_contact"
    BOUNCED = "bounced"
    BOUNCED_ELSEWHERE = "bounced_elsewhere"
    ADDRESS_REFUSED = "address_refused"
    ADDRESS_DEAD = "address_dead"
    SEND_REFUSED = "send_refused"
    SEND_DROPPED = "send_dropped"
    STOPPED = "stopped"
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    COLLEAGUE_ANSWERED = "colleague_answered"
    COMPLAINED = "complained"
    AUTO_REPLIED = "auto_replied"
    ANSWERED_BY_HAND = "answered_by_hand"
    # goes on again
    NO_ANSWER = "no_answer"


#: Holds for which the step cannot be rendered; an imported value, or another text, releases them.
RENDER_HOLDS = frozenset({LeadReason.MISSING_FIELD, LeadReason.TEMPLATE_FAILS})
#: Holds that end by themselves, with a value or with evidence; any other hold takes their place.
PASSING_HOLDS = RENDER_HOLDS | {LeadReason.OUTCOME_UNKNOWN}


class AttemptReason(StrEnum):
    """Why an attempt stands as it does; None while it was never tried."""

    # unknown
    NO_ANSWER_RECORDED = "no_answer_recorded"
    UNREADABLE_ANSWER = "unreadable_answer"
    NO_CLEAR_ANSWER = "no_clear_answer"
    IN_PROGRESS = "in_progress"
    STORED_ERROR = "stored_error"
    REFUSED_AT_RETRY = "refused_at_retry"
    # pending again
    NOT_CONNECTED = "not_connected"
    THROTTLED = "throttled"
    KEY_REFUSED = "key_refused"
    IDENTITY_UNKNOWN = "identity_unknown"
    IDENTITY_REFUSED = "identity_refused"
    REPLAYED_REFUSAL = "replayed_refusal"
    NOT_FOUND = "not_found"
    RESEND = "resend"
    # accepted
    ACCEPTED = "accepted"
    REPLAYED = "replayed"
    KEY_WAS_USED = "key_was_used"
    TOLD_BY_STREAM = "told_by_stream"
    FOUND = "found"
    ADOPTED = "adopted"
    RESOLVED = "resolved"
    # refused
    ADDRESS_REFUSED = "address_refused"
    DO_NOT_CONTACT = "do_not_contact"
    REQUEST_REFUSED = "request_refused"
    CONVERSATION_GONE = "conversation_gone"
    # parked
    UNRECOGNISED_REFUSAL = "unrecognised_refusal"
    EVIDENCE_UNCLEAR = "evidence_unclear"
    # cancelled
    DROPPED = "dropped"
    LEAD_LISTED = "lead_listed"
    LEAD_ENDED = "lead_ended"


#: An answer that never comes, or never can be read: after some tries it is not asked for again blindly.
CIRCLING = frozenset({AttemptReason.NO_ANSWER_RECORDED, AttemptReason.UNREADABLE_ANSWER})


class Disposition(StrEnum):
    """How an event was used, in one word."""

    APPLIED = "applied"
    NOTED = "noted"
    STALE = "stale"
    UNMATCHED = "unmatched"
    UNKNOWN_TYPE = "unknown type"
    BEFORE_OUR_TIME = "before our time"
    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"


class EventHandling(StrEnum):
    """What exactly became of an event."""

    DUPLICATE = "duplicate"
    PASSED_OVER = "passed_over"
    UNKNOWN_TYPE = "unknown_type"
    TEST_SEND = "test_send"
    BEFORE_OUR_TIME = "before_our_time"
    UNREADABLE = "unreadable"
    UNREADABLE_UNMATCHED = "unreadable_unmatched"
    NO_LEAD = "no_lead"
    OWN_SEND = "own_send"
    PAIR_PLACED = "pair_placed"
    LEAD_DELETED = "lead_deleted"
    SEND_SETTLED = "send_settled"
    SEND_ADOPTED = "send_adopted"
    FOREIGN_SEND = "foreign_send"
    SEND_DROPPED = "send_dropped"
    OLD_DROP = "old_drop"
    WAIT_OVER = "wait_over"
    SEND_UNSETTLED = "send_unsettled"
    STALE_TIMER = "stale_timer"
    SHORT_TIMER = "short_timer"
    MAIL_APPLIED = "mail_applied"
    MAIL_NOTED = "mail_noted"
    LEAD_PAUSED = "lead_paused"
    NO_REPLY_NOTED = "no_reply_noted"
    TO_LOOK_UP = "to_look_up"
    OWN_REPLY = "own_reply"


#: The one word for each way in which an event is handled.
DISPOSITIONS: dict[EventHandling, Disposition] = {
    EventHandling.DUPLICATE: Disposition.DUPLICATE,
    EventHandling.PASSED_OVER: Disposition.NOTED,
    EventHandling.UNKNOWN_TYPE: Disposition.UNKNOWN_TYPE,
    EventHandling.TEST_SEND: Disposition.NOTED,
    EventHandling.BEFORE_OUR_TIME: Disposition.BEFORE_OUR_TIME,
    EventHandling.UNREADABLE: Disposition.UNREADABLE,
    EventHandling.UNREADABLE_UNMATCHED: Disposition.UNMATCHED,
    EventHandling.NO_LEAD: Disposition.UNMATCHED,
    EventHandling.OWN_SEND: Disposition.NOTED,
    EventHandling.PAIR_PLACED: Disposition.NOTED,
    EventHandling.LEAD_DELETED: Disposition.NOTED,
    EventHandling.SEND_SETTLED: Disposition.APPLIED,
    EventHandling.SEND_ADOPTED: Disposition.APPLIED,
    EventHandling.FOREIGN_SEND: Disposition.NOTED,
    EventHandling.SEND_DROPPED: Disposition.APPLIED,
    EventHandling.OLD_DROP: Disposition.NOTED,
    EventHandling.WAIT_OVER: Disposition.APPLIED,
    EventHandling.SEND_UNSETTLED: Disposition.UNMATCHED,
    EventHandling.STALE_TIMER: Disposition.STALE,
    EventHandling.SHORT_TIMER: Disposition.NOTED,
    EventHandling.MAIL_APPLIED: Disposition.APPLIED,
    EventHandling.MAIL_NOTED: Disposition.NOTED,
    EventHandling.LEAD_PAUSED: Disposition.APPLIED,
    EventHandling.NO_REPLY_NOTED: Disposition.NOTED,
    EventHandling.TO_LOOK_UP: Disposition.NOTED,
    EventHandling.OWN_REPLY: Disposition.NOTED,
}


class AnswerKind(StrEnum):
    """What an inbound mail, or a bounce that 12m tells, is."""

    HUMAN = "human"
    MAYBE_OPT_OUT = "maybe_opt_out"
    OPT_OUT = "opt_out"
    COMPLAINT = "complaint"
    AUTO_REPLY = "auto_reply"
    CHALLENGE = "challenge"
    ADDRESS_DEAD = "address_dead"
    HARD_BOUNCE = "hard_bounce"
    SOFT_BOUNCE = "soft_bounce"
    UNCLEAR_BOUNCE = "unclear_bounce"
    DELAY = "delay"
    DELIVERED = "delivered"


class PauseCause(StrEnum):
    """Why sends to a lead are paused. Pauses stand side by side: a lead goes on when all have ended."""

    PERSON = "person"
    COMPANY = "company"
    AUTO_REPLY = "auto_reply"


class BrakeCause(StrEnum):
    """Why a brake tripped."""

    BOUNCES = "bounces"
    COMPLAINTS = "complaints"
    REFUSALS = "refusals"


#: What a person wrote, and what counts as a person's word.
BY_PERSON = frozenset({AnswerKind.HUMAN, AnswerKind.MAYBE_OPT_OUT, AnswerKind.OPT_OUT, AnswerKind.COMPLAINT})


class InboxKind(StrEnum):
    """What an inbound mail is to whoever reads the inbox."""

    REPLY = "reply"
    STRANGER = "stranger"
    FRESH = "fresh"
    UNKNOWN_SENDER = "unknown_sender"
    MAYBE_OPT_OUT = "maybe_opt_out"
    LEFT_COMPANY = "left_company"
    WROTE_FIRST = "wrote_first"
    OPT_OUT = "opt_out"
    COMPLAINT = "complaint"
    AUTO_REPLY = "auto_reply"
    CHALLENGE = "challenge"
    BOUNCE = "bounce"
    DELAY = "delay"
    TO_READ = "to_read"
    UNREADABLE = "unreadable"


class InboxState(StrEnum):
    """Whether a mail waits for a person. A snoozed one waits again from a time on."""

    OPEN = "open"
    DONE = "done"
    SNOOZED = "snoozed"
    IGNORED = "ignored"


class InboxCloser(StrEnum):
    """What closed a mail: a rule that needs no person, an event before the file was made, a command, or an answer."""

    RULE = "rule"
    EARLY = "early"
    DONE = "done"
    IGNORE = "ignore"
    REPLY = "reply"
    MARK = "mark"
    SENT_AT_12M = "sent_at_12m"


class MarkKind(StrEnum):
    """What a person says that an answer means; the first guess at it uses the same words."""

    INTERESTED = "interested"
    NOT_INTERESTED = "not_interested"
    NOT_NOW = "not_now"
    REFERRAL = "referral"
    MEETING = "meeting"
    AUTO_REPLY = "auto_reply"
    OPT_OUT = "opt_out"
    REPLIED = "replied"


class BranchCause(StrEnum):
    """Why somebody is enrolled in the sequence that another sequence names."""

    NOT_NOW = "not_now"
    REFERRAL = "referral"
    NO_REPLY = "no_reply"
