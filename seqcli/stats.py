"""Statistics of the report: intervals of rates, quartiles, and a comparison of variants that may be looked at daily.

Pure: no clock, no I/O. Rates are shares from 0 to 1 of people.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import permutations
from math import ceil, exp, log, log10, sqrt
from statistics import quantiles
from typing import NamedTuple

#: The normal quantile of a two-sided 95 % interval.
_Z95 = 1.959963984540054
#: The share of campaigns in which any variant of a step may be called better although none is.
ERROR_RATE = 0.05
#: The rates of a better variant and of another, each pair equally likely before the first mail: the other one has a
#: rate of 1 to 30 %, and the odds of the better one are 1.25 to 3 times as high.
_ALTERNATIVES = tuple(
    (base * odds / (1 - base + base * odds), base)
    for base in (0.01, 0.03, 0.1, 0.3)
    for odds in (1.25, 1.5, 2.0, 3.0)
)
#: Days are counted together until each of two variants has so many people; such a block has at most so many days.
_LEAST_PEOPLE = 5
_LONGEST_BLOCK = timedelta(days=28)
_MOST_NEEDED = 1_000_000


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many people, with the bounds of a 95 % interval."""

    count: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The rate itself; 0 of nobody."""
        return self.count / self.of if self.of else 0.0


def rate(count: int, of: int) -> Rate:
    """Return a rate with its Wilson 95 % interval. Of nobody, nothing is known: 0 to 1.

    Source: E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, 1927.
    """
    if of <= 0:
        return Rate(count, 0, 0.0, 1.0)
    share, spread = count / of, _Z95**2 / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z95 * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return Rate(count, of, max(0.0, middle - half), min(1.0, middle + half))


def quartiles(values: Sequence[float]) -> tuple[float, float, float] | None:
    """Return first quartile, median and third quartile (method inclusive); None of no values."""
    if not values:
        return None
    if len(values) == 1:
        return values[0], values[0], values[0]
    first, median, third = quantiles(values, n=4, method="inclusive")
    return first, median, third


# -- variants


class Counted(NamedTuple):
    """How many of how many people answered; of people to come, both may be fractions."""

    answered: float
    contacted: float


def _together(counts: Iterable[Counted]) -> Counted:
    counts = list(counts)
    return Counted(sum(each.answered for each in counts), sum(each.contacted for each in counts))


NOBODY = Counted(0, 0)
#: What became of the people of each variant of a step, by the day on which their mail left 12m.
VariantDays = Mapping[str, Mapping[date, Counted]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What may be said of the variants of a step.

    `beats` has (better, other) for each pair of which one is known to be better. `winner` beats all that are on, or
    all if no other one is on. `needed` is how many more people it takes to name a winner, of all variants together, if
    the rates stay as they are. It is None where a winner is named, where the rates are too close to tell, and where
    nobody gets the variant any more that would have to be compared.
    """

    winner: str | None
    needed: int | None
    beats: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Evidence:
    """How much speaks for "better is answered more often than other", by a test that may be looked at after each day.

    It is an e-process against "better is answered no more often than other, in any block of days". An alternative
    says that the two are answered at the rates p and q, p > q; r is then the rate of all m + n people of the block.
    Each answer to better multiplies the evidence for the alternative by p/r, each silence by (1-p)/(1-r); each answer
    to other by q/r, each silence by (1-q)/(1-r).

    With the true rates s <= t, a block multiplies it on average by (1 + (s-r)u)^m (1 - (t-r)v)^n, where
    u = (p-r)/(r(1-r)), v = (r-q)/(r(1-r)) and mu = nv. That grows with s. At s = t the mean of the m + n factors is 1,
    so their product is at most 1. So the evidence, averaged over the alternatives, ever exceeds x with a probability
    of at most 1/x (Ville's inequality): however often one looks, however people are divided between the variants, and
    also where the rates of both rise and fall from block to block.

    Source: R. Turner, A. Ly, P. Grünwald, Generic E-variables for exact sequential k-sample tests that allow for
    optional stopping, 2024.
    """

    #: The logarithm of the highest evidence so far.
    highest: float = 0.0
    _logs: list[float] = field(default_factory=lambda: [0.0] * len(_ALTERNATIVES))
    _open: list[tuple[date, Counted, Counted]] = field(default_factory=list)

    def add_day(self, day: date, better: Counted, other: Counted) -> None:
        """Add the people of a day, later than those before.

        The block is closed once each variant has enough people. People who were alone for long are not counted.
        """
        first = day - _LONGEST_BLOCK
        self._open = [*(each for each in self._open if each[0] > first), (day, better, other)]
        betters = _together(each for _, each, _ in self._open)
        others = _together(each for _, _, each in self._open)
        if min(betters.contacted, others.contacted) >= _LEAST_PEOPLE:
            self._logs = self._with(betters, others)
            self._open = []
            self.highest = max(self.highest, _log_mean(self._logs))

    def after(self, better: Counted, other: Counted) -> float:
        """Return the logarithm of the evidence if these people were the next block."""
        return _log_mean(self._with(better, other))

    def _with(self, better: Counted, other: Counted) -> list[float]:
        factors = (_log_factor(better, other, *each) for each in _ALTERNATIVES)
        return [known + more for known, more in zip(self._logs, factors, strict=True)]


