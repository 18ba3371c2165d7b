"""The indexes of leads by person, domain and company: no look-up reads every lead, and a large file's parts are one."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from faulty import query
from hypothesis import example, given
from hypothesis import strategies as st
from test_imports import take
from world import MONDAY, Bench, plain_step

from seqcli.clock import VirtualClock, to_text
from seqcli.companies import company_key
from seqcli.model import lead_id
from seqcli.simulator import World
from seqcli.store import Store, opening
from seqcli.store.person_index import PARTS, part_to_fill
from seqcli.store.schema import MIGRATIONS

ADA, BOB, CYD, DAN = "ada@acme.example", "bob@acme.example", "cyd@corax.example", "dan@dyne.example"
COMPANIES = '{"company": "Acme"}'


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    clock = VirtualClock(MONDAY)
    bench = Bench(tmp_path / "state.db", World(clock), clock)
    for name in ("intro", "other"):
        bench.add_sequence(name, steps=(plain_step("Hello", "Hi."),))
    yield bench
    bench.store.close()


def make_large(bench: Bench) -> None:
    """Let the file count as one of two million leads."""
    with bench.store.transaction():
        bench.store._database.run("UPDATE lead SET rowid = rowid + 2000000")


def choose_named(store: Store, address: str) -> None:
    store.targets.stage([(address, address)])
    store.targets.choose_staged(None)


LOOK_UPS: dict[str, Callable[[Store], object]] = {
    "a person's leads": lambda store: store.leads.load_of_person(ADA),
    "a person's answers": lambda store: store.events.load_answers_of_person(ADA),
    "a person's open look-ups": lambda store: store.events.is_look_up_open(ADA),
    "whether a person is known": lambda store: store.erasure.knows_person(ADA),
    "a release of one": lambda store: store.releases.choose("intro", ADA, None, MONDAY),
    "an import": lambda store: store.imports.load_known("intro", [ADA, BOB], 0),
    "people named": lambda store: choose_named(store, ADA),
    "a company": lambda store: store.targets.choose_company("acme", "acme.example", None),
    "colleagues": lambda store: store.people.load_colleagues(["acme"], ["acme.example"], [ADA]),
    "mail to colleagues": lambda store: store.people.count_in_flight_at_company(lead_id("intro", ADA)),
}


@pytest.mark.parametrize("look_up", LOOK_UPS.values(), ids=LOOK_UPS)
def test_a_look_up_of_people_reads_their_leads_alone(
    bench: Bench, look_up: Callable[[Store], object]
) -> None:
    bench.add_leads(ADA, BOB, CYD)
    store = bench.store
    said: list[str] = []
    with store.transaction(rollback=True):
        store.targets.clear()
        store.targets.stage([(ADA, ADA)])
        store.imports.prepare()
        store._database._conn.set_trace_callback(said.append)
        look_up(store)
        store._database._conn.set_trace_callback(None)
        for sql in filter(lambda sql: " lead" in sql, said):
            plan = store._database._conn.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
            read = [row[3].split()[1] for row in plan if row[3].startswith("SCAN")]
            assert not {"lead", "named", "housed", "colleague"} & set(read), sql
    assert any(" lead" in sql for sql in said)


def test_an_import_into_a_large_file_knows_everybody_in_it(bench: Bench) -> None:
    take(bench, f"email,company\n{ADA},Acme\n")
    bench.add_leads(CYD, sequence_id="other")
    make_large(bench)
    filler = "".join(f"p{n}@firm.example,Firm\n" for n in range(2100))
    got = take(
        bench, f"email,company\n{ADA},Acme Two\n{CYD},Corax\n{BOB},Acme\n{filler}{BOB},Acme\n{CYD},Corax\n"
    )
    assert (got.accepted, got.updated, got.active_elsewhere.count) == (2101, 1, 1)
    assert [row[:2] for row in got.duplicates.rows] == [(2105, BOB), (2106, CYD)]
    assert len(query(bench.path, "SELECT DISTINCT part FROM lead")) == 2
    again = take(bench, f"email,company\n{ADA},Acme Two\n{BOB},Acme Two\n{DAN},Dyne\n{DAN},Dyne\n")
    assert (again.accepted, again.unchanged, again.updated, again.duplicates.count) == (1, 1, 1, 1)


def test_people_and_companies_are_found_in_every_part(bench: Bench) -> None:
    bench.add_leads(ADA, fields=COMPANIES)
    make_large(bench)
    take(bench, f"email,company\n{BOB},Acme\n{CYD},Acme GmbH\n{DAN},Dyne\n")
    store = bench.store
    assert [len(store.leads.load_of_person(who)) for who in (ADA, BOB, CYD, DAN)] == [1, 1, 1, 1]
    colleagues = store.people.load_colleagues(["acme"], ["acme.example"], [DAN])
    assert [lead.email for lead in colleagues] == [ADA, BOB, CYD]
    with store.transaction():
        store.erasure.forget_person(BOB, bench.clock.now())
        store.erasure.forget_person(ADA, bench.clock.now())
    assert query(bench.path, "SELECT email FROM lead ORDER BY email") == [(CYD,), (DAN,)]


def test_imports_fill_the_first_part_and_then_the_others_in_turn() -> None:
    parts = [part_to_fill(leads) for leads in range(0, 2_000_000, 50_000)]
    assert parts[:2] == [0, 0]
    assert set(parts[2:]) == set(PARTS) - {0}
    assert all(after in {before, before % 3 + 1} for before, after in pairwise(parts[2:]))


def test_an_older_files_leads_are_found_after_the_upgrade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, then = tmp_path / "older.db", to_text(MONDAY)
    with monkeypatch.context() as older:
        older.setattr(opening, "MIGRATIONS", MIGRATIONS[:9])
        Store.open(path, create=True).close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "INSERT INTO sequence(id, name, steps, created_at, updated_at) VALUES ('intro', 's', '[]', ?, ?)",
            (then, then),
        )
        db.executemany(
            "INSERT INTO lead(id, email, address, sequence_id, company_key, created_at, updated_at)"
            " VALUES (?, ?, ?, 'intro', 'acme', ?, ?)",
            [(lead_id("intro", who), who, who, then, then) for who in (ADA, CYD)],
        )
    with closing(Store.open(path)) as store:
        assert [lead.email for lead in store.leads.load_of_person(CYD)] == [CYD]
        assert len(store.people.load_colleagues(["acme"], [], [])) == 2
        with pytest.raises(sqlite3.IntegrityError), store.transaction():
            store._database.run(
                "INSERT INTO lead(id, email, address, sequence_id) VALUES ('x', ?, ?, 'intro')", ADA, ADA
            )


#: Words that are, begin, continue or only look like a legal form or no company.
_WORDS = st.sampled_from(
    json.loads(
        '["Firm","Acme","Widgets","The","THE","Ltd","Ltd.","GmbH","gmbh","S","A","SA","sar","l","sarl","llc","ll","c",'
        '"L","Inc.","Inc","Corporation","limited","KGaA","Co","Co.","KG","CoKG","&","OHG","sp","z","o","oo","zoo",'
        '"spzo","123","7","AG","x","no","company","n","freelance","Freelancer","consultant","Acme.","mbh","e.","V.",'
        '"Oy","SE","Se","incorporated","ApS","AS","B","BV","srl","S.r.l.","SN","C","r.l.","S.p.A.","..",".","stealth",'
        '"mode","","Inc,","-","(UK)","Stra\\u00dfe","\\u682a\\u5f0f\\u4f1a\\u793e","stealth,","\\"Acme\\""]'
    )
)


@given(
    st.one_of(
        st.lists(_WORDS, min_size=1, max_size=6).map(" ".join),
        st.lists(_WORDS, min_size=1, max_size=4).map("  ".join),
        st.text(max_size=20),
    )
)
@example(" freelance 123 GmbH")
@example("Acme S. A.")
def test_a_company_of_plain_words_is_compared_as_any_other(name: str) -> None:
    # the blank behind it means nothing, but it is none of plain text
    assert company_key(name) == company_key(f"{name}\u00a0")
