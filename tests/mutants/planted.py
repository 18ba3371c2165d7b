"""The planted bugs: exact texts, what replaces them, and the tests that must notice."""

from dataclasses import dataclass

ATTEMPT, SETTLE = "seqcli/engine/send/attempt.py", "seqcli/engine/send/settle.py"
SEND_EVENTS = "seqcli/engine/stream/send_events.py"
DRAIN, DISPATCH, LOOP = (
    "seqcli/engine/stream/drain.py",
    "seqcli/engine/stream/dispatch.py",
    "seqcli/engine/loop.py",
)
FRESHNESS = "seqcli/engine/stream/freshness.py"
API, OUTCOME = "seqcli/client/api.py", "seqcli/client/outcome.py"
DATABASE, ROUND_LOCK = "seqcli/store/database.py", "seqcli/store/round_lock.py"
ELIGIBILITY = "seqcli/store/eligibility.py"
FOLDING = "seqcli/store/folding.py"
MARKS = ("tests/test_marks.py",)
WRONG_ANSWERS, UNMARKING = "seqcli/engine/leads/wrong_answers.py", "seqcli/engine/leads/unmarking.py"

RULES = ("tests/test_rules.py",)
SWEEP = ("tests/test_sweep.py",)
VACUUM = ("tests/test_vacuum.py",)
MOVING_IN, MOVES = "seqcli/engine/leads/moving_in.py", ("tests/test_moving_in.py",)
BRANCHING, BRANCHES = "seqcli/engine/leads/branching.py", ("tests/test_branches.py",)


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
                "            apply_page(ctx, page, since)\n        ctx.tell_page",
                "            ctx.store.cursors.save(ctx.identity, page.cursor, ctx.now())\n"
                "        with ctx.store.transaction():\n            apply_page(ctx, page, since)\n        ctx.tell_page",
            ),
        ),
        SWEEP,
    ),
    Planted(
        "a new key for every try",
        (
            Edit(
                ATTEMPT,
                "        attempt.idempotency_key,\n        to=lead.email,",
                '        f"{attempt.idempotency_key}-{uuid.uuid4()}",\n        to=lead.email,',
            ),
            Edit(ATTEMPT, "from dataclasses", "import uuid\nfrom dataclasses"),
        ),
    ),
    Planted(
        "the body rendered anew for every try",
        (
            Edit(
                ATTEMPT,
                "        attempt.request_body,\n        attempt.idempotency_key,",
                "        json.dumps(json.loads(attempt.request_body), separators=(',', ':')).encode(),\n"
                "        attempt.idempotency_key,",
            ),
            Edit(ATTEMPT, "from dataclasses", "import json\nfrom dataclasses"),
        ),
    ),
    Planted(
        "act before the drain",
        (
            Edit(
                LOOP,
                "            drain(ctx)\n            self._look_up(",
                "            self._look_up(",
            ),
            Edit(
                LOOP,
                "                        break\n        except (ConfigError, StreamError) as error:",
                "                        break\n            drain(ctx)\n"
                "        except (ConfigError, StreamError) as error:",
            ),
            Edit(
                FRESHNESS,
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
                "        except (*WIRE_FAILED, BadBodyError) as error:\n            return Unknown(",
                "        except httpx.TransportError as error:\n            return Unknown(",
            ),
        ),
    ),
    Planted("a deferred BEGIN", (Edit(DATABASE, '"BEGIN IMMEDIATE"', '"BEGIN"'),)),
    Planted(
        "no lock around a round",
        (
            Edit(
                ROUND_LOCK,
                "            lock.acquire(poll_interval=_POLL_S)\n        except Timeout:",
                "            pass\n        except Timeout:",
            ),
        ),
    ),
    Planted(
        "ROLLBACK after a full disk",
        (
            Edit(
                DATABASE,
                '        if self._conn.in_transaction:\n            self._conn.execute("ROLLBACK")',
                '        self._conn.execute("ROLLBACK")',
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
        (
            Edit(
                DISPATCH,
                "            if not _is_older(ctx, event, request) and event.type in HANDLERS:",
                "            if False:",
            ),
        ),
    ),
    Planted(
        "a send that may be an open one's is given to another sequence of the person",
        (
            Edit(
                SEND_EVENTS,
                "        return _UNSETTLED if is_doubtful else _adopt(ctx, event, due[0])",
                "        return _adopt(ctx, event, due[0])",
            ),
        ),
        ("tests/test_windows_clocks.py", "-k", "older_than_its_try"),
    ),
    Planted(
        "a throttled retry goes back to pending",
        (
            Edit(
                SETTLE,
                "    if attempt.state is AttemptState.UNKNOWN:\n        result = _still_unknown(",
                "    if False:\n        result = _still_unknown(",
            ),
        ),
    ),
    Planted(
        "the attempt rendered in the drain",
        (
            Edit(
                DISPATCH,
                "    apply_lead_event(store, lead, lead_event, ctx.actor(event), ctx.at)\n    return HandlingResult(EventHandling.WAIT_OVER, lead.id)",
                "    after = apply_lead_event(store, lead, lead_event, ctx.actor(event), ctx.at)\n"
                "    if after.status is LeadStatus.QUEUED:\n"
                "        from seqcli.engine.send.render import render_request\n"
                "        from seqcli.engine.stream.send_events import new_attempt\n"
                "        draft = render_request(get_sequence(store, lead.sequence_id), after)\n"
                "        early = new_attempt(after, ctx.identity, 0, draft.body, draft.variant, ctx.at)\n"
                "        store.attempts.insert(early, lead)\n"
                "    return HandlingResult(EventHandling.WAIT_OVER, lead.id)",
            ),
        ),
    ),
    Planted(
        "adoption without binding first",
        (
            Edit(
                SEND_EVENTS,
                "    return store.attempts.find_unbound(identity, event.conv_id, event.recipient, event.pending_id, sent=sent)\n",
                "    return None\n",
            ),
        ),
    ),
    Planted(
        "R13 left out",
        (
            Edit(
                DISPATCH,
                " or began_at < plus_ms(times.accepted_at, -SLACK_MS):",
                ":",
            ),
            Edit(DISPATCH, "    if fired_at < plus_ms(times.left_at, wait_ms - SLACK_MS):", "    if False:"),
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
            Edit("seqcli/eligibility.py", "    if lead.released_at is None:", "    if False:"),
            Edit(
                ELIGIBILITY,
                "_IN_INDEX = \"lead.status = 'queued' AND lead.released_at IS NOT NULL\"",
                "_IN_INDEX = \"lead.status = 'queued'\"",
            ),
        ),
    ),
    Planted(
        "a drain of any age allows a send",
        (
            Edit(
                FRESHNESS,
                "        return all(0 <= age <= MAX_DRAIN_AGE_S for age in ages)",
                "        return True",
            ),
        ),
        ("tests/test_windows_clocks.py",),
    ),
    Planted(
        "our own clock overtakes a timer that 12m shows as armed",
        (Edit(FRESHNESS, "    return min(now.server_at, now.wall_at)", "    return now.server_at"),),
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
                "    if _concerns_leads(ctx, raw):\n",
                "    if False:\n",
            ),
        ),
        ("tests/test_windows_poison.py",),
    ),
    Planted(
        "an answer elsewhere is not asked for before a send",
        (
            Edit(
                "seqcli/eligibility.py",
                "    if case.answered is not None and not case.lead.allow_answered:\n        return Blocker",
                "    if False:\n        return Blocker",
            ),
        ),
        ("tests/test_memory.py",),
    ),
    Planted(
        "an answer stays within its sequence",
        (
            Edit(
                "seqcli/engine/leads/memory.py",
                "        if lead.sequence_id == word.sequence_id or goes_on(store, lead, word.at):",
                "        if True:",
            ),
        ),
        ("tests/test_memory.py",),
    ),
    Planted(
        "a company stop takes free mail for a company",
        (
            Edit(
                "seqcli/companies/__init__.py",
                '    return "" if is_mail_provider(domain) else domain',
                "    return domain",
            ),
        ),
        ("tests/test_memory.py",),
    ),
    Planted(
        "a claim that fails leaves half of itself",
        (
            Edit(
                "seqcli/engine/send/attempt.py",
                "                with ctx.store.savepoint():",
                "                if True:",
            ),
        ),
        ("tests/test_windows_sending.py",),
    ),
    Planted(
        "an acceptance stays open over a read of the stream",
        (
            Edit(
                "seqcli/engine/loop.py",
                "            settle_open(ctx)\n            drain(ctx)",
                "            drain(ctx)",
            ),
        ),
        ("tests/test_windows_sending.py",),
    ),
    Planted(
        "a step is claimed before 12m is asked about a past that the file has lost",
        (
            Edit(
                LOOP,
                "result = send(ctx, lead.id, is_paced=item.is_paced)",
                "result = send(ctx, lead.id, is_paced=item.is_paced, is_cleared_up=True)",
            ),
        ),
        ("tests/test_restore.py", "tests/test_windows_stream.py"),
    ),
    Planted(
        "a sequence is remembered beyond a part of a transaction that was undone",
        (
            Edit(
                DATABASE,
                "            except BaseException:\n                self._forget()\n",
                "            except BaseException:\n",
            ),
        ),
        ("tests/test_windows_store.py",),
    ),
    Planted(
        "a lead that was read ahead stays as it was, whatever is written to it",
        (Edit(DATABASE, "            if table in tables:\n", "            if not tables:\n"),),
        ("tests/test_drain_pages.py",),
    ),
    Planted(
        "what waits to be written is not seen by who asks",
        (Edit(DATABASE, "in self._waiting.keys() & _words(sql):", "in ():"),),
        ("tests/test_drain_pages.py",),
    ),
    Planted(
        "a row that was not as expected goes unnoticed",
        (Edit(DATABASE, "            if touched != len(rows):\n", "            if touched > len(rows):\n"),),
        ("tests/test_windows_store.py",),
    ),
    Planted(
        "open outcomes of yesterday count for no day",
        (
            Edit(
                "seqcli/store/eligibility.py",
                "state = 'unknown' AND sequence_id = {0}\"",
                "state = 'unknown' AND sequence_id = {0} AND first_try_at >= :midnight\"",
            ),
        ),
        ("tests/test_pacing.py",),
    ),
    Planted(
        "a restored file forgets who answers what it lost",
        (
            Edit(
                "seqcli/engine/stream/inbound_events.py",
                "    if not is_answer or not ctx.store.meta.was_restored():",
                "    if True:",
            ),
        ),
        ("tests/test_memory.py",),
    ),
    Planted(
        "a notice is forgotten before it is delivered",
        (
            Edit(
                "seqcli/engine/notify.py",
                "            if problem:\n                report.failed",
                "            with store.transaction():\n                store.notices.delete(notice.id, name)\n"
                "            if problem:\n                report.failed",
            ),
        ),
        ("tests/test_notify.py",),
    ),
    Planted(
        "two runs tell the same at once",
        (Edit("seqcli/store/notices.py", "tries = tries + 1, next_try_at = ?", "tries = tries + 1, at = ?"),),
        ("tests/test_notify.py",),
    ),
    Planted(
        "a command sees the key under another name",
        (Edit("seqcli/config.py", " and not any(each in value for each in secrets)", ""),),
        ("tests/test_notify.py",),
    ),
    Planted(
        "a mark lets a lead go on although the person wrote another mail",
        (Edit(WRONG_ANSWERS, "_find_other_mail(store, person, item) or ", ""),),
        MARKS,
    ),
    Planted(
        "a mark revives who is suppressed",
        (Edit(WRONG_ANSWERS, "if listed := store.suppressions.find_reason(address):", "if listed := None:"),),
        MARKS,
    ),
    Planted(
        "the time between a wrong answer and its mark uses up the wait",
        (Edit("seqcli/engine/leads/patience.py", "if begins < at else lead", "if begins is at else lead"),),
        MARKS,
    ),
    Planted(
        "our own clock takes a mail for an answer that was marked as none",
        (
            Edit(
                "seqcli/engine/reconcile/record.py",
                "_find_answer(_without(conversation, told), identity, lead)",
                "_find_answer(conversation.messages, identity, lead)",
            ),
        ),
        MARKS,
    ),
    Planted(
        "undo of a mark revives who has answered since",
        (Edit(UNMARKING, 'if each.id > case.kept["last_mail"]', "if each.id < 0"),),
        MARKS,
    ),
    Planted(
        "vacuum folds sends that may be made again",
        (
            Edit(
                FOLDING,
                "_SETTLED = \"('accepted', 'refused', 'cancelled')\"",
                "_SETTLED = \"('accepted', 'refused', 'cancelled', 'unknown')\"",
            ),
        ),
        VACUUM,
    ),
    Planted(
        "vacuum brings back what was forgotten meanwhile",
        (Edit(FOLDING, "AND seq = ? AND body = ?", "AND seq = ? AND ? <> ''"),),
        VACUUM,
    ),
    Planted(
        "vacuum folds mail that may match a lead later",
        (Edit(FOLDING, "('email.queued', 'email.sent',", "('email.replied', 'email.queued', 'email.sent',"),),
        VACUUM,
    ),
    Planted(
        "the log is emptied under Litestream",
        (Edit(DATABASE, "WHERE name = '_litestream_seq'", "WHERE name = ''"),),
        VACUUM,
    ),
    Planted(
        "silence leads on once more with every run",
        (Edit(BRANCHING, "    store.branches.close(branch.id, now, made_lead_id=lead.id)\n", ""),),
        BRANCHES,
    ),
    Planted(
        "two sequences write to a person at a time",
        (Edit(BRANCHING, "if each.status not in FINAL)", "if False)"),),
        BRANCHES,
    ),
    Planted(
        "recontact forgets what silence led to",
        (Edit(ELIGIBILITY, " AND NOT {led_here('lead.address', 'lead.sequence_id')}", ""),),
        (*BRANCHES, "tests/test_eligibility.py"),
    ),
    Planted(
        "a mark allows every answer from then on",
        (
            Edit(
                "seqcli/engine/leads/memory.py",
                "    return origin is None or answered_at <= origin.planned_at",
                "    return True",
            ),
        ),
        BRANCHES,
    ),
    Planted(
        "a restored file sends again what silence led to",
        (
            Edit(
                "seqcli/store/leads.py",
                "   WHERE branch.address = lead.address AND branch.made_lead_id = lead.id AND",
                "   WHERE false AND branch.address = lead.address AND branch.made_lead_id = lead.id AND",
            ),
        ),
        BRANCHES,
    ),
    Planted(
        "a conversation that is listed and not shown counts as no mail",
        (
            Edit(
                "seqcli/engine/reconcile/record.py",
                "            unclear = RecordFinding(RecordStatus.UNCLEAR, _LISTED_BUT_GONE)\n",
                "            pass\n",
            ),
        ),
        ("tests/test_windows_poison.py",),
    ),
    Planted(
        "whoever answered another sender is not remembered",
        (
            Edit(
                MOVING_IN, "        self._store.answers.save_from_file(people, self._source, self._at)\n", ""
            ),
        ),
        MOVES,
    ),
    Planted(
        "people with a word that nobody knows are imported",
        (
            Edit(
                MOVING_IN,
                "standing.status is CampaignStatus.NEW or (self._take_started and standing.status is not None)",
                "standing.status in {CampaignStatus.NEW, None} or self._take_started",
            ),
        ),
        MOVES,
    ),
    Planted(
        "a file that says new takes an answer back",
        (
            Edit(
                MOVING_IN,
                "elif standing.status is CampaignStatus.NEW and standing.is_chosen:",
                "elif standing.status is CampaignStatus.NEW:",
            ),
        ),
        MOVES,
    ),
    Planted(
        "a row far away takes back the answer that the same file tells of",
        (Edit(MOVING_IN, "        corrected = people - self._told\n", "        corrected = people\n"),),
        MOVES,
    ),
    Planted(
        "of two rows of a person the later one counts",
        (
            Edit(
                MOVING_IN,
                "known is None or strictest(standing.status, known[1].status) is not known[1].status",
                "True",
            ),
        ),
        MOVES,
    ),
    Planted(
        "the company's address is written to, and not the person's",
        (
            Edit(
                "seqcli/contacts/headers/header_roles.py",
                "        return Meaning(ColumnRole.EMAIL, Rank.COMPANY)",
                "        return Meaning(ColumnRole.EMAIL, Rank.NAMED)",
            ),
        ),
        ("tests/test_headers.py",),
    ),
    Planted(
        "who was never written to is an opt-out below an opt-out",
        (
            Edit(
                "seqcli/contacts/standing/opt_out_cells.py",
                "    is_nothing = re.fullmatch(NOTHING, fold(cell)) is not None or is_not_yet(cell)",
                "    is_nothing = re.fullmatch(NOTHING, fold(cell)) is not None",
            ),
        ),
        ("tests/test_opt_out_cells.py",),
    ),
    Planted(
        "a status that nobody knows beside a no is not named",
        (
            Edit(
                "seqcli/contacts/standing/unheard_words.py",
                "    return any(ends(cell.strip()) for cell in cells)",
                "    return False and any(ends(cell.strip()) for cell in cells)",
            ),
        ),
        ("tests/test_opt_out_cells.py",),
    ),
    Planted(
        "another address that bounced ends the person",
        (
            Edit(
                "seqcli/contacts/standing/opt_out_cells.py",
                "    return says_stop(cell) and not is_bounce(cell)",
                "    return says_stop(cell)",
            ),
        ),
        ("tests/test_opt_out_cells.py",),
    ),
)
