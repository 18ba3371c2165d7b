"""Statistics of the report: intervals and quartiles by known values, and the comparison of variants by simulation."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

import pytest

from seqcli.stats import NOBODY, Comparison, Counted, Evidence, bar, compare, quartiles, rate

FIRST_DAY = date(2026, 1, 5)
Campaign = dict[str, dict[date, Counted]]


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def steady(share: float, people: int, days: int) -> dict[date, Counted]:
    """So many people on each day, who answer as often as the share says, to the digit."""
    return {day(number): Counted(share * people, people) for number in range(days)}


def draw(
    rng: Random,
    rates: Mapping[str, float],
    days: int,
    *,
    people: int = 40,
    weights: Callable[[int], list[float]] | None = None,
    drift: Callable[[int], float] = lambda _: 1.0,
) -> Campaign:
    """A campaign in which each person gets a variant by weight, and answers as often as its rate says."""
    names = list(rates)
    found: Campaign = {name: {} for name in names}
    for number in range(days):
        chosen = rng.choices(names, weights(number) if weights else None, k=people)
        for name in names:
            contacted = chosen.count(name)
            if contacted:
                share = rates[name] * drift(number)
                answered = sum(rng.random() < share for _ in range(contacted))
                found[name][day(number)] = Counted(answered, contacted)
    return found


# -- rates


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_are_those_of_newcombe_1998(count: int, of: int, low: float, high: float) -> None:
    found = rate(count, of)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert found.share == count / of


def test_of_nobody_nothing_is_known() -> None:
    assert (rate(0, 0).low, rate(0, 0).high, rate(0, 0).share) == (0.0, 1.0, 0.0)


def test_everybody_and_nobody_have_bounds_within_0_and_1() -> None:
    assert rate(0, 5).low == 0.0
    assert rate(5, 5).high == 1.0
    assert rate(0, 5).high == pytest.approx(1 - rate(5, 5).low)


def test_quartiles_are_inclusive() -> None:
    assert quartiles([]) is None
    assert quartiles([7.0]) == (7.0, 7.0, 7.0)
    assert quartiles([4.0, 1.0, 3.0, 2.0]) == (1.75, 2.5, 3.25)
    assert quartiles([1.0, 2.0, 3.0, 4.0, 5.0]) == (2.0, 3.0, 4.0)


# -- variants


def test_equal_variants_that_are_looked_at_daily_are_seldom_called_different() -> None:
    """What is ever known to be better stays so: the last look has everything that any look would have named."""
    rng = Random(16)
    wrong = sum(bool(compare(draw(rng, {"a": 0.05, "b": 0.05}, 60)).beats) for _ in range(1000))
    assert wrong <= 50


def test_a_true_difference_of_4_against_8_percent_is_found_with_1500_people_each() -> None:
    rng = Random(16)
    found = [compare(draw(rng, {"a": 0.04, "b": 0.08}, 75)).winner for _ in range(200)]
    assert found.count("b") >= 0.8 * 200
    assert found.count("a") == 0


def test_the_5_percent_hold_for_all_variants_of_a_step_together() -> None:
    rng = Random(16)
    rates = dict.fromkeys("abcd", 0.06)
    wrong = sum(bool(compare(draw(rng, rates, 40, people=60)).beats) for _ in range(120))
    assert wrong <= 6


def test_rates_that_fall_while_the_weights_change_do_not_make_a_winner() -> None:
    """Counted together, the variant that most people of the good days got would look better: Simpson's paradox."""
    rng = Random(16)
    cases = [
        draw(
            rng,
            {"a": 0.12, "b": 0.12},
            60,
            people=60,
            weights=lambda number: [9, 1] if number < 30 else [1, 9],
            drift=lambda number: 1.0 if number < 30 else 0.25,
        )
        for _ in range(200)
    ]
    assert sum(bool(compare(each).beats) for each in cases) <= 10
    together = [compare({name: {day(0): total(days)} for name, days in each.items()}) for each in cases]
    assert sum(each.winner == "a" for each in together) > 100


def total(days: Mapping[date, Counted]) -> Counted:
    return Counted(
        sum(each.answered for each in days.values()), sum(each.contacted for each in days.values())
    )


