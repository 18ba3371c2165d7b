"""The report counts people, credits each answer once, and says how sure it is; its page stands alone."""

import base64
import hashlib
import re
import sqlite3
from collections import defaultdict
from contextlib import closing
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from faulty import ADA, BOB, CYD, make_bench
from shell import Cli, enrol
from world import STEPS, Bench, plain_step

from seqcli.clock import VirtualClock
from seqcli.commands.report import ReportChoice, report
from seqcli.commands.report_page import report_page
from seqcli.errors import UsageError
from seqcli.model import Step, Variant, normalise_address
from seqcli.output.figures import Figure, Page, PageSection, Shape
from seqcli.output.page import render_page
from seqcli.output.result import Table
from seqcli.simulator import DEFAULT_HANDLE, USUAL_MIX, People, PersonaKind
from seqcli.store import ReportScope

TWO_WORDINGS = Step("3d", 3 * 86_400_000, (Variant("a", "Hello", "Hi."), Variant("b", "Hey", "Hey.")))
DAY = timedelta(days=1)


def numbers(bench: Bench, by: str = "step", **choice: Any) -> dict[Any, dict[str, Any]]:
    """Return the groups of a report by (step, group), and the whole under "all"."""
    data = report(bench.path, ReportChoice(by=by, **choice), bench.clock).data
    groups = {(each["step"], each["group"]): each for each in data["groups"]}
    return {**groups, "all": data["totals"][0]} if data["totals"] else groups


def play(tmp_path: Path) -> tuple[Bench, People]:
    bench = make_bench(tmp_path, steps=(TWO_WORDINGS, *STEPS[1:]))
    mix = {**USUAL_MIX, PersonaKind.REPLIES: 4}
    people = People(bench.world, seed=5, mix=mix)
    bench.add_leads(*(f"p{number}@firm{number}.example" for number in range(60)))
    bench.release()
    bench.poll()
    bench.live(25)
    return bench, people


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bench, People]:
    """A campaign that is over; nobody changes it."""
    return play(tmp_path_factory.mktemp("played"))


# -- what is counted


def test_the_numbers_are_those_of_the_simulated_world(played: tuple[Bench, People]) -> None:
    bench, people = played
    contacted: dict[int, set[str]] = defaultdict(set)
    never_left = {PersonaKind.CANCELLED, PersonaKind.UNSENDABLE}
    for each in bench.world.ledger:
        persona = people.persona(each.to)
        step = (each.step or 0) + 1
        if persona.kind not in never_left or step != persona.step:
            contacted[step].add(normalise_address(each.to))
    found = numbers(bench)
    assert {step: found[step, ""]["contacted"] for step in contacted} == {
        step: len(who) for step, who in contacted.items()
    }
    replying = {
        PersonaKind.REPLIES,
        PersonaKind.REPLIES_FROM_ELSEWHERE,
        PersonaKind.REPLIES_AFRESH,
        PersonaKind.AWAY_THEN_REPLIES,
    }
    answered: dict[int, int] = defaultdict(int)
    opted_out = 0
    for address in set().union(*contacted.values()):
        persona = people.persona(address)
        answered[persona.step] += persona.kind in replying and address in contacted[persona.step]
        opted_out += persona.kind is PersonaKind.OPTS_OUT and address in contacted[persona.step]
    assert {step: found[step, ""]["answered"] for step in contacted} == {
        step: answered[step] for step in contacted
    }
    assert found["all"]["answered"] == sum(answered.values())
    assert found["all"]["opted_out"] == opted_out
    assert found["all"]["contacted"] == len(contacted[1])
    assert found["all"]["delivered"] + found["all"]["bounced"] == found["all"]["contacted"]


def test_every_dimension_tells_of_the_same_people(played: tuple[Bench, People]) -> None:
    bench, _ = played
    whole = numbers(bench)["all"]
    for by in ("variant", "identity", "company", "source", "week"):
        found = numbers(bench, by)
        assert found["all"] == whole
        groups = [each for key, each in found.items() if key != "all"]
        assert sum(each["answered"] for each in groups) == whole["answered"]
    (only,) = (each for key, each in numbers(bench, "identity").items() if key != "all")
    assert (only["group"], only["contacted"]) == (DEFAULT_HANDLE, whole["contacted"])


