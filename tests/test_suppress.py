"""The suppression list: what a pattern is, whom it covers, when it is asked, lists in and out, and who is forgotten."""

import io
import json
import sqlite3
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shell import SEQUENCE, Cli, advance, enrol
from test_lists import TERMINAL, change, put_in, rows_of
from world import MONDAY, Bench

from seqcli.clock import VirtualClock
from seqcli.engine.leads.apply import suppress_person
from seqcli.engine.leads.suppressing import read_pattern, suppress_staged
from seqcli.engine.send.attempt import claim, prepare
from seqcli.engine.send.context import SendContext, SendResult
from seqcli.engine.stream.context import DrainSummary
from seqcli.errors import UsageError
from seqcli.model import Suppression, lead_id, normalise_address
from seqcli.reasons import LeadReason
from seqcli.simulator import DEFAULT_HANDLE, World
from seqcli.store import BloomFilter, Store, opening
from seqcli.store.bloom_filter import anchor_of
from seqcli.store.schema import MIGRATIONS

ADA, BOB, CYD = "ada@acme.example", "bob@mail.acme.example", "cyd@bolt.example"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    clock = VirtualClock(MONDAY)
    bench = Bench(tmp_path / "seqcli.db", World(clock), clock)
    bench.add_sequence()
    return bench


def add(bench: Bench, *patterns: str, reason: str = "asked") -> Counter[str]:
    at = bench.clock.now()
    entries = [Suppression(*read_pattern(each), reason, "test", at) for each in patterns]
    bench.store.suppression_lists.stage(entries)
    with bench.store.transaction():
        suppress_staged(bench.store, "test", at)
        return Counter(
            {row.pattern: row.ended for row in bench.store.suppression_lists.iter_staged() if row.ended}
        )


# -- what a pattern is


@pytest.mark.parametrize(
    ("text", "pattern", "kind"),
    [
        (" Ada@ACME.example ", "ada@acme.example", "address"),
        ("ada@BÜCHER.example", "ada@xn--bcher-kva.example", "address"),
        ("Jose\u0301@acme.example", "jos\u00e9@acme.example", "address"),
        ("o'hara+x@acme.example", "o'hara+x@acme.example", "address"),
        ("Acme.Example.", "acme.example", "domain"),
        ("@acme.example", "acme.example", "domain"),
        ("Bücher.example", "xn--bcher-kva.example", "domain"),
        ("*@*.Acme.example", "*@*.acme.example", "wildcard"),
        ("*@Bücher.example", "*@xn--bcher-kva.example", "wildcard"),
        ("info@*", "info@*", "wildcard"),
    ],
)
def test_a_pattern_is_kept_as_addresses_are_compared(text: str, pattern: str, kind: str) -> None:
    assert read_pattern(text) == (pattern, kind)
    assert read_pattern(pattern) == (pattern, kind)
    assert read_pattern(pattern, kind) == (pattern, kind)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "rubbish", "...", "a..b.example", "@", "ada@", "ada@acme", "@acme", "-a.example", "3.14"),
        *(
            "https://acme.example/x",
            "mailto:ada@acme.example",
            "Ada <ada@acme.example>",
            "<ada@acme.example>",
        ),
        *("ada@acme.example, bob@acme.example", "ada@acme.example;", "a b.example", "ada@acme.example\nx"),
        *("*", "*@*", "*@*.", "**", "?@acme.example*", "[ab]*@acme.example", "* my list *", "*@m*ü.example"),
        "d41d8cd98f00b204e9800998ecf8427ed41d8cd98f00b204e9800998ecf8427e",
    ],
)
def test_what_could_never_cover_an_address_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_pattern(text)


def test_a_text_with_an_address_inside_names_it() -> None:
    for text in ("mailto:ada@acme.example", "Ada <ada@acme.example>"):
        with pytest.raises(UsageError) as refused:
            read_pattern(text)
        assert refused.value.hint == 'Perhaps "ada@acme.example".'


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\u034f", "\u00ad", "\ufeff", "\u2060"])
def test_what_shows_nothing_is_no_part_of_a_pattern(sign: str) -> None:
    for kind in ("", "address"):
        assert read_pattern(f"an{sign}n{sign}@a.example", kind) == ("ann@a.example", "address")
    with pytest.raises(UsageError):
        read_pattern("ann\u0085@a.example")


