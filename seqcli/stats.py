"""Statistics of the report: intervals of rates, quartiles, and a comparison of variants that may be looked at daily.

Pure: no clock, no I/O. Rates are shares from 0 to 1 of people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, lgamma, log, sqrt
from statistics import quantiles

#: The normal quantile of a two-sided 95 % interval.
_Z95 = 1.959963984540054
#: The share of campaigns in which any variant of a step may be called better although none is.
ERROR_RATE = 0.05
#: The prior of a rate, a beta distribution with mean 1/11: cold mail is seldom answered more often than that.
_PRIOR = (1.0, 10.0)
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


@dataclass(frozen=True, slots=True)
class Comparison:
    """What may be said of the variants of a step: the best one, or how many more people that takes, of all variants.

    `needed` is None where a winner is named, or where the rates are equal so far or too close to tell.
    """

    winner: str | None
    needed: int | None


def compare(counts: Mapping[str, tuple[int, int]]) -> Comparison:
    """Compare variants by (answered, contacted) in a way that may be looked at after every person.

    A variant wins when it beats every other one. "a beats b" is an e-process against "a answers no more often than b":
    the mixture of the likelihoods of both rates over a prior, divided by the largest likelihood of one common rate.
    Whatever the rates, it ever exceeds x with a probability of at most 1/x. So with the bar at (number of variants) /
    5 %, a variant that is no better is ever called better in at most 5 % of campaigns, however often one looks.

    Source: L. Wasserman, A. Ramdas, S. Balakrishnan, Universal Inference, 2020 (the sequential version).
    """
    winner = _winner(counts)
    needed = None if winner is not None or len(counts) < 2 else _needed(counts)
    return Comparison(winner, needed)


def _winner(counts: Mapping[str, tuple[int, int]]) -> str | None:
    if len(counts) < 2:
        return None
    best = max(counts, key=lambda name: _share(counts[name]))
    bar = log(len(counts) / ERROR_RATE)
    others = (each for name, each in counts.items() if name != best)
    return best if all(_log_evidence(counts[best], each) >= bar for each in others) else None


def _share(counted: tuple[int, int]) -> float:
    return counted[0] / counted[1] if counted[1] else 0.0


def _log_evidence(better: tuple[int, int], other: tuple[int, int]) -> float:
    """Return the logarithm of the e-process for "better answers more often than other"."""
    if _share(better) <= _share(other):
        return -inf
    together = better[0] + other[0], better[1] + other[1]
    return _log_mixture(better) + _log_mixture(other) - _log_likelihood(together)


def _log_mixture(counted: tuple[int, int]) -> float:
    """Return the logarithm of the likelihood of (answered, contacted), averaged over the prior."""
    count, missed = counted[0], counted[1] - counted[0]
    return _log_beta(count + _PRIOR[0], missed + _PRIOR[1]) - _log_beta(*_PRIOR)


def _log_beta(first: float, second: float) -> float:
    return lgamma(first) + lgamma(second) - lgamma(first + second)


def _log_likelihood(counted: tuple[int, int]) -> float:
    """Return the logarithm of the largest likelihood of (answered, contacted) that any one rate gives."""
    count, of = counted
    return sum(part * log(part / of) for part in (count, of - count) if part)


def _needed(counts: Mapping[str, tuple[int, int]]) -> int | None:
    """Return how many more people a winner takes, all variants together, if the rates stay as they are now."""
    known = sum(of for _, of in counts.values())
    if not known:
        return None
    low, high = 1, 2
    while _winner(_grown(counts, high)) is None:
        low, high = high, high * 2
        if high > _MOST_NEEDED:
            return None
    while high - low > max(1, high // 50):
        middle = (low + high) // 2
        low, high = (low, middle) if _winner(_grown(counts, middle)) else (middle, high)
    return max(1, sum(of for _, of in _grown(counts, high).values()) - known)


def _grown(counts: Mapping[str, tuple[int, int]], of_each: int) -> dict[str, tuple[int, int]]:
    """Return the counts once every variant has so many people, at today's rates."""
    sizes = {name: max(of, of_each) for name, (_, of) in counts.items()}
    return {name: (round(_share(counts[name]) * of), of) for name, of in sizes.items()}