def _log_factor(better: Counted, other: Counted, higher: float, lower: float) -> float:
    """Return the logarithm by which a block multiplies the evidence for an alternative."""
    both = (better.contacted * higher + other.contacted * lower) / (better.contacted + other.contacted)
    return _log_bet(better, higher, both) + _log_bet(other, lower, both)


def _log_bet(people: Counted, share: float, both: float) -> float:
    silent = people.contacted - people.answered
    return people.answered * log(share / both) + silent * log((1 - share) / (1 - both))


def _log_mean(logs: Sequence[float]) -> float:
    highest = max(logs)
    return highest + log(sum(exp(each - highest) for each in logs) / len(logs))


def bar(variants: int) -> float:
    """Return how high the logarithm of the evidence for one pair must be, so that all pairs together err in 5 %."""
    return log(variants * (variants - 1) / ERROR_RATE)


def compare(days: VariantDays, off: Collection[str] = ()) -> Comparison:
    """Compare the variants of a step, in a way that may be looked at every day. Those that are `off` stay in it.

    The probability that it ever calls one better than another that is as good is at most 5 %, for all pairs together.
    What was once known to be better stays so.
    """
    if len(days) < 2:
        return Comparison(None, None)
    pairs = {pair: _evidence(days[pair[0]], days[pair[1]]) for pair in permutations(days, 2)}
    beats = tuple(pair for pair, each in pairs.items() if each.highest >= bar(len(days)))
    # Where the rates of two have changed places, nothing is known about them.
    beats = tuple(pair for pair in beats if pair[::-1] not in beats)
    winner = next(
        (name for name in days if all((name, each) in beats for each in _rivals(name, days, off))), None
    )
    return Comparison(winner, _needed(days, off, pairs) if winner is None else None, beats)


def _evidence(better: Mapping[date, Counted], other: Mapping[date, Counted]) -> Evidence:
    found = Evidence()
    for day in sorted({*better, *other}):
        found.add_day(day, better.get(day, NOBODY), other.get(day, NOBODY))
    return found


def _rivals(name: str, names: Collection[str], off: Collection[str]) -> list[str]:
    """Return whom a winner must beat: the others that are on, or all others if no other one is."""
    others = [each for each in names if each != name]
    return [each for each in others if each not in off] or others


def _needed(days: VariantDays, off: Collection[str], pairs: Mapping[tuple[str, str], Evidence]) -> int | None:
    """Return how many more people it takes until the best one so far has won, to two digits."""
    totals = {name: _together(each.values()) for name, each in days.items()}
    if not all(each.contacted for each in totals.values()):
        return None
    best = max(totals, key=lambda name: totals[name].answered / totals[name].contacted)
    daily = {name: totals[name].contacted / len(each) for name, each in days.items() if name not in off}
    if best not in daily:
        return None

    def is_won(after_days: float) -> bool:
        coming = {name: _scaled(totals[name], after_days * daily.get(name, 0.0)) for name in days}
        return all(
            max(pairs[best, each].highest, pairs[best, each].after(coming[best], coming[each]))
            >= bar(len(days))
            for each in _rivals(best, days, off)
        )

    high = 1.0
    while not is_won(high):
        high *= 2
        if high * sum(daily.values()) > _MOST_NEEDED:
            return None
    low = 0.0
    while high - low > high / 100:
        middle = (low + high) / 2
        low, high = (low, middle) if is_won(middle) else (middle, high)
    return _to_two_digits(high * sum(daily.values()))


def _scaled(counted: Counted, contacted: float) -> Counted:
    """Return so many people who answer as often as those."""
    return Counted(counted.answered / counted.contacted * contacted, contacted)


def _to_two_digits(people: float) -> int:
    """Return a number rounded up to two digits."""
    unit = 10 ** max(0, int(log10(people)) - 1) if people > 1 else 1
    return ceil(people / unit) * unit