COVERED = [
    ("ada@acme.example", "ADA@Acme.Example", True),
    ("ada@acme.example", "xada@acme.example", False),
    ("acme.example", "eve@deep.mail.acme.example", True),
    ("acme.example", "eve@notacme.example", False),
    ("mail.acme.example", ADA, False),
    ("*@*.acme.example", BOB, True),
    ("*@*.acme.example", ADA, False),
    ("ad*@acme.example", ADA, True),
    ("*@acme.example", "ada@acme.example.evil.example", False),
    ("*acme*", BOB, True),
    ("bücher.example", "ada@XN--BCHER-KVA.example", True),
    ("*@bücher.example", "ada@Bücher.example", True),
    ("ada@bücher.example", "ada@xn--bcher-kva.example", True),
    ("jos\u00e9@acme.example", "Jose\u0301@acme.example", True),
]


@pytest.mark.parametrize(("pattern", "address", "covers"), COVERED)
def test_a_list_covers_the_same_addresses_before_and_after_they_are_leads(
    bench: Bench, pattern: str, address: str, covers: bool
) -> None:
    bench.add_leads(address)
    assert add(bench, pattern).total() == covers
    assert (bench.status(address)[0] == "suppressed") is covers
    row = bench.store._database.row("SELECT address FROM lead")
    assert row is not None
    assert (bench.store.suppressions.find_reason(row["address"]) is not None) is covers


def test_a_sieve_of_many_patterns_lets_through_what_each_alone_would() -> None:
    told = [
        (read_pattern(pattern), read_pattern(address)[0]) for pattern, address, covers in COVERED if covers
    ]
    bloom_filter = BloomFilter()
    for pattern, _ in told:
        bloom_filter.add(*pattern)
    assert [address for _, address in told if not bloom_filter.may_cover(address)] == []
    assert not bloom_filter.may_cover("eve@other.example")


LETTERS = st.text("ab.@", max_size=4)
ON_LIST = st.one_of(
    st.lists(LETTERS, min_size=2, max_size=4).map("*".join),
    st.tuples(LETTERS, st.sampled_from("?["), LETTERS).map("".join).map("*{}".format),
    st.builds("{}@{}".format, LETTERS, LETTERS),
    st.text("ab.", min_size=1, max_size=5),
)


def covers_by_definition(pattern: str, kind: str, address: str) -> bool:
    """Tell whether a pattern covers an address as the README defines it, by other code than that which is tested."""
    if kind == "wildcard":
        with closing(sqlite3.connect(":memory:")) as conn:
            return bool(conn.execute("SELECT ? GLOB ?", (address, pattern)).fetchone()[0])
    domain = address.rpartition("@")[2]
    return pattern in {address, domain} or domain.endswith(f".{pattern}")


@pytest.fixture(scope="module")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("new") / "a.db"
    Store.open(path, create=True).close()
    return path


@settings(max_examples=150)
@given(
    st.lists(ON_LIST, max_size=6, unique=True),
    st.lists(st.builds("{}@{}".format, LETTERS, LETTERS), max_size=6),
)
def test_a_quick_look_agrees_with_what_each_pattern_means(
    new_file: Path, patterns: list[str], addresses: list[str]
) -> None:
    entries = [
        (each, "wildcard" if set("*?[") & set(each) else "address" if "@" in each else "domain")
        for each in patterns
    ]
    with closing(Store.open(new_file)) as store, store.transaction(rollback=True):
        for pattern, kind in entries:
            store.suppressions.save(pattern, kind, "", "", MONDAY)
        covered = {each for each in addresses if any(covers_by_definition(*entry, each) for entry in entries)}
        assert {each for each in addresses if store.suppressions.find_reason(each) is not None} == covered
        assert covered <= store.suppressions.find_suspects(addresses, store.suppressions.load_bloom_filter())
        bloom_filter = BloomFilter()
        for entry in entries:
            bloom_filter.add(*entry)
        assert covered <= {each for each in addresses if bloom_filter.may_cover(each)}
        for row in store._database.rows(
            "SELECT pattern, anchor FROM suppression WHERE pattern NOT GLOB '*[[?]*'"
        ):
            assert row["anchor"] == (anchor_of(row["pattern"]) if "*" in row["pattern"] else None)


