"""Asks about columns of a contact file that say no although their header does not announce it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby
from typing import Any

from seqcli.commands.status_questions import StatusQuestionError
from seqcli.contacts.campaign_status import StatusWord
from seqcli.contacts.row_types import CampaignStatus
from seqcli.contacts.unknown_columns import Refusal, UnknownColumns
from seqcli.errors import UsageError
from seqcli.output import ask, say
from seqcli.output.messages import DeclinedError
from seqcli.output.result import CommandResult, Note, Table
from seqcli.reasons import LogLevel
from seqcli.wording import counted

#: A file with fewer rows is not stopped: a third of it may well be three people who said no.
_FEWEST_ROWS = 20
_NOTHING = "nothing was imported"
_UNANNOUNCED = "Its header does not say that this is an opt-out."
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ColumnChoices:
    """What was decided about columns: by option, or as the answer to a question. Columns as an option names them."""

    suppress: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    #: A no among other words there ends nobody, and is not asked about again.
    left: tuple[str, ...] = ()
    #: Whether somebody can be asked, and the file read a second time.
    can_ask: bool = False
    #: What words mean that say where people stand in another sender's campaign.
    words: Mapping[str, CampaignStatus] = field(default_factory=dict)
    #: The words that nobody knows were asked about; the others are kept back.
    has_asked_words: bool = False


NO_CHOICES = ColumnChoices()


class Answer(StrEnum):
    """What to do with people whose no was found; the letter that a person types."""

    SUPPRESS = "s"
    IGNORE = "i"
    LEAVE = "l"
    ABORT = "a"


@dataclass(frozen=True, slots=True)
class ColumnQuestion:
    """A column that says no in `count` of `rows` rows: wholly (it would end too many), or among other words."""

    header: str
    option: str
    words: tuple[Refusal, ...]
    rows: int
    is_among: bool

    @property
    def count(self) -> int:
        """Rows that say no."""
        return sum(each.count for each in self.words)

    @property
    def text(self) -> str:
        """What the column says, in one sentence."""
        among = " among other words" if self.is_among else ""
        cells = ", ".join(f'"{each.cell}" ({each.count:,})' for each in self.words[:_SHOWN])
        more = ", \u2026" if len(self.words) > _SHOWN else ""
        return (
            f'"{self.header}" says no{among} in {self.count:,} of {counted(self.rows, "row")}: {cells}{more}'
        )


class ColumnQuestionError(UsageError):
    """The import needs a decision about columns; nothing was imported."""

    def __init__(self, questions: tuple[ColumnQuestion, ...]) -> None:
        first = questions[0]
        hint = (
            f'{_NOTHING.capitalize()}. To suppress these people: --suppress "{first.option}".'
            f' If the column is no opt-out: --ignore "{first.option}".'
        )
        message = f"{first.text}. {_UNANNOUNCED}"
        super().__init__("column_says_no", message, hint)
        self.questions = questions


def check_columns(unknown: UnknownColumns, rows: int, choices: ColumnChoices) -> None:
    """Call it when all rows are read and nothing is committed.

    Raises:
        ColumnQuestionError: a column that is not known by its header would end more than a third of the file; or a
            no stands among other words, and somebody can be asked.
    """
    questions = []
    if rows >= _FEWEST_ROWS:
        questions = _questions(unknown.ends_more_than(rows // 3), rows, is_among=False)
    if choices.can_ask:
        asked = {each.option for each in questions}.union(choices.left)
        questions += [q for q in _questions(unknown.mentions(), rows, is_among=True) if q.option not in asked]
    if questions:
        raise ColumnQuestionError(tuple(questions))


def import_asking(
    run: Callable[[ColumnChoices], CommandResult],
    decide: Callable[[ColumnQuestion], Answer],
    choices: ColumnChoices,
    decide_word: Callable[[StatusWord], CampaignStatus | None] = lambda _word: None,
) -> CommandResult:
    """Run an import. While it needs decisions and somebody can be asked, run it again with the answers.

    `decide_word` says what a word means, or None to keep its people back.

    Raises:
        ColumnQuestionError: nobody can be asked.
        DeclinedError: the answer was to abort.
    """
    while True:
        try:
            return run(choices)
        except ColumnQuestionError as error:
            if not choices.can_ask:
                raise
            for question in error.questions:
                choices = _with_answer(choices, question.option, decide(question))
        except StatusQuestionError as error:
            meanings = {each.key: decide_word(each) for each in error.words}
            known = {word: meaning for word, meaning in meanings.items() if meaning is not None}
            choices = replace(choices, words={**choices.words, **known}, has_asked_words=True)


def _with_answer(choices: ColumnChoices, option: str, answer: Answer) -> ColumnChoices:
    if answer is Answer.SUPPRESS:
        return replace(choices, suppress=(*choices.suppress, option))
    if answer is Answer.IGNORE:
        return replace(choices, ignore=(*choices.ignore, option))
    if answer is Answer.LEAVE:
        return replace(choices, left=(*choices.left, option))
    raise DeclinedError("not_confirmed", _NOTHING)


def ask_about_column(question: ColumnQuestion) -> Answer:
    """Ask on the terminal. Enter alone aborts."""
    say(f"{question.text}. {_UNANNOUNCED}", level=LogLevel.ERROR)  # shown however quiet the log
    possible = {Answer.SUPPRESS, Answer.LEAVE if question.is_among else Answer.IGNORE, Answer.ABORT}
    other = "[l]eave them in" if question.is_among else "[i]gnore the column"
    while True:
        typed = ask(f"[s]uppress these people, {other}, or [a]bort?", nothing=_NOTHING)
        letter = (typed or Answer.ABORT)[:1].lower()
        if letter in possible:
            return Answer(letter)


def _questions(found: Collection[Refusal], rows: int, *, is_among: bool) -> list[ColumnQuestion]:
    ordered = sorted(found, key=lambda each: (each.option, -each.count))
    groups = (
        (key, tuple(group)) for key, group in groupby(ordered, key=lambda each: (each.header, each.option))
    )
    return [ColumnQuestion(header, option, words, rows, is_among) for (header, option), words in groups]


def refusal_table(unknown: UnknownColumns, told: Collection[str]) -> Table | None:
    """Return a table of every no that no header announces clearly, or None. `told` are headers told elsewhere."""
    rows = [
        (each.header, each.cell, "suppressed", f"{each.count:,}")
        for each in unknown.ends()
        if each.header not in told
    ]
    rows += [
        (each.header, each.cell, "among other words: imported", f"{each.count:,}")
        for each in unknown.mentions()
    ]
    if not rows:
        return None
    return Table("cells read as a no", ("column", "says", "so", "rows"), tuple(rows), frozenset({"rows"}))


def mention_notes(unknown: UnknownColumns, rows: int) -> list[Note]:
    """Return a warning for each column that says no among other words and ended nobody."""
    return [
        Note(f'{each.text}. They are imported. To suppress them: --suppress "{each.option}"', is_warning=True)
        for each in _questions(unknown.mentions(), rows, is_among=True)
    ]


def refusal_data(unknown: UnknownColumns) -> dict[str, list[dict[str, Any]]]:
    """Return the same for `--json`."""
    return {
        "opt_outs_by_cell": [_data(each) for each in unknown.ends()],
        "opt_outs_among_other_words": [_data(each) for each in unknown.mentions()],
    }


def _data(each: Refusal) -> dict[str, Any]:
    return {"header": each.header, "cell": each.cell, "count": each.count}
