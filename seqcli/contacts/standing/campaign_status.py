"""Reads where people stand in another sender's campaign, in the columns that say so, and counts every word."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from seqcli.contacts.headers.header_phrases import header_key
from seqcli.contacts.row_types import (
    CampaignStatus,
    Column,
    ColumnRole,
    LeadRow,
    MovedRow,
    RejectedRow,
    Standing,
    option_of,
)
from seqcli.contacts.standing import campaign_words
from seqcli.contacts.standing.answer_note_phrases import MAY_TELL, may_be_nth, may_stand
from seqcli.contacts.standing.answer_notes import answer_among, holds_notes, holds_progress
from seqcli.contacts.standing.answer_readings import Asks, asks
from seqcli.contacts.standing.campaign_meanings import (
    RANK,
    Meaning,
    find_answer,
    find_meaning,
    find_note,
    find_nth,
    find_progress,
    find_reply,
    find_reply_text,
    find_result,
    find_started,
    find_written,
    is_number,
    look_up_under,
    shown_word,
    word_key,
)
from seqcli.contacts.standing.campaign_states import Says, is_pending, read_state, says_done
from seqcli.contacts.standing.send_logs import are_sent_to, words_of_log
from seqcli.contacts.standing.status_columns import KEY_OF_OTHERS, NotesColumn, StatusColumn, StatusWord

#: Maps a column to this, also with a number behind it, to say that it holds statuses.
CAMPAIGN_STATUS = re.compile(r"campaign_status(?:_\d+)?")
SUPPRESSING = frozenset({CampaignStatus.BOUNCED, CampaignStatus.OPTED_OUT})


class StatusColumnFoundError(Exception):
    """A column turned out to hold statuses: rows before this one may have been read wrongly. Read the file again."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


@dataclass(frozen=True, slots=True)
class PerhapsAnswers:
    """The first texts of a column that may be answers of people, who are taken. `option` names it for `--map`."""

    header: str
    option: str
    texts: tuple[str, ...]


_YES, _NOTE = "(a yes, a number or a day)", "(a note)"
#: Which words make a column with such a header one of statuses.
_KINDS = {
    Asks.CONTACT: frozenset({Says.WRITTEN, Says.FOLLOWING, Says.WORK}),
    Asks.CAMPAIGN_OR_STATUS: frozenset({Says.WRITTEN, Says.WORK, Says.RUN}),
}
_OWN = {
    campaign_words.OWN_STARTED: CampaignStatus.STARTED,
    campaign_words.OWN_FINISHED: CampaignStatus.FINISHED,
    campaign_words.OWN_ANSWERED: CampaignStatus.ANSWERED,
}


# -- columns


def _has_one_of(columns: Iterable[Column], keys: Collection[str]) -> bool:
    return any(header_key(each.header) in keys for each in columns)


def _words_of_sender(columns: Sequence[Column]) -> dict[str, CampaignStatus | None]:
    """Return the words that mean something else, or more, in the files of the sender who wrote these headers."""
    found = (campaign_words.OF_SENDER.get(header_key(each.header), {}) for each in columns)
    own = {word_key(word): CampaignStatus(meaning) for words in found for word, meaning in words.items()}
    return {**words_of_log(each.header for each in columns), **own}


def _order(word: StatusWord) -> tuple[int, bool]:
    """Return what the most careful word has least of; of equal ones, that whose meaning was given."""
    return RANK[word.status], not word.is_chosen