def test_a_look_at_a_long_list_costs_no_more_than_at_a_short_one(tmp_path: Path) -> None:
    steps = []
    for count in (10, 3000):
        with closing(Store.open(tmp_path / f"{count}.db", create=True)) as store:
            with store.transaction():
                for number in range(count):
                    for pattern in (f"*@*.a{number}.example", f"b{number}@*"):
                        store.suppressions.save(pattern, "wildcard", "", "", MONDAY)
            result = Counter[str]()
            store._database._conn.set_progress_handler(partial(result.update, ["step"]), 1)
            assert store.suppressions.find_reason("eve@mail.a7.example") == "*@*.a7.example"
            assert store.suppressions.find_reason("b5@core.example") == "b5@*"
            assert store.suppressions.find_reason("eve@core.example") is None
            store._database._conn.set_progress_handler(None, 0)
            steps.append(result["step"])
    assert steps[1] < 1.5 * steps[0]


def test_a_list_of_an_older_file_holds_after_the_upgrade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    with monkeypatch.context() as older:
        older.setattr(opening, "MIGRATIONS", MIGRATIONS[:2])
        with closing(Store.open(path, create=True)) as store:
            assert (
                store._database.row("SELECT 1 FROM pragma_table_xinfo('suppression') WHERE name = 'anchor'")
                is None
            )
            with store.transaction():
                for pattern in ("*@*.acme.example", "info@*", "*bolt*"):
                    store.suppressions.save(pattern, "wildcard", "", "test", MONDAY)
    with closing(Store.open(path)) as store:
        assert [store.suppressions.find_reason(each) for each in (BOB, "info@core.example", CYD, ADA)] == [
            "*@*.acme.example",
            "info@*",
            "*bolt*",
            None,
        ]


def test_a_long_list_lets_few_pass_whom_it_does_not_cover() -> None:
    bloom_filter = BloomFilter()
    for number in range(20_000):
        bloom_filter.add(f"*@*.a{number}.example", "wildcard")
        bloom_filter.add(f"b{number}@*", "wildcard")
        bloom_filter.add(f"*firm{number}*", "wildcard")
    # Nothing that all of them contain: were it marked by chance, all would pass.
    unlike = (sha256(str(number).encode()).hexdigest() for number in range(1000))
    passed = sum(bloom_filter.may_cover(f"{each[:12]}@{each[12:24]}.{each[24:30]}") for each in unlike)
    assert passed < 50


# -- when it is asked


def test_it_holds_for_who_was_never_seen_when_they_are_imported(cli: Cli) -> None:
    assert cli("import-sequence", "intro.toml")[0] == 0
    assert cli("suppress", "add", "acme.example", "--reason", "client", "--yes")[0] == 0
    put_in(cli, "email,company\nAda@ACME.example,Acme\nbob@bolt.example,Bolt\n")
    leads = cli.json("leads")[1]["data"]["leads"]
    assert [(each["status"], "client" in each["reason"]) for each in leads] == [
        ("suppressed", True),
        ("queued", False),
    ]


def test_it_is_asked_at_start_also_where_the_list_was_changed_behind_our_back(cli: Cli, world: World) -> None:
    enrol(cli)
    change(
        "INSERT INTO suppression VALUES ('acme.example', 'domain', 'client', 'by hand', '2026-01-01T00:00:00.000Z')"
    )
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 1
    assert [each.to for each in world.ledger] == ["bob@bolt.example"]
    assert cli.json("leads", "--status", "suppressed")[1]["data"]["count"] == 1


def ctx(bench: Bench) -> SendContext:
    return SendContext(bench.store, bench.client, DEFAULT_HANDLE, DrainSummary(), Random(1))


def listed_meanwhile(bench: Bench) -> None:
    """Put the address on the list alone, as another process would between two looks."""
    with bench.store.transaction():
        bench.store.suppressions.save(ADA, "address", "phoned", "test", bench.clock.now())


def test_it_is_asked_when_an_attempt_is_made(bench: Bench) -> None:
    bench.add_leads(ADA)
    bench.release()
    listed_meanwhile(bench)
    assert isinstance(prepare(ctx(bench), lead_id("intro", ADA)), SendResult)
    assert bench.status(ADA) == ("suppressed", f"on the suppression list: {ADA}: phoned")
    assert bench.store.attempts.load_for_lead(lead_id("intro", ADA)) == []


