"""The imperative shell: enrol, drain, send. Given a store, a client and a clock, it performs what the core decides."""

from seqcli.engine.outbox import Done, Result
from seqcli.engine.rounds import Limits, Runner, RunReport, check_world
from seqcli.engine.scene import DrainNews

__all__ = ["Done", "DrainNews", "Limits", "Result", "RunReport", "Runner", "check_world"]