def test_people_who_got_a_variant_while_the_other_was_off_are_not_compared() -> None:
    both = {"a": steady(0.05, 20, 30), "b": steady(0.05, 20, 30)}
    alone = {day(number): Counted(0, 20) for number in range(30, 400)}
    assert compare({"a": {**both["a"], **alone}, "b": both["b"]}).beats == ()
    evidence = Evidence()
    evidence.add_day(day(0), Counted(9, 10), NOBODY)
    evidence.add_day(day(40), NOBODY, Counted(0, 10))
    assert evidence.highest == 0.0
    evidence.add_day(day(41), Counted(9, 10), NOBODY)
    assert evidence.highest > 0.0


def test_what_is_known_stays_known_with_every_day_that_follows() -> None:
    rng = Random(4)
    campaign = draw(rng, {"a": 0.03, "b": 0.1}, 60)
    winners = [
        compare(
            {
                name: {at: each for at, each in days.items() if at < day(number)}
                for name, days in campaign.items()
            }
        )
        for number in range(1, 61)
    ]
    named = [each.winner for each in winners]
    first = named.index("b")
    assert 5 < first < 59
    assert named == [None] * first + ["b"] * (60 - first)
    assert all(each.needed is None for each in winners[first:])


def test_few_people_a_day_are_counted_together() -> None:
    rng = Random(9)
    found = [compare(draw(rng, {"a": 0.02, "b": 0.3}, 300, people=1)).winner for _ in range(20)]
    assert found.count("b") >= 16


def test_a_winner_beats_those_that_are_on_and_variants_that_are_off_stay_in_the_comparison() -> None:
    days = {"a": steady(0.02, 30, 60), "b": steady(0.09, 30, 60), "c": steady(0.08, 30, 60)}
    found = compare(days)
    assert (found.winner, found.beats) == (None, (("b", "a"), ("c", "a")))
    assert compare(days, off={"c"}).winner == "b"
    assert compare({"a": days["a"], "b": days["b"]}, off={"a"}).winner == "b"
    assert compare({"a": days["a"], "b": days["b"]}, off={"b"}).winner == "b"


def test_the_people_needed_are_enough_and_not_many_too_many() -> None:
    found = compare({"a": steady(0.04, 10, 20), "b": steady(0.08, 10, 20)})
    assert found.winner is None
    assert found.needed is not None
    assert 300 < found.needed < 3000
    enough = 20 + found.needed // 20 + 1
    assert compare({"a": steady(0.04, 10, enough), "b": steady(0.08, 10, enough)}).winner == "b"
    few = 20 + found.needed * 8 // 200
    assert compare({"a": steady(0.04, 10, few), "b": steady(0.08, 10, few)}).winner is None


@pytest.mark.parametrize(
    ("days", "off"),
    [
        ({"a": steady(0.05, 10, 20), "b": steady(0.05, 10, 20)}, ()),
        ({"a": steady(0.0, 10, 20), "b": steady(0.0, 10, 20)}, ()),
        ({"a": steady(0.05, 10, 20), "b": {}}, ()),
        ({"a": steady(0.04, 10, 20), "b": steady(0.08, 10, 20)}, ("a",)),
        ({"a": steady(0.04, 10, 20), "b": steady(0.08, 10, 20)}, ("b",)),
        ({"a": steady(0.05, 10, 20)}, ()),
        ({}, ()),
    ],
    ids=["equal", "no answers", "nobody yet", "the worse is off", "the better is off", "only one", "none"],
)
def test_where_more_people_would_not_help_no_number_is_given(days: Campaign, off: tuple[str, ...]) -> None:
    assert compare(days, off) == Comparison(None, None)


def test_more_variants_need_more_evidence() -> None:
    assert [round(bar(number), 2) for number in (2, 3, 4)] == [3.69, 4.79, 5.48]


def test_the_names_and_their_order_do_not_matter() -> None:
    campaign = draw(Random(2), {"a": 0.03, "b": 0.09}, 60)
    other = compare({"x": campaign["b"], "y": campaign["a"]})
    assert compare(campaign).winner == "b"
    assert other.winner == "x"
