"""Asks about columns of a contact file whose cells say what their header does not: a no, or a name."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby
from math import ceil
from typing import Any

from seqcli.commands.status_questions import AnyWord, StatusQuestionError
from seqcli.contacts import ColumnRole, NoAddressColumnError, Offer
from seqcli.contacts.row_types import CampaignStatus
from seqcli.contacts.standing.unheard_words import UnheardWord
from seqcli.contacts.standing.unknown_columns import Refusal, UnknownColumns
from seqcli.errors import UsageError
from seqcli.output import ask, say
from seqcli.output.messages import DeclinedError
from seqcli.output.result import CommandResult, Note, Table
from seqcli.reasons import LogLevel
from seqcli.wording import counted

#: A file with fewer rows is not stopped: a third of it may well be three people who said no.
_FEWEST_ROWS = 20
#: Of how many rows on an opt-out column is doubted that ends this part of them by cells that are no clear yes.
_FEWEST_UNCLEAR, _ALMOST_ALL = 5, 0.9
_NOTHING = "nothing was imported"
_UNANNOUNCED = "Its header does not say that this is an opt-out."
_SHOWN = 5
_MOST_UNHEARD = 20


@dataclass(frozen=True, slots=True)
class ColumnChoices:
    """What was decided about columns: by option, or as the answer to a question. Columns as an option names them."""

    suppress: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    #: A no among other words there ends nobody, and is not asked about again.
    left: tuple[str, ...] = ()
    #: Fields and the columns that an offer gave them.
    mapping: tuple[tuple[str, str], ...] = ()
    #: Columns whose offer was turned down.
    declined: tuple[str, ...] = ()
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
    #: Of an offer: map the column.
    USE = "u"


@dataclass(frozen=True, slots=True)
class ColumnQuestion:
    """A column that says no in `count` of `rows` rows: surely (it would end too many), or perhaps (`is_among`)."""

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
        says = "may say no" if self.is_among else "says no"
        cells = ", ".join(f'"{each.cell}" ({each.count:,})' for each in self.words[:_SHOWN])
        more = ", \u2026" if len(self.words) > _SHOWN else ""
        return f'"{self.header}" {says} in {self.count:,} of {counted(self.rows, "row")}: {cells}{more}'


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


class ColumnOfferError(UsageError):
    """Columns look like roles that no header has, and somebody can be asked; nothing was imported."""

    def __init__(self, offers: tuple[Offer, ...]) -> None:
        super().__init__("column_offered", offer_text(offers[0]), f"{_NOTHING.capitalize()}.")
        self.offers = offers


def check_offers(offers: Collection[Offer], choices: ColumnChoices) -> None:
    """Call it when all rows are read and nothing is committed.

    Raises:
        ColumnOfferError: a column looks like a role that no header has, and somebody can be asked.
    """
    open_ones = tuple(each for each in offers if each.option not in choices.declined)
    if choices.can_ask and open_ones:
        raise ColumnOfferError(open_ones)


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
    answer_offer: Callable[[Offer], Answer],
    choices: ColumnChoices,
    decide_word: Callable[[AnyWord, int], CampaignStatus | None] = lambda _word, _more: None,
) -> CommandResult:
    """Run an import. While it needs decisions and somebody can be asked, run it again with the answers.

    `decide_word` says what a word means, or None if nobody knows; it is told how many words follow.

    Raises:
        ColumnQuestionError: nobody can be asked.
        NoAddressColumnError: nobody can be asked, or no column looks like addresses, or the offer was turned down.
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
        except ColumnOfferError as error:
            for offer in error.offers:
                choices = _with_offer(choices, offer, answer_offer(offer))
        except NoAddressColumnError as error:
            if not choices.can_ask or not error.option or error.option in choices.declined:
                raise
            offer = Offer(error.option, error.option, ColumnRole.EMAIL, (error.example,))
            choices = _with_offer(choices, offer, answer_offer(offer))
        except StatusQuestionError as error:
            last = len(error.words) - 1
            meanings = {each.key: decide_word(each, last - place) for place, each in enumerate(error.words)}
            known = {word: meaning for word, meaning in meanings.items() if meaning is not None}
            choices = replace(choices, words={**choices.words, **known}, has_asked_words=True)


def _with_offer(choices: ColumnChoices, offer: Offer, answer: Answer) -> ColumnChoices:
    if answer is Answer.USE:
        return replace(choices, mapping=(*choices.mapping, (offer.role.value, offer.option)))
    if answer is Answer.LEAVE:
        return replace(choices, declined=(*choices.declined, offer.option))
    raise DeclinedError("not_confirmed", _NOTHING)


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
    other, what = (
        (Answer.LEAVE, "[l]eave them in") if question.is_among else (Answer.IGNORE, "[i]gnore the column")
    )
    return _ask(
        f"{question.text}. {_UNANNOUNCED}",
        f"[s]uppress these people, {what}, or [a]bort?",
        {Answer.SUPPRESS, other},
    )


