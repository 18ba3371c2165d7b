"""The planted bugs: exact texts, what replaces them, and the tests that must notice."""

from dataclasses import dataclass

OUTBOX, WITNESS = "seqcli/engine/send/attempt.py", "seqcli/engine/stream/send_events.py"
DRAIN, EVENTS, ROUNDS = (
    "seqcli/engine/stream/drain.py",
    "seqcli/engine/stream/dispatch.py",
    "seqcli/engine/loop.py",
)
CLOCKS = "seqcli/engine/stream/freshness.py"
API, OUTCOME = "seqcli/client/api.py", "seqcli/client/outcome.py"
CONNECTION, PEOPLE = "seqcli/store/connection.py", "seqcli/store/people.py"

RULES = ("tests/test_rules.py",)
SWEEP = ("tests/test_sweep.py",)


@dataclass(frozen=True, slots=True)
class Edit:
    """A text that must stand exactly once in `path`, and what stands there instead."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Planted:
    """A bug that somebody could write, and the part of the suite that must fail."""

    name: str
    edits: tuple[Edit, ...]
    tests: tuple[str, ...] = RULES


PLANTED = (
    Planted(
        "cursor before effects",
        (
            Edit(
                DRAIN,
                "            apply_page(post, page, since)\n    with",
                "            post.store.save_cursor(post.identity, page.cursor, post.now())\n"
                "        with post.store.transaction():\n            apply_page(post, page, since)\n    with",
            ),
        ),
        SWEEP,
    ),
    Planted(
        "a new key for every try",
        (
            Edit(
                OUTBOX,
                "        attempt.idempotency_key,\n        to=lead.email,",
                '        f"{attempt.idempotency_key}-{uuid.uuid4()}",\n        to=lead.email,',
            ),
            Edit(OUTBOX, "import json\nfrom dataclasses", "import json\nimport uuid\nfrom dataclasses"),
        ),
    ),
    Planted(
        "the body rendered anew for every try",
        (
            Edit(
                OUTBOX,
                "        attempt.request_body,\n        attempt.idempotency_key,",
                "        json.dumps(json.loads(attempt.request_body), separators=(',', ':')).encode(),\n"
                "        attempt.idempotency_key,",
            ),
        ),
    ),
    Planted(
        "act before the drain",
        (
            Edit(
                ROUNDS,
                "            drain(post)\n            if self.release is not None",
                "            if self.release is not None",
            ),
            Edit(
                ROUNDS,
                "                        break\n        except (ConfigError, StreamError) as error:",
                "                        break\n            drain(post)\n"
                "        except (ConfigError, StreamError) as error:",
            ),
            Edit(
                CLOCKS,
                "        if self.applied is None or server_time.is_in_doubt:\n            return False\n",
                "        if self.applied is None:\n            return True\n",
            ),
        ),
    ),
    Planted(
        "only TransportError is caught",
        (
            Edit(
                API,
                "        except (*_WIRE_FAILED, BadBodyError) as error:\n            return Unknown(",
                "        except httpx.TransportError as error:\n            return Unknown(",
            ),
        ),
    ),
    Planted("a deferred BEGIN", (Edit(CONNECTION, '"BEGIN IMMEDIATE"', '"BEGIN"'),)),
    Planted(
        "no lock around a round",
        (
            Edit(
                CONNECTION,
                "            lock.acquire()\n        except Timeout:",
                "            pass\n        except Timeout:",
            ),
        ),
    ),
    Planted(
        "ROLLBACK after a full disk",
        (
            Edit(
                CONNECTION,
                '        if self.conn.in_transaction:\n            self.conn.execute("ROLLBACK")',
                '        self.conn.execute("ROLLBACK")',
            ),
        ),
        ("tests/test_sweep.py", "-k", "full_disk"),
    ),
    Planted(
        "results[].status ignored",
        (
            Edit(
                OUTCOME,
                '    if item.status == "rejected" or (item.status is None and item.reason):',
                "    if item.status is None and item.reason:",
            ),
        ),
    ),
    Planted(
        "unmatched events are dropped",
        (Edit(EVENTS, "            if not is_older and event.type in HANDLERS:", "            if False:"),),
    ),
    Planted(
        "a throttled retry goes back to pending",
        (
            Edit(
                OUTBOX,
                "    if attempt.state is AttemptState.UNKNOWN:\n        done = _still_unknown(",
                "    if False:\n        done = _still_unknown(",
            ),
        ),
    ),
    Planted(
        "the attempt rendered in the drain",
        (
            Edit(
                EVENTS,
                '    apply_fact(store, lead, fact, scene.actor(event), scene.at)\n    return Use("applied", lead.id)',
                "    after = apply_fact(store, lead, fact, scene.actor(event), scene.at)\n"
                "    if after.status is LeadStatus.QUEUED:\n"
                "        from seqcli.engine.send.attempt import draft_step\n"
                "        from seqcli.engine.stream.send_events import new_attempt\n"
                "        draft = draft_step(get_sequence(store, lead.sequence_id), after)\n"
                "        early = new_attempt(after, scene.identity, 0, draft.body, draft.variant, scene.at)\n"
                "        store.insert_attempt(early, lead.email)\n"
                '    return Use("applied", lead.id)',
            ),
        ),
    ),
    Planted(
        "adoption without binding first",
        (
            Edit(
                WITNESS,
                "    return store.find_unbound(identity, event.conv_id, event.recipient, event.pending_id, sent=sent)\n",
                "    return None\n",
            ),
        ),
    ),
    Planted(
        "R13 left out",
        (
            Edit(
                EVENTS,
                " or began_at < plus_ms(attempt.accepted_at, -SLACK_MS):",
                ":",
            ),
            Edit(EVENTS, "    if fired_at < plus_ms(left_at, wait_ms - SLACK_MS):", "    if False:"),
        ),
    ),
    Planted(
        "results are read only from a 202",
        (
            Edit(
                OUTCOME,
                "    if not (200 <= status < 300 or status == 429) or not isinstance(data, dict):",
                "    if status != 202 or not isinstance(data, dict):",
            ),
        ),
    ),
    Planted(
        "an unreleased lead is sent to",
        (
            Edit(OUTBOX, "    if lead.released_at is None:", "    if False:"),
            Edit(
                PEOPLE,
                "lead.status = 'queued' AND lead.released_at IS NOT NULL AND sequence.status = 'active'",
                "lead.status = 'queued' AND sequence.status = 'active'",
            ),
        ),
    ),
    Planted(
        "a look of any age allows a send",
        (
            Edit(
                CLOCKS,
                "        return all(0 <= age <= MAX_LOOK_AGE_S for age in ages)",
                "        return True",
            ),
        ),
        ("tests/test_windows_clocks.py",),
    ),
    Planted(
        "our own clock overtakes a timer that 12m shows as armed",
        (Edit(CLOCKS, "    return min(now.server_at, now.wall_at)", "    return now.server_at"),),
        ("tests/test_windows_clocks.py",),
    ),
    Planted(
        "a leap of the Date is believed at once",
        (Edit("seqcli/clock.py", "and not self._confirms(date):", "and False:"),),
        ("tests/test_windows_clocks.py",),
    ),
    Planted(
        "an unusable entry holds nobody",
        (
            Edit(
                "seqcli/engine/stream/malformed_events.py",
                "    if _concerns_leads(scene, raw):\n",
                "    if False:\n",
            ),
        ),
        ("tests/test_windows_poison.py",),
    ),
)
