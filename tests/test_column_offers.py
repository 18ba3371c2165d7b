"""Columns whose headers say nothing and whose values look like names, companies or addresses are offered."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from faulty import query
from shell import Cli
from test_steering import typed

from seqcli.contacts import open_contacts
from seqcli.contacts.columns import ColumnPlan
from seqcli.contacts.headers.column_values import SAMPLED_ROWS, ColumnSample

PEOPLE = ["Ann Lee", "Bob Ray", "Carla Neri", "J\u00fcrgen M\u00fcller", "Zoltan Kis"]
FIRST = ["Ann", "Bob", "Carla", "J\u00fcrgen", "Zoltan"]
ADDRESSES = [
    *("ann.lee@acme.example", "bray@bolt.example", "carla@neri.example"),
    *("juergen.mueller@mueller.example", "info@kis.example"),
]
FIRMS = ["Acme Inc.", "Bolt", "Neri S.r.l.", "M\u00fcller GmbH", "Kis Kft."]


def offers(*columns: Sequence[str], headers: Sequence[str] = (), count: int = 5) -> list[tuple[str, str]]:
    """Return what is offered of these columns, which stand beside one of addresses: role and column."""
    names = headers or [f"Lorem {number}" for number in range(1, len(columns) + 1)]
    text = io.StringIO()
    csv.writer(text).writerows([["Email", *names], *list(zip(ADDRESSES, *columns, strict=True))[:count]])
    with open_contacts(io.BytesIO(text.getvalue().encode())) as file:
        list(file)
        return [(each.role.value, each.option) for each in file.offers()]


def test_names_and_companies_are_known_by_their_values() -> None:
    assert offers(PEOPLE, FIRMS) == [("full_name", "Lorem 1"), ("company", "Lorem 2")]
    assert offers(FIRMS, PEOPLE, count=2) == [("full_name", "Lorem 2"), ("company", "Lorem 1")]
    assert offers(FIRST, headers=["Wer"]) == [("first_name", "Wer")]
    assert offers(FIRMS, headers=["Wer"]) == [("company", "Wer")]
    # as if each firm only had the name that stands in the domain
    assert offers([firm.split()[0] for firm in FIRMS]) == [("company", "Lorem 1")]
    assert offers(PEOPLE, headers=["Nom"]) == []  # read as whole names
    assert offers([name.split()[1] for name in PEOPLE], headers=["Nom"]) == []


def test_rare_given_names_are_known_by_the_addresses_that_begin_with_them() -> None:
    names = ["Ann", "Bob", "Otis", "Pamina", "Riavel"]
    text = io.StringIO()
    lines = [
        (f"{name.lower()}{end}@x.example", name)
        for name, end in zip(names, ("", ".lee", "", "_n", ""), strict=True)
    ]
    csv.writer(text).writerows([("mail", "who"), *lines])
    with open_contacts(io.BytesIO(text.getvalue().encode())) as file:
        list(file)
        assert [(each.role.value, each.option) for each in file.offers()] == [("first_name", "who")]
    assert offers(["Acme", "Bolt", "Neri", "Miller", "Kis"], headers=["who"]) == [("company", "who")]


NOTHING_ELSE = {
    "cities": ["Berlin", "New York", "Florence", "San Jose", "Saint Louis"],
    "titles": ["Head Of Sales", "Chief Executive Officer", "Sales Manager", "Product Owner", "Tester"],
    "streets": ["Main Street", "Elm Road", "Rue Victor", "Via Roma", "Maria Platz"],
    "owners": ["Maria Lopez", "Tom Stone", "Maria Lopez", "Tom Stone", "Maria Lopez"],
    "first names of owners": ["Maria", "Tom", "Maria", "Tom", "Maria"],
    "languages": ["English", "German", "Italian", "German", "Hungarian"],
    "countries": ["United States", "Great Britain", "Italy", "Germany", "Costa Rica"],
    "industries": ["Software", "Machine Tools", "Consumer Goods", "Law Firm", "Human Resources"],
    "domains": ["acme.example", "bolt.example", "neri.example", "mueller.example", "kis.example"],
    "links": ["https://acme.example", "www.bolt.example", "neri.example/it", "mueller.example/", "x.example"],
    "campaigns": ["Spring Launch", "Summer Sale", "Black Friday", "Ann Arbor Meetup", "Winter Promo"],
    "products": ["Widget Pro", "Widget Max", "Acme Cloud", "Starter Plan", "Team Plan"],
    "logins": ["alee", "bray", "cneri", "jmueller", "zkis"],
    "numbers": ["1", "20", "300", "17", "5"],
    "one company": ["Acme GmbH"] * 5,
    "notes": ["met Ann Lee", "call Bob on Monday", "wants a demo", "", "see mail"],
}


@pytest.mark.parametrize("name", NOTHING_ELSE)
def test_nothing_else_is_offered(name: str) -> None:
    assert offers(NOTHING_ELSE[name]) == []


@pytest.mark.parametrize(
    "header",
    [
        "Contact owner",
        "Betreuer",
        "Propietario",
        "Assigned to",
        "Former company",
        "Lieferant",
        "Sales rep",
        "Created by",
        "2nd name",
    ],
)
def test_a_column_of_somebody_else_is_never_offered(header: str) -> None:
    assert offers(PEOPLE, headers=[header]) == []
    assert offers(FIRMS, headers=[header]) == []


def test_nothing_is_offered_where_a_header_has_the_role() -> None:
    assert offers(PEOPLE, FIRST, FIRMS, FIRMS, headers=["A", "First Name", "B", "Company"]) == []


def test_only_the_first_rows_are_kept() -> None:
    columns = ColumnPlan("", ("Email", "A")).plan({}, ())
    sample = ColumnSample(columns, ())
    many = ((line, [f"a{line}@x.example", f"Ann{line}" + "x" * 999]) for line in range(10_000))
    seen = list(sample.watched(many))
    assert [line for line, _ in seen] == list(range(10_000))
    [pairs] = sample.pairs.values()
    assert len(pairs) == SAMPLED_ROWS
    assert max(len(value) for value, _ in pairs) < 100


# --- what the command makes of it ------------------------------------------------------------

SEQUENCE = """
id = "intro"
name = "Intro"
[[steps]]
subject = "Hello"
template = "Hi {{ first_name | default('there') }}."
"""
ARGS = ("import-leads", "leads.csv", "--sequence", "intro")
Asked = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SEQCLI_DB", raising=False)
    Path("intro.toml").write_text(SEQUENCE, encoding="utf-8")
    found = Cli(capsys)
    assert found("import-sequence", "intro.toml")[0] == 0
    write(["Email", "Wer", "Wo?"], *zip(ADDRESSES, PEOPLE, FIRMS, strict=True))
    return found


@pytest.fixture
def asked(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Asked:
    def act(keys: str, *options: str) -> tuple[int, str, str]:
        typed(monkeypatch, keys, terminal=True)
        return cli(*ARGS, *options)

    return act


def write(*lines: Sequence[str]) -> None:
    with Path("leads.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)


def greeted() -> list[str]:
    found = query(Path("seqcli.db"), "SELECT fields FROM lead")
    return sorted(json.loads(fields).get("first_name", "") for (fields,) in found)


def test_a_pipe_is_told_what_a_column_looks_like(cli: Cli) -> None:
    code, envelope = cli.json(*ARGS)
    assert code == 0
    said = '"Wer" looks like whole names: "Ann Lee", "Bob Ray". To use it: --map full_name="Wer"'
    assert said in envelope["notes"]
    assert envelope["data"]["columns_offered"] == [
        {"header": "Wer", "field": "full_name", "option": "Wer", "examples": ["Ann Lee", "Bob Ray"]},
        {"header": "Wo?", "field": "company", "option": "Wo?", "examples": ["Acme Inc.", "Bolt"]},
    ]
    _, envelope = cli.json(*ARGS, "--map", "full_name=Wer", "--map", "company=Wo?")
    assert envelope["data"]["columns_offered"] == []
    assert greeted() == FIRST


@pytest.mark.parametrize(("keys", "names"), [("u\nu\n", FIRST), ("l\nl\n", [""] * 5), ("u\nl\n", FIRST)])
def test_a_terminal_is_asked_by_one_key(asked: Asked, keys: str, names: list[str]) -> None:
    code, _, err = asked(keys)
    assert code == 0
    assert '"Wer" looks like whole names: "Ann Lee", "Bob Ray".' in err
    assert "[u]se it as full_name, [l]eave it as it is, or [a]bort?" in err
    assert greeted() == names


def test_an_answer_may_be_to_abort(asked: Asked) -> None:
    assert asked("\n")[0] != 0
    assert greeted() == []


def test_a_dry_run_asks_nothing(asked: Asked) -> None:
    code, out, err = asked("", "--dry-run")
    assert code == 0
    assert "bort?" not in err
    assert '--map full_name="Wer"' in out + err


def test_a_column_of_addresses_is_offered(cli: Cli, asked: Asked) -> None:
    write(["Kontaktdaten", "Vorname"], *zip(ADDRESSES, FIRST, strict=True))
    code, envelope = cli.json(*ARGS)
    assert (code, envelope["error"]["code"]) == (4, "no_address_column")
    assert '--map email="Kontaktdaten"' in envelope["error"]["hint"]
    code, _, err = asked("l\n")
    assert code == 4
    assert greeted() == []
    code, _, err = asked("u\n")
    assert code == 0
    assert '"Kontaktdaten" looks like addresses: "ann.lee@acme.example".' in err
    assert greeted() == FIRST


def test_a_column_of_addresses_without_a_header_of_its_own_is_named_by_number(cli: Cli) -> None:
    write(["Daten", "Daten"], *zip(FIRST, ADDRESSES, strict=True))
    _, envelope = cli.json(*ARGS)
    assert '--map email="2"' in envelope["error"]["hint"]
    assert cli(*ARGS, "--map", "email=2")[0] == 0


def test_a_rehearsal_offers_nothing(cli: Cli) -> None:
    assert cli("rehearse", "intro.toml", "--leads", "leads.csv", "--db", "play.db")[0] == 0


def test_the_only_column_of_addresses_is_taken_if_its_header_is_about_mail(cli: Cli) -> None:
    write(["USR_EMAIL", "Vorname"], *zip(ADDRESSES, FIRST, strict=True))
    code, envelope = cli.json(*ARGS)
    assert code == 0
    assert envelope["data"]["columns"][0] == {
        "header": "USR_EMAIL",
        "field": "email",
        "role": "email",
        "doubtful": "the only column of addresses",
    }
    assert greeted() == sorted(FIRST)


@pytest.mark.parametrize("header", ["Owner Email", "E-Mail Betreuer", "Sender email", "Daten"])
def test_the_only_column_of_addresses_is_not_taken_if_it_is_of_somebody_else(cli: Cli, header: str) -> None:
    write([header, "Vorname"], *zip(ADDRESSES, FIRST, strict=True))
    _, envelope = cli.json(*ARGS)
    assert envelope["error"]["code"] == "no_address_column"
    assert f'--map email="{header}"' in envelope["error"]["hint"]


def test_one_of_two_unknown_columns_of_addresses_is_not_taken(cli: Cli) -> None:
    write(["USR_EMAIL", "ORG_MAIL_TXT"], *zip(ADDRESSES, ADDRESSES, strict=True))
    assert cli.json(*ARGS)[1]["error"]["code"] == "no_address_column"