def test_a_mail_that_12m_still_holds_has_contacted_nobody(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    with closing(sqlite3.connect(bench.path)) as conn, conn:
        conn.execute("UPDATE attempt SET dispatch_at = '2026-03-02T15:00:00.000Z'")
    assert report(bench.path, ReportChoice(), bench.clock).data["totals"] == []
    bench.clock.advance(hours=7)
    assert numbers(bench)["all"]["contacted"] == 1


def test_an_answer_belongs_to_the_mail_that_had_left_before_it(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    bench.live(3.5)
    bench.world.human_reply(ADA)
    bench.live(0.5)
    bench.world.human_reply(ADA, "And one more thing.")
    bench.live(0.5)
    found = numbers(bench)
    assert (found[1, ""]["answered"], found[2, ""]["answered"], found["all"]["answered"]) == (0, 1, 1)
    minutes = found[2, ""]["minutes_to_answer"]
    assert 0 <= minutes["median"] <= 24 * 60


def test_since_and_until_choose_mails_by_when_they_left(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    bench.live(4)
    bench.world.human_reply(BOB)
    bench.live(1)
    until = (bench.clock.now() - 4 * DAY).isoformat()
    first = numbers(bench, until=until)
    assert (first["all"]["contacted"], first["all"]["answered"]) == (2, 0)
    later = numbers(bench, since=until)
    assert (later["all"]["contacted"], later["all"]["answered"]) == (2, 1)


def test_forgotten_people_stay_in_the_counts(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB, CYD)
    bench.poll()
    bench.world.human_reply(ADA)
    bench.live(1)
    before = numbers(bench)
    with bench.store.transaction():
        bench.store.erasure.forget_person(ADA, bench.clock.now())
    after = numbers(bench)
    for key in ((1, ""), "all"):
        for column in ("contacted", "answered", "bounced"):
            assert after[key][column] == before[key][column], (key, column)
    assert report(bench.path, ReportChoice(), bench.clock).data["forgotten"] == {"intro": 1}


def test_variants_are_compared_among_people_whose_week_is_over(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, steps=(TWO_WORDINGS, *STEPS[1:]))
    bench.add_leads(*(f"p{number}@firm{number}.example" for number in range(20)))
    bench.release()
    bench.poll()
    assert report(bench.path, ReportChoice(), bench.clock).data["variants"] == []
    bench.clock.advance(days=7, minutes=1)
    assert report(bench.path, ReportChoice(), bench.clock).data["variants"] == []
    bench.clock.advance(days=1)
    (step,) = report(bench.path, ReportChoice(), bench.clock).data["variants"]
    assert sum(each["contacted"] for each in step["variants"]) == 20
    assert (step["winner"], step["people_needed"]) == (None, None)


# -- the command


def test_the_terminal_shows_people_rates_and_what_is_too_few_to_say(
    cli: Cli, played: tuple[Bench, People]
) -> None:
    bench, _ = played
    code, out, _ = cli("report", "--db", str(bench.path))
    assert code == 0
    assert re.search(r"step 1\s+58\s+\d+", out)
    assert re.search(r"\d+\.\d % \(\d+\.\d to \d+\.\d\)", out)
    assert "too few to say" in out


def test_csv_has_every_group_and_the_whole(cli: Cli, played: tuple[Bench, People]) -> None:
    bench, _ = played
    lines = cli("report", "--db", str(bench.path), "--by", "variant", "--csv")[1].splitlines()
    assert lines[0].startswith("sequence,step,group,contacted,delivered")
    assert lines[-1].startswith("intro,,all,58,")


def test_an_empty_file_has_an_empty_report(cli: Cli) -> None:
    enrol(cli)
    assert cli("report")[:2] == (0, "no mail has left 12m yet\n")
    assert cli("report", "--since", "7d")[1] == "no mail left 12m then\n"


@pytest.mark.parametrize(
    "words", [("nothere",), ("--by", "colour"), ("--since", "soon"), ("--until", "x"), ("--open",)]
)
def test_what_cannot_be_reported_is_said(cli: Cli, words: tuple[str, ...]) -> None:
    enrol(cli)
    code, out, talk = cli("report", *words)
    assert (code, out) == (2, "")
    assert talk.startswith("error: ")


# -- the page


class Reader(HTMLParser):
    """Collects tags with their attributes, and checks that they are closed in order."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def page(played: tuple[Bench, People], tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "report.html"
    report_page(played[0].path, ReportChoice(), played[0].clock, path)
    return path.read_text(encoding="utf-8")


def test_the_page_asks_nobody_for_anything_and_runs_nothing(page: str) -> None:
    reader = Reader(page)
    assert not reader.open
    assert len(page.encode()) < 1_000_000
    assert not {"script", "link", "img", "iframe", "object", "embed", "form", "base"} & {
        t for t, _ in reader.tags
    }
    values = [(name, value or "") for _, attrs in reader.tags for name, value in attrs.items()]
    assert not [name for name, _ in values if name.startswith("on") or name == "style"]
    assert not [
        value for name, value in values if name in {"href", "src", "xlink:href"} and not value.startswith("#")
    ]
    assert "url(" not in page.replace("url(#", "")
    ids = [value for name, value in values if name == "id"]
    assert len(ids) == len(set(ids))
    assert "@import" not in page
    (policy,) = (
        attrs["content"] for tag, attrs in reader.tags if attrs.get("http-equiv") == "Content-Security-Policy"
    )
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_every_chart_has_a_name_and_its_table(page: str) -> None:
    reader = Reader(page)
    figures = [tag for tag, _ in reader.tags if tag == "figure"]
    charts = [attrs for tag, attrs in reader.tags if tag == "svg"]
    names = {attrs.get("id") for tag, attrs in reader.tags if tag == "h3"}
    assert len(figures) == len(charts) >= 8
    assert all(each["role"] == "img" and each["aria-labelledby"] in names for each in charts)
    assert page.count("<details><summary>As a table</summary>") == len(figures)
    assert "#0a00" not in page
    for title in (
        "Funnel by step",
        "Day by day",
        "Week by week",
        "Cohorts",
        "Time to answer",
        "Variants of step 1",
    ):
        assert title in reader.text
    for title in ("When answers come", "Bounces by identity", "Bounces by mail service", "To come"):
        assert title in reader.text


def test_texts_of_the_file_are_no_mark_up() -> None:
    hostile = "<script>alert(1)</script>\x1b[31m\x00\ufffe\u202e\"'&"
    figure = Figure(
        hostile,
        hostile,
        Shape.BARS,
        ({"group": hostile, "value": 3},),
        Table(hostile, (hostile, "n"), ((hostile, hostile),), frozenset({"n"})),
    )
    section = PageSection(hostile, tables=(figure.table,), lines=(hostile,), figures=(figure,))
    html = render_page(Page(hostile, hostile, (section,), (hostile,)))
    reader = Reader(html)
    assert "script" not in {tag for tag, _ in reader.tags}
    assert "\x1b" not in html
    assert "\u202e" not in html


@pytest.mark.parametrize("shape", list(Shape))
def test_every_shape_draws_without_any_point(shape: Shape) -> None:
    figure = Figure("t", "c", shape, (), Table("", ("a",), ()))
    assert "<svg" in render_page(Page("t", "s", (PageSection("x", figures=(figure,)),), ()))


def test_a_page_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    with pytest.raises(UsageError, match="No such file"):
        report_page(bench.path, ReportChoice(), bench.clock, tmp_path / "nowhere" / "r.html")
    (tmp_path / "there").mkdir()
    with pytest.raises(UsageError):
        report_page(bench.path, ReportChoice(), bench.clock, tmp_path / "there")
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith("there")] == ["there"]


@pytest.mark.parametrize("name", ["state.db", "state.db-wal", "notes.html", "link.html", "report.txt"])
def test_a_page_overwrites_pages_only(tmp_path: Path, name: str) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    (tmp_path / "notes.html").write_text("my notes", encoding="utf-8")
    (tmp_path / "link.html").symlink_to(bench.path)
    before = {each.name: each.stat().st_ino for each in tmp_path.iterdir()}
    with pytest.raises(UsageError, match=name.partition("-")[0]):
        report_page(bench.path, ReportChoice(), bench.clock, tmp_path / name)
    assert {each.name: each.stat().st_ino for each in tmp_path.iterdir()} == before
    report_page(bench.path, ReportChoice(), bench.clock, tmp_path / "r.html")
    report_page(bench.path, ReportChoice(), bench.clock, tmp_path / "r.html")


def test_an_answer_stays_one_after_a_later_opt_out(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.world.human_reply(ADA, "Yes, call me.")
    bench.live(0.5)
    bench.world.opt_out(ADA)
    bench.live(0.5)
    found = numbers(bench)["all"]
    assert (found["answered"], found["opted_out"]) == (1, 1)


def test_a_cohort_begins_with_the_first_mail_of_all(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.live(4)
    scope = ReportScope(bench.clock.now(), since=bench.clock.now() - 2 * DAY)
    assert bench.store.report_charts.load_days(scope)
    assert bench.store.report_charts.load_cohorts(scope) == []


def test_a_file_with_no_mail_has_a_page(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, release=False)
    report_page(bench.path, ReportChoice(), VirtualClock(bench.clock.now()), tmp_path / "r.html")
    assert "no mail has left yet" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_the_forecast_follows_the_waits(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB, steps=(plain_step("Hello", "Hi."), plain_step(None, "Again.")))
    bench.poll()
    bench.world.human_reply(BOB)
    bench.clock.advance(hours=1)
    bench.poll()
    report_page(bench.path, ReportChoice(), bench.clock, tmp_path / "r.html")
    table = (tmp_path / "r.html").read_text(encoding="utf-8").partition("The next 14 days")[2]
    rows = re.findall(r'<th scope="row">(2026-[0-9-]+)</th>' + r'<td class="right">(\d+)</td>' * 3, table)
    assert [row for row in rows if row[1:] != ("0", "0", "0")] == [("2026-03-05", "0", "0", "1")]