class CampaignStatuses:
    """Reads the columns of one file that say where people stand. Memory is bounded.

    `found` are columns that are known to hold statuses, by hand or from an earlier look. `chosen` says what words
    mean, by `word_key`. In a list that seqcli wrote (`is_own`), only the status of the lead counts. If a row shows
    that a column holds statuses, that counts from this row on, or is raised if the file `can_be_read_again`.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        found: Collection[int] = (),
        chosen: Mapping[str, CampaignStatus] | None = None,
        is_own: bool = False,
        mapped: Collection[int] = (),
        can_be_read_again: bool = False,
    ) -> None:
        self._can_be_read_again = can_be_read_again
        self._is_own = is_own
        self._all = columns
        read = [each for each in columns if each.role is not ColumnRole.IGNORED and each.index not in mapped]
        self._of_sender, self._chosen = _words_of_sender(read), dict(chosen or {})
        self._are_sent_to = are_sent_to(each.header for each in read)
        self._used: set[str] = set()
        self._days: list[int] = []
        own = next((each for each in columns if each.header == "status"), None) if is_own else None
        if own is not None:
            self._columns = [StatusColumn(own, self._find_own, is_sure=True)]
        elif is_own:
            self._columns = []
        else:
            counts_replies = [
                each for each in read if header_key(each.header) in campaign_words.REPLIES_HEADERS
            ]
            counts_mails = _has_one_of(read, campaign_words.MAIL_COUNTS)
            is_sender = bool(counts_replies and counts_mails) or _has_one_of(read, campaign_words.NEIGHBOURS)
            if not counts_mails:
                read = [each for each in read if each not in counts_replies]
            made = (self._column(each, found, is_sender=is_sender) for each in read)
            self._columns = sorted(
                (each for each in made if each is not None),
                key=lambda each: (each.yields, each.called != ""),
            )
            if not is_sender:  # whose queue may hold a mail that is sent soon
                self._days = [each.index for each in self._columns if each.yields]

    def _column(self, column: Column, found: Collection[int], *, is_sender: bool) -> StatusColumn | None:
        asked = asks(column.header)
        is_known = column.index in found
        if asked is None and (notes := self._notes(column, is_known=is_known)) is not None:
            return notes
        if asked is Asks.NTH_MAIL and column.role in {ColumnRole.FIELD, ColumnRole.OTHER_EMAIL}:
            return self._nth_mail(column, is_known=is_known)
        if is_known and asked is not Asks.ANSWER:
            return StatusColumn(column, self._find, is_sure=True)
        made = self._statuses(column, asked, is_sender=is_sender)
        if made is None and column.role is ColumnRole.FIELD:
            made = self._mails(column, asked)
        return made or self._replies(column, asked, is_sure=is_known or is_sender)

    def _statuses(self, column: Column, asked: Asks | None, *, is_sender: bool) -> StatusColumn | None:
        key = header_key(column.header)
        is_other = key in campaign_words.OTHER_HEADERS
        is_status = asked in {Asks.STATUS, Asks.CONTACT} and not is_other
        is_loose = key in campaign_words.LOOSE_HEADERS or is_status
        is_sure = key in campaign_words.SURE_HEADERS or asked is Asks.CAMPAIGN
        if not is_sure and (key in campaign_words.LEAD_HEADERS or asked is Asks.LEAD):
            return StatusColumn(column, self._find_known, is_sure=False)
        if is_sure or (is_loose and is_sender):
            return StatusColumn(column, self._find, is_sure=True)
        if asked in _KINDS and not is_other:
            return StatusColumn(column, partial(self._find_of, _KINDS[asked]), is_sure=False)
        if is_loose or is_other or asked is Asks.STATUS_OF_ANYTHING:
            return StatusColumn(column, self._find_telling, is_sure=False)
        return None

    def _mails(self, column: Column, asked: Asks | None) -> StatusColumn | None:
        """Return a column that says which mail went out, or when."""
        if asked is Asks.STEP:
            return StatusColumn(column, self._find_step, is_sure=True, called=_YES)
        if asked is not Asks.WRITTEN and not (asked is Asks.SENT and self._are_sent_to):
            return None
        made = StatusColumn(column, find_written, is_sure=True, called=_YES)
        made.yields = True
        return made

    def _nth_mail(self, column: Column, *, is_known: bool) -> StatusColumn:
        """Return a column that says when one of several mails went out, or what came of it."""
        find = self._find_nth if is_known else find_nth
        made = NotesColumn(column, find, is_sure=is_known, called=_YES)
        made.answers = made.stays_loose = made.yields = True
        made.may_tell = may_be_nth
        return made

    def _replies(self, column: Column, asked: Asks | None, *, is_sure: bool) -> StatusColumn | None:
        key = header_key(column.header)
        for keys, find, called in (
            (campaign_words.REPLY_HEADERS | campaign_words.REPLIES_HEADERS, self._find_asked_reply, _YES),
            (campaign_words.STARTED_HEADERS, find_started, _YES),
            (campaign_words.REPLY_TEXT_HEADERS, find_reply_text, "(a text)"),
        ):
            if key in keys:
                return StatusColumn(column, find, is_sure=True, called=called)
        if asked is Asks.ANSWER:
            return self._answers(column, is_sure=is_sure)
        if asked is Asks.WHETHER:
            return StatusColumn(column, self._find_asked_reply, is_sure=True, called=_YES)
        return self._results(column) if asked is Asks.RESULT else None

    def _answers(self, column: Column, *, is_sure: bool) -> StatusColumn:
        made = StatusColumn(column, self._find_asked_answer, is_sure=is_sure)
        made.answers = True
        return made

    def _notes(self, column: Column, *, is_known: bool) -> StatusColumn | None:
        """Return a column of notes, or of how things stand, in which a certain answer keeps a person back."""
        is_progress = holds_progress(column.header)
        if column.role is not ColumnRole.FIELD or not (is_progress or holds_notes(column.header)):
            return None
        if is_known:
            find = self._find_progress if is_progress else self._find_note
            return NotesColumn(column, find, is_sure=True, called="" if is_progress else _NOTE)
        made = NotesColumn(column, find_progress if is_progress else find_note, is_sure=False)
        made.answers = made.stays_loose = True
        made.may_tell = may_stand if is_progress else MAY_TELL
        return made

    def _results(self, column: Column) -> StatusColumn:
        made = StatusColumn(column, self._find_asked_result, is_sure=False)
        made.stays_loose = True
        return made

    def _find(self, header: str, cell: str) -> Meaning:
        if (chosen := self._find_chosen(header, cell)) is not None:
            return chosen
        key = word_key(cell)
        if key not in self._of_sender:
            return find_meaning(header, cell)
        known = self._of_sender[key]
        return Meaning(known, is_telling=known is not None)

    def _find_chosen(self, header: str, cell: str) -> Meaning | None:
        """Return the meaning that was given. One of a number is not about a column that counts something else."""
        if not self._chosen:
            return None
        for key in (word_key(cell), word_key(shown_word(cell))):
            if key not in self._chosen:
                continue
            own = look_up_under(header, key) if is_number(key) else None
            if own is not None and RANK[own.status] < RANK[self._chosen[key]]:
                return None
            self._used.add(key)
            return Meaning(self._chosen[key], is_telling=True, is_chosen=True)
        return None

    def _find_own(self, header: str, cell: str) -> Meaning | None:
        """Return what the status of a lead in another state file means; None if its sequence never wrote to it."""
        return self._find_chosen(header, cell) or (Meaning(_OWN[cell]) if cell in _OWN else None)

    def _find_asked_reply(self, header: str, cell: str) -> Meaning | None:
        """Return what a cell about replies says; a given meaning counts for words that nobody knows."""
        found = find_reply(header, cell)
        is_unknown = found is not None and found.status is None
        return (is_unknown and self._find_chosen(header, cell)) or found

    def _find_asked_answer(self, header: str, cell: str) -> Meaning | None:
        return self._find_chosen(header, cell) or find_answer(header, cell)

    def _find_asked_result(self, header: str, cell: str) -> Meaning | None:
        return self._find_chosen(header, cell) or find_result(header, cell)

    def _find_progress(self, header: str, cell: str) -> Meaning:
        found = self._find(header, cell)
        is_answer = found.status is None and answer_among(cell)
        return Meaning(CampaignStatus.ANSWERED, is_telling=True) if is_answer else found

    def _find_note(self, header: str, cell: str) -> Meaning | None:
        found = self._find_progress(header, cell)
        return found if found.status is not None else None

    def _find_nth(self, header: str, cell: str) -> Meaning | None:
        return Meaning(CampaignStatus.STARTED) if says_done(cell) else self._find_note(header, cell)

    def _find_known(self, header: str, cell: str) -> Meaning | None:
        meaning = self._find(header, cell)
        return meaning if meaning.status not in {None, *SUPPRESSING} else None

    def _find_telling(self, header: str, cell: str) -> Meaning | None:
        meaning = self._find(header, cell)
        is_said = meaning.is_telling and meaning.status not in SUPPRESSING
        return meaning if is_said else None

    def _find_of(self, kinds: frozenset[Says], header: str, cell: str) -> Meaning | None:
        """Return a meaning that words of these kinds give; of other words, only what nobody but senders writes."""
        meaning, state = self._find(header, cell), read_state(cell)
        is_said = meaning.is_telling if state is None else state.says in kinds
        return meaning if meaning.is_chosen or (is_said and meaning.status not in SUPPRESSING) else None

    def _find_step(self, header: str, cell: str) -> Meaning | None:
        return self._find_telling(header, cell) or find_started(header, cell)

    @property
    def is_empty(self) -> bool:
        """Whether no column of the file can say where people stand."""
        return not self._columns

    @property
    def sure(self) -> tuple[int, ...]:
        """The columns that hold statuses."""
        return tuple(each.index for each in self._columns if each.is_sure)

    def judge(
        self,
        row: LeadRow | RejectedRow,
        cells: list[str],
        who: Callable[[Sequence[str]], tuple[str, ...]],
    ) -> LeadRow | RejectedRow:
        """Return a row with what its cells say of the person. `who` finds the addresses of the person in a row.

        Raises:
            StatusColumnFoundError: this row shows that a column holds statuses.
        """
        word = self._strictest(cells)
        if word is None or row.opted_out:
            return row
        if word.status in SUPPRESSING:
            why = f"{word.header}: {word.word}"
            also = who(cells)
            if isinstance(row, LeadRow):
                return row._replace(opted_out=why, also=also)
            return replace(row, opted_out=why, also=also)
        also = who(cells) if word.is_chosen or word.status is CampaignStatus.ANSWERED else ()
        standing = Standing(word.status, word.header, word.word, cells, also, self._is_own, word.is_chosen)
        return MovedRow.of(row, standing) if isinstance(row, LeadRow) else replace(row, standing=standing)

    def _strictest(self, cells: Sequence[str]) -> StatusWord | None:
        """Count the words of a row, and return the most careful one."""
        strictest = None
        for column in self._columns:
            if column.index >= len(cells) or not (cell := cells[column.index]):
                continue
            if column.yields and strictest is not None and strictest.status is not CampaignStatus.NEW:
                continue
            if column.may_tell is not None and column.may_tell(cell.lower()) is None:
                continue
            word = column.word_of(cell)
            if word is None:
                continue
            if self._days and self._is_unsent(word, cells):
                word = column.unsent(word)
            if not column.is_sure and not column.stays_loose:
                if self._can_be_read_again:
                    raise StatusColumnFoundError(column.index)
                column.become_sure(self._find_asked_answer if column.answers else self._find)
            word.count += 1
            if strictest is None or _order(word) < _order(strictest):
                strictest = word
        return strictest

    def _is_unsent(self, word: StatusWord, cells: Sequence[str]) -> bool:
        """Return whether a mail is pending, and the columns for the days of mails are all blank in this row."""
        if word.status is not CampaignStatus.STARTED or word.is_chosen:
            return False
        days = (cells[index] for index in self._days if index < len(cells))
        return is_pending(word.word) and not any(map(word_key, days))

    def words(self) -> tuple[StatusWord, ...]:
        """Return every word that rows have, by column, the most frequent first."""
        return tuple(
            word
            for column in self._columns
            for word in sorted(
                column.by_key.values(), key=lambda each: (each.key == KEY_OF_OTHERS, -each.count)
            )
            if word.count
        )

    def unknown(self) -> tuple[StatusWord, ...]:
        """Return the words that nobody knows, the most frequent first, and last those that are not named."""
        found = [each for each in self.words() if each.status is None]
        return tuple(sorted(found, key=lambda each: (each.key == KEY_OF_OTHERS, -each.count)))

    def perhaps(self) -> tuple[PerhapsAnswers, ...]:
        """Return the columns whose texts may be answers."""
        return tuple(
            PerhapsAnswers(each.header, option_of(each.column, self._all), tuple(each.perhaps))
            for each in self._columns
            if each.perhaps
        )

    def unused(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return those of these words that no cell has."""
        return tuple(word for word in words if word_key(word) not in self._used)
