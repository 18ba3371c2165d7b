from shell import Cli, advance, enrol

from seqcli.simulator import People, Persona, PersonaKind, World


def test_x(cli: Cli, world: World) -> None:
    People(
        world,
        by_address={
            "ada@acme.example": Persona(PersonaKind.REPLIES, 1, 3_600_000),
            "bob@bolt.example": Persona(PersonaKind.SILENT),
        },
    )
    enrol(cli)
    code, out, err = cli("start", "intro", "--pace", "0", "--yes", "--log-json", "--log-level", "debug")
    print(code, out)
    print(err)
    advance(world, days=3, hours=1)
    code, out, err = cli("poll", "--log-json", "--log-level", "debug")
    print(code, out)
    print(err)
    code, out, err = cli("poll", "--log-level", "debug")
    print(out, err)
    code, out, err = cli("poll", "--quiet")
    print(out, err)
    assert 0
