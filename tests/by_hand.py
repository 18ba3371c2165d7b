"""Answers as `reply --send` does, against a bench: what a person has looked at, then the send."""

from dataclasses import dataclass
from random import Random

from world import Bench

from seqcli.commands.chosen import choose
from seqcli.commands.composing import TextSource
from seqcli.commands.reply import Wanted, send_reply
from seqcli.commands.reply_target import Seen, find_target, look
from seqcli.engine.send.context import SendContext
from seqcli.engine.send.reply import ReplyResult, ReplyTarget
from seqcli.engine.stream.context import DrainSummary


@dataclass
class Looked:
    """What a person had in front of them before they answered."""

    target: ReplyTarget
    seen: Seen


def look_at(rig: Bench, which: str) -> Looked:
    target = find_target(rig.store, choose(rig.store, which, rig.client.server_time.now()))
    return Looked(target, look(rig.store, target))


def answer(
    rig: Bench, which: str, text: str, *, looked: Looked | None = None, again: bool = False
) -> ReplyResult:
    found = looked or look_at(rig, which)
    now = rig.client.server_time.now()
    with rig.store.round_lock("reply", now):
        ctx = SendContext(rig.store, rig.client, found.target.identity, DrainSummary(), Random(0))
        wanted = Wanted(TextSource(text=text), send=True, again=again)
        return send_reply(ctx, found.target, found.seen, text, wanted, rig.clock)