def test_it_is_asked_again_when_the_attempt_is_claimed(bench: Bench) -> None:
    bench.add_leads(ADA)
    bench.release()
    prepared = prepare(ctx(bench), lead_id("intro", ADA))
    assert not isinstance(prepared, SendResult)
    listed_meanwhile(bench)
    assert isinstance(claim(ctx(bench), prepared[1]), SendResult)
    attempts = bench.store.attempts.load_for_lead(lead_id("intro", ADA))
    assert [(each.state, each.tries) for each in attempts] == [("cancelled", 0)]
    bench.poll()
    assert bench.world.ledger == []


def test_it_ends_follow_ups_and_the_leads_of_every_sequence(bench: Bench) -> None:
    bench.add_sequence("second")
    bench.add_leads(ADA)
    bench.add_leads(ADA, sequence_id="second")
    bench.release()
    bench.poll()
    assert add(bench, "acme.example") == {"acme.example": 2}
    bench.live(5)
    assert bench.accepted(ADA) == [(0, f"{lead_id('intro', ADA)}:0")]


@pytest.mark.usefixtures("world")
def test_removing_a_pattern_starts_nobody_and_says_what_still_covers(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("suppress", "add", "bolt.example", "BOB@bolt.example", "--yes")[0] == 0
    code, _, err = cli("suppress", "remove", "bob@bolt.example")
    assert code == 0
    assert "still suppressed by bolt.example" in err
    assert cli("suppress", "remove", "@Bolt.example")[0] == 0
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 1
    advance(world, days=4)
    assert cli("poll")[0] == 0
    assert {each.to for each in world.ledger} == {ADA}
    assert cli.json("leads", "--status", "suppressed")[1]["data"]["leads"][0]["email"] == "bob@bolt.example"


def test_what_is_not_on_the_list_names_what_covers_it(cli: Cli) -> None:
    enrol(cli)
    assert cli("suppress", "add", "acme.example", "--reason", "client", "--yes")[0] == 0
    code, envelope = cli.json("suppress", "remove", ADA)
    assert (code, envelope["error"]["code"]) == (2, "not_listed")
    assert "acme.example: client" in envelope["error"]["hint"]


@pytest.mark.parametrize(
    ("text", "code", "by"),
    [
        (ADA, 0, "acme.example"),
        ("Acme.example", 0, "acme.example"),
        ("bolt.example", 0, None),
        ("cyd@core.example", 0, "*@core.example"),
        ("core.example", 0, "*@core.example"),
        ("rubbish", 2, None),
        ("*@acme.example", 2, None),
        ("acme", 2, None),
    ],
)
def test_check_answers_for_an_address_or_a_domain_and_for_nothing_else(
    cli: Cli, text: str, code: int, by: str | None
) -> None:
    enrol(cli)
    assert cli("suppress", "add", "acme.example", "*@core.example", "--yes")[0] == 0
    exit_code, envelope = cli.json("suppress", "check", text)
    assert exit_code == code
    assert code or envelope["data"]["suppressed_by"] == by


# -- lists in and out


def imported(cli: Cli, content: bytes | str, *args: str) -> tuple[int, dict[str, int], list[int]]:
    Path("list.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    code, envelope = cli.json("suppress", "import", "list.csv", *args)
    data = envelope["data"]
    return code, data["counts"], [each["line"] for each in data["rejected_rows"]]


def on_list() -> list[tuple[str, str, str, str]]:
    with closing(sqlite3.connect("seqcli.db")) as conn, conn:
        return conn.execute("SELECT pattern, kind, reason, source FROM suppression ORDER BY 1").fetchall()


def test_a_plain_list_lands_and_bad_lines_are_named(cli: Cli) -> None:
    enrol(cli)
    text = "# do not mail\n\nACME.example\r\nada@acme.example\n'@acme.example\nrubbish\n*@*.bolt.example\nhttp://x.example/\n"
    code, counts, lines = imported(cli, text, "--reason", "legal")
    assert (code, lines) == (1, [6, 8])
    assert counts == {"patterns": 6, "added": 3, "already_there": 1, "rejected": 2, "leads_ended": 1}
    assert on_list() == [
        ("*@*.bolt.example", "wildcard", "legal", "list.csv"),
        ("acme.example", "domain", "legal", "list.csv"),
        ("ada@acme.example", "address", "legal", "list.csv"),
    ]
    code, out, err = cli("suppress", "import", "list.csv")
    assert code == 1
    assert "rubbish" in out
    assert "pattern,reason" in err


def test_what_nobody_sees_in_a_list_lets_nobody_slip_through(cli: Cli) -> None:
    for head in ("", "email,reason\n"):
        text = f"{head}a@x.example\n\ufeffb@x.example\nc\0@x.example\n\u200bd@x.example\u200b\n"
        code, counts, _ = imported(cli, text)
        assert (code, counts["patterns"]) == (0, 4)
    assert [row[0] for row in on_list()] == [f"{name}@x.example" for name in "abcd"]


@pytest.mark.parametrize(
    "header",
    [
        "pattern,reason",
        "Email Address,Reason",
        "E-Mail-Adresse,reason",
        "Company Domain Name,REASON",
        "domain,reason",
    ],
)
def test_a_csv_list_is_read_by_its_header(cli: Cli, header: str) -> None:
    rows = f'{header}\nacme.example,"moved, they\nsay"\n# bolt.example,no\n\nbolt.example,\n'
    code, counts, _ = imported(cli, rows, "--reason", "usual")
    assert (code, counts["added"]) == (0, 2)
    assert on_list() == [
        ("acme.example", "domain", "moved, they\nsay", "list.csv"),
        ("bolt.example", "domain", "usual", "list.csv"),
    ]


@pytest.mark.parametrize("head", ["", "email,reason\n"])
@pytest.mark.parametrize(
    "cell", ['"Ann" <Ann@x.example>', "Ann <ann@x.example>", "<ann@x.example>", "mailto:ann@x.example"]
)
def test_an_address_is_taken_out_of_what_a_mail_program_makes_of_it(cli: Cli, head: str, cell: str) -> None:
    code, counts, _ = imported(cli, f"{head}{cell}\n")
    assert (code, counts["added"]) == (0, 1)
    assert [row[0] for row in on_list()] == ["ann@x.example"]


def test_an_empty_list_is_told_what_a_list_is(cli: Cli) -> None:
    Path("list.csv").write_bytes(b"")
    code, envelope = cli.json("suppress", "import", "list.csv")
    assert (code, envelope["error"]["code"]) == (4, "empty")
    assert "one pattern a line" in envelope["error"]["hint"]
    assert "contacts" not in envelope["error"]["hint"]


def test_a_domain_column_serves_where_the_address_is_blank(cli: Cli) -> None:
    code, counts, lines = imported(
        cli, "Name;E-mail;Domain\nAda;ada@acme.example;bolt.example\n;;core.example\nEve;;\n"
    )
    assert (code, counts["added"], lines) == (1, 2, [4])
    assert [pattern for pattern, *_ in on_list()] == [ADA, "core.example"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings_are_read(cli: Cli, encoding: str) -> None:
    assert imported(cli, "pattern,reason\nbücher.example,Łódź\n".encode(encoding))[0] == 0
    assert on_list() == [("xn--bcher-kva.example", "domain", "Łódź", "list.csv")]


def test_another_encoding_is_asked_for_and_nothing_lands(cli: Cli) -> None:
    assert cli("import-sequence", "intro.toml")[0] == 0
    content = "pattern,reason\nacme.example,\nbücher.example,x\n".encode("cp1252")
    Path("list.csv").write_bytes(content)
    code, envelope = cli.json("suppress", "import", "list.csv")
    assert (code, envelope["error"]["code"]) == (4, "undecodable")
    assert "line 3" in envelope["error"]["message"]
    assert on_list() == []
    assert imported(cli, content, "--encoding", "cp1252")[1]["added"] == 2
    for bad in (b"", b"PK\x03\x04zip", b"\x00\x01"):
        Path("list.csv").write_bytes(bad)
        assert cli("suppress", "import", "list.csv")[0] == 4
    assert cli("suppress", "import", "missing.csv")[0] == 4


def test_a_quote_that_nothing_closes_costs_no_other_line(cli: Cli) -> None:
    rows = "".join(f"d{i}.example,x\n" for i in range(300))
    code, counts, lines = imported(cli, f'pattern,reason\n"acme.example,x\nbolt.example,"said no\n{rows}')
    assert (code, counts["added"], lines) == (1, 301, [2])


def test_a_dry_run_says_the_same_and_writes_nothing(cli: Cli) -> None:
    enrol(cli)
    told = imported(cli, "acme.example\nrubbish\n", "--dry-run")
    assert on_list() == []
    assert cli.json("leads", "--status", "suppressed")[1]["data"]["count"] == 0
    assert told == imported(cli, "acme.example\nrubbish\n", "--yes")
    assert cli.json("leads", "--status", "suppressed")[1]["data"]["count"] == 1


def test_a_long_list_needs_no_more_room_than_a_short_one(cli: Cli) -> None:
    enrol(cli)
    peaks = []
    for count in (3000, 30_000):
        kinds = ("p{}@a.example", "d{}.example", "*@*.w{}.example", "rubbish {}")
        rows = "".join(f"{kinds[number % 4].format(number)}\n" for number in range(count))
        Path("list.csv").write_text(rows, encoding="utf-8")
        tracemalloc.start()
        code, envelope = cli.json("suppress", "import", "list.csv")
        assert code == 1
        assert cli("suppress", "list")[0] == 0
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert envelope["data"]["counts"]["rejected"] == count / 4
        assert len(envelope["data"]["rejected_rows"]) == 100
    assert peaks[1] < 1.5 * peaks[0]


def test_a_long_list_is_cut_for_people_alone(cli: Cli) -> None:
    assert imported(cli, "".join(f"d{number:03}.example\n" for number in range(203)))[0] == 0
    code, out, err = cli("suppress", "list")
    assert (code, "d199.example" in out, "d200.example" in out) == (0, True, False)
    assert "and 3 more" in err
    assert len(cli.json("suppress", "list")[1]["data"]["suppressions"]) == 203


def test_others_may_write_while_a_list_is_read(bench: Bench) -> None:
    def slowly() -> Iterator[Suppression]:
        for pattern in (ADA, CYD):
            yield Suppression(pattern, "address", "", "test", MONDAY)
            with closing(sqlite3.connect(bench.path, timeout=0)) as other, other:
                other.execute("INSERT INTO meta VALUES (?, '')", (pattern,))

    bench.store.suppression_lists.stage(slowly())
    with bench.store.transaction():
        assert suppress_staged(bench.store, "test", MONDAY) == (2, 0)


def test_a_new_entry_ends_whom_an_old_one_left_alone(bench: Bench) -> None:
    bench.add_leads(ADA)
    change_status = "UPDATE lead SET status = 'bounced'"
    with bench.store.transaction():
        bench.store._database.run(change_status)
        bench.store.suppressions.save(ADA, "address", "bounced", "test", MONDAY)
    assert add(bench, ADA).total() == 0
    assert bench.status(ADA)[0] == "bounced"
    assert add(bench, ADA, "acme.example") == {"acme.example": 1}
    assert bench.status(ADA)[0] == "suppressed"


def test_a_list_is_taken_from_standard_input(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"acme.example\nrubbish\n")))
    code, envelope = cli.json("suppress", "import", "-")
    assert (code, envelope["data"]["counts"]["added"]) == (1, 1)
    assert on_list() == [("acme.example", "domain", "", "standard input")]


def test_an_exported_list_comes_back_as_it_was(cli: Cli) -> None:
    enrol(cli)
    patterns = ("acme.example", "*@*.bolt.example", "+tag@core.example", "=x@core.example", "bücher.example")
    assert cli("suppress", "add", *patterns, "--reason", '=1+1, "so"\nthey # say', "--yes")[0] == 0
    assert cli("forget", "bob@bolt.example", "--yes")[0] == 0
    with closing(sqlite3.connect("seqcli.db")) as conn, conn:
        conn.execute(
            "INSERT INTO suppression VALUES (?, 'address', ?, 'event alice#7', '2026-01-02T03:04:05.678Z')",
            ('"odd one"@core.example', "opted out: 'stop'"),
        )
    exported = cli("suppress", "export")[1]
    assert cli.json("suppress", "export")[1]["data"] == cli.json("suppress", "list")[1]["data"]
    assert {row["kind"] for row in rows_of(exported)} == {"address", "domain", "wildcard", "hash"}
    Path("list.csv").write_text(exported, encoding="utf-8", newline="")
    code, envelope = cli.json("suppress", "import", "list.csv", "--db", "fresh.db")
    assert (code, envelope["data"]["counts"]["rejected"]) == (0, 0)
    assert cli("suppress", "export", "--db", "fresh.db")[1] == exported
    assert cli.json("suppress", "import", "list.csv")[1]["data"]["counts"]["already_there"] == 7
    assert "forgotten" in cli("suppress", "check", "bob@bolt.example", "--db", "fresh.db")[1]


def test_a_hash_ends_the_lead_it_stands_for(cli: Cli) -> None:
    enrol(cli)
    assert cli("forget", "bob@bolt.example", "--yes")[0] == 0
    Path("list.csv").write_text(cli("suppress", "export")[1], encoding="utf-8")
    Path("intro.toml").write_text(SEQUENCE, encoding="utf-8")
    assert cli("import-sequence", "intro.toml", "--db", "fresh.db")[0] == 0
    assert cli("import-leads", "leads.csv", "--sequence", "intro", "--db", "fresh.db")[0] == 1
    _, envelope = cli.json("suppress", "import", "list.csv", "--db", "fresh.db")
    assert envelope["data"]["counts"]["leads_ended"] == 1


def test_a_pattern_that_was_there_ends_only_who_is_live(bench: Bench) -> None:
    bench.add_sequence("second")
    bench.add_leads(ADA, CYD)
    bench.add_leads(ADA, sequence_id="second")
    bench.release()
    bench.poll()
    bench.world.bounce(ADA)
    bench.poll()
    assert (bench.status(ADA)[0], bench.status(ADA, "second")[0]) == ("bounced", "suppressed")
    with bench.store.transaction():
        bench.store.suppressions.save(CYD, "address", "", "test", bench.clock.now())
    assert add(bench, ADA, CYD) == {CYD: 1}
    assert bench.status(ADA)[0] == "bounced"


def test_a_long_list_over_many_leads_costs_each_but_once(bench: Bench) -> None:
    """A product of the two would be 25 million comparisons here; only how often the file is asked is counted."""
    bench.add_leads(*(f"n{i}@d{i}.example" for i in range(5000)))
    asked = Counter[str]()
    bench.store._database._conn.set_trace_callback(lambda sql: asked.update([sql.split(" WHERE ")[0][:40]]))
    ended = add(bench, *(f"d{i}.example" for i in range(4990, 9990)))
    bench.store._database._conn.set_trace_callback(None)
    assert ended.total() == 10
    assert sum(count for sql, count in asked.items() if "FROM lead" in sql) <= 20


def test_an_export_moves_no_terminal_and_runs_no_formula(cli: Cli) -> None:
    enrol(cli)
    assert cli("suppress", "add", "acme.example", "--reason", f"=1+1{TERMINAL}", "--yes")[0] == 0
    out = cli("suppress", "export")[1]
    assert rows_of(out)[0]["reason"].startswith("'=1+1")
    for told in (out, cli("suppress", "export", "--json")[1], cli("suppress", "list")[1]):
        assert "gnp.exe" in told
        assert not set("\x1b\x07\x9b\u202e") & set(told)


def test_an_empty_list_is_told_and_is_no_failure(cli: Cli) -> None:
    assert cli("import-sequence", "intro.toml")[0] == 0
    code, out, err = cli("suppress", "export")
    assert (code, out) == (0, "pattern,kind,reason,source,created_at\n")
    assert "empty" in err


# -- who is forgotten


def dump() -> str:
    with closing(sqlite3.connect("seqcli.db")) as conn, conn:
        return "\n".join(conn.iterdump())


def test_forgetting_leaves_no_trace_and_the_address_stays_suppressed(cli: Cli, world: World) -> None:
    enrol(cli)
    put_in(cli, "email,company\nnada@acme.example,Nadir\nada@acme.example.evil.example,Evil\n")
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    world.human_reply(ADA)
    world.human_reply("nada@acme.example")
    assert cli("poll")[0] == 0
    assert cli("suppress", "add", ADA, "--reason", f"{ADA} phoned")[0] == 0
    assert cli("suppress", "remove", "ADA@acme.example")[0] == 0
    change(
        "INSERT INTO event(identity, seq, type, received_at, body, disposition) VALUES"
        " ('x', 1, 'a', '2026-01-01T00:00:00.000Z', ?, 'before our time')",
        json.dumps({"data": {"text": f"from\n{ADA.upper()}"}}),
    )
    change(
        "INSERT INTO event(identity, seq, type, received_at, body, disposition) VALUES"
        " ('x', 2, 'a', '2026-01-01T00:00:00.000Z', '{\"to\": \"nada@acme.example\"}', 'unmatched')"
    )
    change(
        "INSERT INTO quarantine(identity, page_since, position, why, body, received_at) VALUES"
        " ('x', 1, 1, 'no seq', ?, '2026-01-01T00:00:00.000Z')",
        json.dumps([f"<{ADA}>"]),
    )
    code, _, err = cli("forget", ADA, "--yes")
    assert code == 0
    assert "copies" in err
    left = dump().lower().replace("nada@acme.example", "").replace("ada@acme.example.evil.example", "")
    assert ADA not in left
    assert '{"to": "nada@acme.example"}' in dump()
    assert cli.json("why", "nada@acme.example")[1]["data"]["leads"][0]["status"] == "replied"
    assert "forgotten" in cli("suppress", "check", "Ada@ACME.example")[1]
    assert cli("suppress", "remove", ADA)[0] == 2
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 1
    assert cli("poll")[0] == 0
    assert [each.to for each in world.ledger].count(ADA) == 1


def test_the_bytes_of_who_is_forgotten_are_gone_from_the_file(cli: Cli) -> None:
    enrol(cli)
    with closing(sqlite3.connect("seqcli.db")) as somebody_else:
        somebody_else.execute("SELECT count(*) FROM lead").fetchall()
        change("UPDATE lead SET status_reason = email")
        files = [Path("seqcli.db"), Path("seqcli.db-wal")]
        assert all(b"ada@acme.example" in path.read_bytes() for path in files)
        assert cli("forget", ADA, "--yes")[0] == 0
        assert [path.name for path in files if b"ada@acme.example" in path.read_bytes()] == []
    assert b"bob@bolt.example" in Path("seqcli.db").read_bytes()


def test_who_is_only_on_the_list_can_be_forgotten_and_a_slip_is_refused(cli: Cli) -> None:
    enrol(cli)
    assert cli("suppress", "add", "eve@core.example", "--reason", "wrote a letter")[0] == 0
    assert cli("forget", "eva@core.example", "--yes")[0] == 2
    assert cli("forget", "eve@core.example", "--yes")[0] == 0
    assert "eve@core.example" not in dump()
    assert "wrote a letter" not in dump()
    assert "forgotten" in cli("suppress", "check", "eve@core.example")[1]


def test_an_opt_out_that_12m_tells_can_be_taken_back_and_forgotten(bench: Bench) -> None:
    at = bench.clock.now()
    with bench.store.transaction():
        suppress_person(
            bench.store, '"odd one"@Core.example', LeadReason.OPTED_OUT, "opted out", "event alice#7", at
        )
    assert (
        bench.store.suppressions.find_reason('"odd one"@core.example') == '"odd one"@core.example: opted out'
    )
    with bench.store.transaction():
        bench.store.erasure.forget_person('"odd one"@core.example', at)
    assert [row.kind for row in bench.store.suppressions.iter_all()] == ["hash"]


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("xn--fuball-cta.example", "rita@fußball.example"),
        ("fußball.example", "rita@xn--fuball-cta.example"),
        ("straße.example", "a@STRASSE.example"),
    ],
)
def test_sharp_s_is_no_double_s_and_both_spellings_of_a_domain_are_one(pattern: str, address: str) -> None:
    kind, key = read_pattern(pattern)[1], normalise_address(address)
    assert kind == "domain"
    assert (key.rpartition("@")[2] == read_pattern(pattern)[0]) is ("fu" in pattern)


@pytest.mark.parametrize("pattern", ["@*.acme.example", "acme.*", "acme*.example"])
def test_a_wildcard_that_could_never_match_is_refused(cli: Cli, pattern: str) -> None:
    assert cli.json("suppress", "add", pattern, "--yes")[0] == 2