def ask_about_offer(offer: Offer) -> Answer:
    """Ask on the terminal whether to map a column. Enter alone aborts."""
    field = offer.role.value
    return _ask(
        f"{offer_text(offer)}.",
        f"[u]se it as {field}, [l]eave it as it is, or [a]bort?",
        {Answer.USE, Answer.LEAVE},
    )


def _ask(text: str, question: str, possible: Collection[Answer]) -> Answer:
    say(text, level=LogLevel.ERROR)  # shown however quiet the log
    while True:
        typed = ask(question, nothing=_NOTHING)
        letter = (typed or Answer.ABORT)[:1].lower()
        if letter in {*possible, Answer.ABORT}:
            return Answer(letter)
        say(f'"{typed}" is none of these', level=LogLevel.ERROR)


_LOOKS = {
    ColumnRole.EMAIL: "addresses",
    ColumnRole.FULL_NAME: "whole names",
    ColumnRole.FIRST_NAME: "first names",
    ColumnRole.COMPANY: "companies",
}


def offer_text(offer: Offer) -> str:
    """Return what a column looks like, with examples."""
    examples = ", ".join(f'"{each}"' for each in offer.examples)
    return f'"{offer.header or offer.option}" looks like {_LOOKS[offer.role]}: {examples}'


def offer_notes(offers: Collection[Offer]) -> list[Note]:
    """Return a note for each column that looks like a role that no header has."""
    return [
        Note(f'{offer_text(each)}. To use it: --map {each.role.value}="{each.option}"') for each in offers
    ]


def offer_data(offers: Collection[Offer]) -> list[dict[str, Any]]:
    """Return the same for `--json`."""
    return [
        {"header": each.header, "field": each.role, "option": each.option, "examples": list(each.examples)}
        for each in offers
    ]


def _questions(found: Collection[Refusal], rows: int, *, is_among: bool) -> list[ColumnQuestion]:
    ordered = sorted(found, key=lambda each: (each.option, -each.count))
    groups = (
        (key, tuple(group)) for key, group in groupby(ordered, key=lambda each: (each.header, each.option))
    )
    return [ColumnQuestion(header, option, words, rows, is_among) for (header, option), words in groups]


def refusal_table(
    unknown: UnknownColumns, told: Collection[str], unheard: Sequence[UnheardWord]
) -> Table | None:
    """Return a table of every cell that may be a no although no header or table says so clearly, or None.

    `told` are headers told elsewhere.
    """
    rows = [
        (each.header, each.cell, "suppressed", f"{each.count:,}")
        for each in unknown.ends()
        if each.header not in told
    ]
    rows += [
        (each.header, each.cell, "may be a no: not suppressed", f"{each.count:,}")
        for each in unknown.mentions()
    ]
    rows += [
        (each.header, each.word, "unknown: not suppressed", f"{each.count:,}")
        for each in unheard[:_MOST_UNHEARD]
    ]
    if len(unheard) > _MOST_UNHEARD:
        rows.append(("\u2026", f"and {len(unheard) - _MOST_UNHEARD} words more", "--json has them", ""))
    if not rows:
        return None
    return Table("cells read as a no", ("column", "says", "so", "rows"), tuple(rows), frozenset({"rows"}))


def mention_notes(unknown: UnknownColumns, rows: int) -> list[Note]:
    """Return a warning for each column that says no among other words and ended nobody."""
    return [
        Note(
            f'{each.text}. Nobody is suppressed for that. To suppress them: --suppress "{each.option}"',
            is_warning=True,
        )
        for each in _questions(unknown.mentions(), rows, is_among=True)
    ]


def unclear_notes(unknown: UnknownColumns, rows: int) -> list[Note]:
    """Return a warning for each opt-out column that ends almost everybody by cells that are no clear yes."""
    if rows < _FEWEST_UNCLEAR:
        return []
    return [
        Note(
            f"{each.text}. None of these cells is a clear yes or a day, but they suppress almost the whole file."
            " If they mean no opt-out: seqcli suppress remove PATTERN --restore for each person, and from now on"
            f' import with --ignore "{each.option}"',
            is_warning=True,
        )
        for each in _questions(unknown.unclear_in(ceil(rows * _ALMOST_ALL)), rows, is_among=False)
    ]


def refusal_data(unknown: UnknownColumns) -> dict[str, list[dict[str, Any]]]:
    """Return the same for `--json`."""
    return {
        "opt_outs_by_cell": [_data(each) for each in unknown.ends()],
        "opt_outs_among_other_words": [_data(each) for each in unknown.mentions()],
    }


def _data(each: Refusal) -> dict[str, Any]:
    return {"header": each.header, "cell": each.cell, "count": each.count}
