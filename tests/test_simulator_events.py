"""What 12m's pages say about the stream, the no-reply timer and conversations, as rules of the simulator."""

import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from test_simulator_rig import ADA, MAIL, MONDAY, PATH, Rig

from seqcli.clock import DAY_MS, HOUR_MS, MINUTE_MS, from_text, to_ms, to_text
from seqcli.simulator import DEFAULT_HANDLE, Drip, Options, make_app

BOB = "bob.acme@inboxbase.ai"


# The stream


def test_an_event_has_seq_ulid_type_and_its_time_twice() -> None:
    rig = Rig()
    conv_id = rig.accepted()
    page = rig.events()
    assert {name: page[name] for name in ("identity", "cursor", "hasMore")} == {
        "identity": DEFAULT_HANDLE,
        "cursor": 2,
        "hasMore": False,
    }
    event = page["events"][0]
    assert re.fullmatch("evt_[0-9A-HJKMNP-TV-Z]{26}", event["id"])
    assert (event["seq"], event["type"], event["convId"]) == (1, "email.queued", conv_id)
    assert (event["ts"], event["tsIso"]) == (to_ms(MONDAY), to_text(MONDAY))


def test_event_ids_sort_by_time() -> None:
    rig = Rig()
    rig.accepted()
    rig.clock.advance(days=5)
    ids = [event["id"] for event in rig.log]
    assert ids[-1] > max(ids[:-1])


def test_since_returns_what_is_above_it_and_0_walks_the_whole_log() -> None:
    rig = Rig()
    for number in range(5):
        rig.accepted(to=f"lead{number}@lumen.example")
    assert [event["seq"] for event in rig.events()["events"]] == list(range(1, 11))
    assert [event["seq"] for event in rig.events(8)["events"]] == [9, 10]
    assert rig.events(10) == {"identity": DEFAULT_HANDLE, "cursor": 10, "hasMore": False, "events": []}


def test_has_more_is_true_until_the_cursor_reaches_the_end() -> None:
    rig = Rig()
    for number in range(5):
        rig.accepted(to=f"lead{number}@lumen.example")
    seen, cursor, more = [], 0, True
    pages = 0
    while more:
        page = rig.events(cursor, limit=4)
        seen += [event["seq"] for event in page["events"]]
        cursor, more, pages = page["cursor"], page["hasMore"], pages + 1
    assert (seen, pages) == (list(range(1, 11)), 3)


def test_types_filters_by_a_comma_separated_list() -> None:
    rig = Rig()
    rig.accepted()
    rig.clock.advance(days=3)
    page = rig.events(types="email.no_reply,email.sent", limit=1)
    assert ([event["type"] for event in page["events"]], page["hasMore"]) == (["email.sent"], True)
    assert (
        rig.events(page["cursor"], types="email.no_reply,email.sent")["events"][0]["type"] == "email.no_reply"
    )
    assert rig.events(types="mailbox.replaced")["events"] == []


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 201},
        {"since": -1},
        {"since": "soon"},
        {"timeoutMs": 25_001},
        {"timeoutMs": -1},
    ],
)
def test_a_query_out_of_range_is_400(query: dict[str, Any]) -> None:
    assert Rig().http.get(f"{PATH}/events", params=query).status_code == 400


def test_each_identity_has_its_own_log_and_numbers() -> None:
    rig = Rig()
    rig.world.add_identity(BOB)
    rig.accepted()
    rig.world.first_contact_from("eve@mosaic.example", handle=BOB)
    theirs = rig.http.get(f"/v1/identities/{BOB}/events").json()
    assert [(event["seq"], event["type"]) for event in theirs["events"]] == [(1, "email.received")]


@pytest.mark.parametrize("place", ["top", "data", "both"])
def test_the_conversation_id_stands_on_top_in_data_or_in_both(place: Any) -> None:
    rig = Rig(Options(conv_id_place=place))
    rig.accepted()
    rig.clock.advance(days=4)
    for event in rig.log:
        assert ("convId" in event, "convId" in event["data"]) == (place != "data", place != "top")


def test_an_event_about_a_mailbox_names_no_conversation() -> None:
    rig = Rig()
    rig.world.replace_mailbox(DEFAULT_HANDLE)
    event = rig.last("mailbox.replaced")
    assert "convId" not in event
    assert "convId" not in event["data"]


def test_numbers_may_have_gaps_and_still_only_rise() -> None:
    rig = Rig(Options(seq_gaps=True))
    for number in range(20):
        rig.accepted(to=f"lead{number}@lumen.example")
    seqs = [event["seq"] for event in rig.log]
    assert seqs == sorted(set(seqs))
    assert seqs[-1] > len(seqs)
    assert [event["seq"] for event in rig.events(seqs[7] + 1)["events"]] == [
        seq for seq in seqs if seq > seqs[7] + 1
    ]


def test_a_log_that_began_anew_answers_an_old_cursor_with_its_own_end() -> None:
    rig = Rig()
    rig.accepted()
    rig.world.restart_log(DEFAULT_HANDLE)
    rig.accepted()
    rig.events()
    assert rig.events(77) == {"identity": DEFAULT_HANDLE, "cursor": 2, "hasMore": False, "events": []}


def test_a_raw_event_may_have_any_content() -> None:
    rig = Rig()
    rig.world.append_event(
        DEFAULT_HANDLE, "email.opened", {"n": 1}, "conv_x", overwrite={"ts": "late", "extra": None}
    )
    event = rig.events()["events"][0]
    assert (event["seq"], event["ts"], event["extra"], event["convId"]) == (1, "late", None, "conv_x")


def test_a_long_poll_ends_at_once_when_there_is_news() -> None:
    rig = Rig()
    rig.accepted()
    rig.events(0, timeoutMs=25_000)
    assert rig.clock.now() == MONDAY


def test_a_long_poll_waits_for_the_next_event_and_no_longer() -> None:
    rig = Rig()
    rig.world.identities[DEFAULT_HANDLE].drip = Drip(gap_ms=10_000)
    rig.accepted(to="a@lumen.example")
    rig.accepted(to="b@lumen.example")
    page = rig.events(rig.events()["cursor"], timeoutMs=25_000)
    assert [event["type"] for event in page["events"]] == ["email.sent"]
    assert rig.clock.now() == MONDAY + timedelta(seconds=10)


def test_a_long_poll_without_news_ends_empty_at_its_timeout() -> None:
    rig = Rig()
    assert rig.events(0, timeoutMs=25_000)["events"] == []
    assert rig.clock.now() == MONDAY + timedelta(seconds=25)


def test_answers_carry_the_worlds_date_which_may_be_skewed_or_missing() -> None:
    rig = Rig()
    rig.clock.advance(days=3)
    assert parsedate_to_datetime(rig.send().headers["Date"]) == rig.clock.now()
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/"}
    dates: list[str | None] = []
    for skew_s in (3600, None):
        app = make_app(rig.world, date_skew_s=skew_s)
        app(environ, lambda _, headers, __=None: dates.append(dict(headers).get("Date")))  # type: ignore[arg-type]
    assert dates == ["Thu, 30 Apr 2026 09:00:00 GMT", None]


# The no-reply timer


@pytest.mark.parametrize(
    ("given", "waited_ms"),
    [
        ("4h", 4 * HOUR_MS),
        ("1d", DAY_MS),
        ("3 days", 3 * DAY_MS),
        ("90 minutes", 90 * MINUTE_MS),
        ("1.5h", 90 * MINUTE_MS),
        (7_200_000, 2 * HOUR_MS),
        (None, DAY_MS),
        ("1s", MINUTE_MS),
        (0, MINUTE_MS),
    ],
)
def test_the_timer_takes_texts_and_milliseconds_a_day_by_default_a_minute_at_least(
    given: Any, waited_ms: int
) -> None:
    rig = Rig()
    conv_id = rig.accepted(noReplyEventAfter=given)
    rig.clock.advance(milliseconds=waited_ms - 1)
    assert "email.no_reply" not in rig.types
    rig.clock.advance(milliseconds=1)
    event = rig.last("email.no_reply")
    assert (event["convId"], event["data"]["waitedMs"]) == (conv_id, waited_ms)


def test_an_event_bears_its_own_time_however_late_it_is_read() -> None:
    rig = Rig()
    rig.accepted(noReplyEventAfter="4h")
    rig.clock.advance(days=30)
    assert rig.events()["events"][-1]["ts"] == to_ms(MONDAY) + 4 * HOUR_MS


def test_things_happen_in_the_order_of_time_across_conversations() -> None:
    rig = Rig()
    for hours in (5, 1, 3):
        rig.accepted(to=f"lead{hours}@lumen.example", noReplyEventAfter=f"{hours}h")
    rig.clock.advance(days=1)
    assert [event["data"]["waitedMs"] // HOUR_MS for event in rig.log[6:]] == [1, 3, 5]
    assert [event["ts"] for event in rig.log] == sorted(event["ts"] for event in rig.log)


def test_the_timer_fires_once_per_outbound_and_the_next_send_arms_the_next() -> None:
    rig = Rig()
    conv_id = rig.accepted()
    rig.clock.advance(days=30)
    assert rig.types.count("email.no_reply") == 1
    rig.follow_up(conv_id)
    rig.clock.advance(days=30)
    assert rig.types.count("email.no_reply") == 2


def test_a_new_outbound_resets_the_timer() -> None:
    rig = Rig()
    conv_id = rig.accepted()
    rig.clock.advance(days=2)
    rig.follow_up(conv_id, noReplyEventAfter="2d")
    rig.clock.advance(days=30)
    assert [event["ts"] for event in rig.log if event["type"] == "email.no_reply"] == [
        to_ms(MONDAY) + 4 * DAY_MS
    ]


def test_mail_written_by_hand_is_announced_and_resets_the_timer_to_a_day_and_stands_in_no_ledger() -> None:
    rig = Rig()
    conv_id = rig.accepted()
    rig.clock.advance(hours=1)
    assert rig.world.write_by_hand(ADA) == conv_id
    rig.clock.advance(days=30)
    assert rig.types == [*["email.queued", "email.sent"] * 2, "email.no_reply"]
    assert rig.log[-1]["data"]["waitedMs"] == DAY_MS
    assert len({event["data"]["pendingId"] for event in rig.log[:4]}) == 2
    assert len(rig.world.ledger) == 1


def test_mail_by_hand_to_a_new_address_begins_a_conversation() -> None:
    rig = Rig()
    conv_id = rig.world.write_by_hand("eve@mosaic.example")
    assert rig.conversations()["conversations"][0]["id"] == conv_id


@pytest.mark.parametrize("inbound", ["human_reply", "auto_reply", "delay_notice", "opt_out"])
def test_any_inbound_in_the_conversation_cancels_the_timer(inbound: str) -> None:
    rig = Rig()
    conv_id = rig.accepted()
    rig.clock.advance(hours=1)
    getattr(rig.world, inbound)(conv_id)
    rig.clock.advance(days=30)
    assert rig.types == ["email.queued", "email.sent", "email.replied"]
    assert rig.conversation(conv_id)["noReplyAt"] is None


def test_mail_that_no_human_wrote_may_leave_the_timer_armed() -> None:
    rig = Rig(Options(auto_mail_cancels_timer=False))
    conv_id = rig.accepted()
    rig.world.auto_reply(conv_id)
    rig.world.bounce(conv_id, "daemon_ours", hard=False)
    rig.clock.advance(days=3)
    assert rig.types[-1] == "email.no_reply"


def test_a_bounce_notice_in_our_conversation_cancels_the_timer_and_one_elsewhere_does_not() -> None:
    for how, fires in (("daemon_ours", False), ("daemon_strange", True)):
        rig = Rig()
        rig.world.bounce(rig.accepted(), how)  # type: ignore[arg-type]
        rig.clock.advance(days=3)
        assert ("email.no_reply" in rig.types) == fires


def test_a_fresh_conversation_leaves_the_old_ones_timer_armed() -> None:
    rig = Rig()
    conv_id = rig.accepted()
    fresh = rig.world.human_reply(conv_id, fresh_conversation=True)
    rig.clock.advance(days=3)
    assert rig.types[2:] == ["email.received", "email.no_reply"]
    assert [event["convId"] for event in rig.log[2:]] == [fresh, conv_id]
    assert rig.world.conversation(ADA).id == conv_id


def test_a_timer_can_be_dropped_and_never_fires() -> None:
    rig = Rig()
    rig.accepted()
    rig.world.drop_timer(ADA)
    rig.clock.advance(days=30)
    assert "email.no_reply" not in rig.types


def test_the_timer_runs_from_acceptance_or_from_dispatch() -> None:
    for starts, hours in (("acceptance", 4), ("dispatch", 10)):
        rig = Rig(Options(timer_starts=starts))  # type: ignore[arg-type]
        rig.world.identities[DEFAULT_HANDLE].drip = Drip(opens_hour=14)
        rig.accepted(noReplyEventAfter="4h")
        rig.clock.advance(days=1)
        event = rig.last("email.no_reply")
        assert (event["ts"], event["data"]["waitedMs"]) == (to_ms(MONDAY) + hours * HOUR_MS, 4 * HOUR_MS)


def test_a_reply_before_the_dispatch_leaves_no_timer_to_start() -> None:
    rig = Rig(Options(timer_starts="dispatch"))
    conv_id = rig.accepted()
    rig.world.identities[DEFAULT_HANDLE].drip = Drip(opens_hour=14)
    rig.follow_up(conv_id)
    rig.world.human_reply(conv_id)
    rig.clock.advance(days=30)
    assert "email.no_reply" not in rig.types


def test_next_due_names_the_next_happening_and_passes_over_cancelled_ones() -> None:
    rig = Rig()
    assert rig.world.next_due() is None
    conv_id = rig.accepted()
    assert rig.world.next_due() == MONDAY + timedelta(days=3)
    rig.world.human_reply(conv_id)
    assert rig.world.next_due() is None


# Inbound


def test_a_stranger_is_received_in_a_new_conversation_and_our_lead_has_replied_in_ours() -> None:
    rig = Rig()
    strange = rig.world.first_contact_from("eve@mosaic.example", subject="A question")
    event = rig.last("email.received")
    assert (event["convId"], event["data"]["message"]["from"]) == (strange, "eve@mosaic.example")
    conv_id = rig.accepted()
    assert rig.world.human_reply(ADA, "Yes please.") == conv_id
    message = rig.last("email.replied")["data"]["message"]
    assert (message["from"], message["subject"]) == (ADA, "Re: Quick intro")
    assert message["text"].startswith("Yes please.\n\nOn Mon, 27 Apr 2026 at 08:00, Alice <alice.acme1@")
    assert message["text"].endswith("> Hi Ada,\n> short question.\n")


def test_a_reply_may_come_from_another_address_and_without_a_quote() -> None:
    rig = Rig()
    rig.accepted()
    rig.world.human_reply(ADA, "Not me, him.", "ravi@lumen.example", quote=False)
    message = rig.last("email.replied")["data"]["message"]
    assert (message["from"], message["text"]) == ("ravi@lumen.example", "Not me, him.")


@pytest.mark.parametrize(
    ("form", "sender"),
    [
        ("text", "ada@lumen.example"),
        ("named", "Ada <ada@lumen.example>"),
        ("object", {"email": "ada@lumen.example", "name": "Ada"}),
    ],
)
def test_a_sender_is_a_text_a_named_text_or_an_object(form: Any, sender: object) -> None:
    rig = Rig(Options(address_form=form))
    rig.accepted()
    rig.world.human_reply(ADA)
    assert rig.last("email.replied")["data"]["message"]["from"] == sender


def test_a_message_is_told_in_full_or_only_by_its_snippet() -> None:
    for detail, more in (("full", {"text", "html", "headers"}), ("snippet", set())):
        rig = Rig(Options(message_detail=detail))  # type: ignore[arg-type]
        rig.accepted()
        rig.world.auto_reply(ADA)
        message = rig.last("email.replied")["data"]["message"]
        assert message.keys() == {"id", "messageIdHeader", "subject", "snippet", "from", "to"} | more
        assert len(message["snippet"]) <= 200
        if more:
            assert message["headers"]["auto-submitted"] == "auto-replied"


# Bounces


@pytest.mark.parametrize("layout", range(5))
@pytest.mark.parametrize("hard", [True, False])
def test_a_bounce_event_names_address_class_code_and_text_in_several_layouts(
    layout: int, *, hard: bool
) -> None:
    rig = Rig(Options(bounce_layout=layout))
    conv_id = rig.accepted()
    rig.world.bounce(ADA, "event", hard=hard)
    event = rig.last("email.bounced")
    assert event["convId"] == conv_id
    told = str(event["data"])
    assert ADA in told
    assert re.search(r"\b5\.\d\.\d" if hard else r"\b4\.\d\.\d", told)
    assert ADA in rig.world.do_not_contact if hard else not rig.world.do_not_contact


def test_a_hard_bounce_puts_the_address_on_do_not_contact_and_drops_what_is_queued_for_it() -> None:
    rig = Rig()
    conv_id = rig.accepted()
    rig.world.identities[DEFAULT_HANDLE].drip = Drip(opens_hour=14)
    rig.follow_up(conv_id)
    rig.world.bounce(ADA)
    assert rig.types[-2:] == ["email.bounced", "email.cancelled"]
    answer = rig.follow_up(conv_id)
    assert (answer.status_code, answer.json()["results"][0]["reason"]) == (429, "do_not_contact")


@pytest.mark.parametrize("style", ["postfix", "gmail", "exchange", "exim", "qmail"])
def test_a_daemons_notice_shows_the_failed_address_and_the_smtp_text(style: Any) -> None:
    rig = Rig(Options(address_form="object"))
    conv_id = rig.accepted()
    rig.world.bounce(ADA, "daemon_ours", style=style, smtp_text="550 5.1.1 No such user")
    event = rig.last("email.replied")
    message = event["data"]["message"]
    assert event["convId"] == conv_id
    assert re.match("(?i)mailer-daemon@|postmaster@", message["from"]["email"])
    assert ADA in message["text"]
    assert "550 5.1.1 No such user" in message["text"]
    assert rig.world.do_not_contact == set()


def test_a_daemons_notice_may_come_in_a_strange_conversation_where_a_snippet_still_tells() -> None:
    rig = Rig(Options(message_detail="snippet"))
    conv_id = rig.accepted()
    rig.world.bounce(ADA, "daemon_strange")
    event = rig.last("email.received")
    assert event["convId"] != conv_id
    assert ADA in event["data"]["message"]["snippet"]
    assert re.search(r"5\.\d\.\d", event["data"]["message"]["snippet"])


def test_a_bounce_can_be_told_twice() -> None:
    rig = Rig()
    rig.accepted()
    rig.world.bounce(ADA, "event_and_daemon")
    assert rig.types[2:] == ["email.replied", "email.bounced"]


def test_exchange_puts_a_localised_prefix_before_our_own_subject() -> None:
    rig = Rig()
    prefixes = set()
    for number in range(30):
        address = f"lead{number}@lumen.example"
        rig.accepted(to=address)
        rig.world.bounce(address, "daemon_ours", style="exchange")
        prefixes.add(rig.last("email.replied")["data"]["message"]["subject"].removesuffix("Quick intro"))
    assert {"Unzustellbar: ", "Undeliverable: ", "Не удается доставить: "} <= prefixes


def test_a_delay_notice_says_that_delivery_goes_on() -> None:
    rig = Rig()
    rig.accepted()
    rig.world.delay_notice(ADA)
    message = rig.last("email.replied")["data"]["message"]
    assert message["subject"] == "Delivery Status Notification (Delay)"
    assert "still trying" in message["text"]


# Conversations


def test_conversations_are_listed_newest_first_and_in_pages() -> None:
    rig = Rig()
    ids = []
    for number in range(5):
        ids.append(rig.accepted(to=f"lead{number}@lumen.example"))
        rig.clock.advance(minutes=1)
    rig.world.human_reply(ids[0])
    first = rig.conversations(limit=3)
    rest = rig.conversations(limit=3, cursor=first["nextCursor"])
    assert [one["id"] for one in first["conversations"] + rest["conversations"]] == [ids[0], *ids[:0:-1]]
    assert rest["nextCursor"] is None


def test_a_conversation_is_listed_with_these_fields() -> None:
    rig = Rig()
    conv_id = rig.accepted()
    rig.clock.advance(minutes=5)
    rig.world.human_reply(ADA, "Sure.", quote=False)
    assert rig.conversations()["conversations"] == [
        {
            "id": conv_id,
            "with": ADA,
            "subject": "Quick intro",
            "snippet": "Sure.",
            "messageCount": 2,
            "archived": False,
            "lastEventAt": to_ms(MONDAY) + 300_000,
            "lastEventAtIso": "2026-04-27T08:05:00.000Z",
            "createdAt": to_ms(MONDAY),
            "createdAtIso": "2026-04-27T08:00:00.000Z",
        }
    ]


def test_conversations_are_filtered_by_address_domain_time_and_archive() -> None:
    rig = Rig()
    old = rig.accepted()
    rig.clock.advance(days=1)
    new = rig.accepted(to="bo@lumen.example")
    other = rig.accepted(to="eve@mosaic.example")
    rig.world.archive(old)

    def ids(**query: Any) -> list[str]:
        return [one["id"] for one in rig.conversations(**query)["conversations"]]

    assert ids(**{"with": "ADA@lumen.example"}) == []
    assert ids(**{"with": "ADA@lumen.example"}, archived="true") == [old]
    assert ids(withDomain="Lumen.example") == [new]
    assert set(ids(archived="false")) == {new, other}
    assert ids(since=to_ms(rig.clock.now()) + 1) == []
    rig.world.archive(old, archived=False)
    assert set(ids(since=to_ms(MONDAY))) == {old, new, other}


@pytest.mark.parametrize("query", [{"limit": 0}, {"cursor": "x"}, {"archived": "maybe"}, {"since": "x"}])
def test_an_unsound_query_for_conversations_is_400(query: dict[str, Any]) -> None:
    assert Rig().http.get(f"{PATH}/conversations", params=query).status_code == 400


def test_conversations_of_another_identity_are_neither_listed_nor_found() -> None:
    rig = Rig()
    rig.world.add_identity(BOB)
    conv_id = rig.accepted()
    theirs = f"/v1/identities/{BOB}/conversations"
    assert rig.http.get(theirs).json()["conversations"] == []
    assert rig.http.get(theirs, params={"with": ADA}).json()["conversations"] == []
    assert rig.http.get(f"{theirs}/{conv_id}").status_code == 404


def test_a_timeline_tells_messages_expiries_labels_and_archiving() -> None:
    rig = Rig(Options(labels_shown=True))
    conv_id = rig.accepted(labels=["sequence:intro", "sequence:intro"])
    rig.clock.advance(days=3)
    rig.world.label(conv_id, "hot")
    rig.world.label(conv_id, "hot", remove=True)
    rig.world.archive(conv_id)
    rig.world.archive(conv_id, archived=False)
    rig.world.human_reply(conv_id)
    rig.follow_up(conv_id, labels=["sequence:intro"])
    entries = rig.conversation(conv_id)["events"]
    assert [(entry["type"], entry.get("direction", entry.get("label"))) for entry in entries] == [
        ("message", "outbound"),
        ("label_added", "sequence:intro"),
        ("no_reply_expired", None),
        ("label_added", "hot"),
        ("label_removed", "hot"),
        ("archived", None),
        ("unarchived", None),
        ("message", "inbound"),
        ("message", "outbound"),
    ]
    assert entries[2]["waitedMs"] == 3 * DAY_MS
    assert (entries[0]["text"], entries[0]["createdAt"]) == (MAIL["text"], to_ms(MONDAY))


def test_labels_given_with_a_send_are_not_shown_unless_asked_for() -> None:
    rig = Rig()
    conv_id = rig.accepted(labels=["sequence:intro"])
    assert [entry["type"] for entry in rig.conversation(conv_id)["events"]] == ["message"]


def test_a_conversation_tells_when_its_timer_will_fire_and_when_it_last_fired() -> None:
    rig = Rig()
    conv_id = rig.accepted()
    fires = to_ms(MONDAY) + 3 * DAY_MS
    detail = rig.conversation(conv_id)
    assert (detail["noReplyAt"], detail["lastNoReplyAt"]) == (fires, None)
    assert from_text(detail["noReplyAtIso"]) == MONDAY + timedelta(days=3)
    rig.clock.advance(days=3)
    detail = rig.conversation(conv_id)
    assert (detail["noReplyAt"], detail["lastNoReplyAt"]) == (None, fires)


def test_a_conversation_may_be_wrapped() -> None:
    rig = Rig(Options(wrap_conversation=True))
    conv_id = rig.accepted()
    assert rig.conversation(conv_id)["conversation"]["id"] == conv_id


def test_an_accepted_mail_is_on_show_at_once_or_from_its_dispatch() -> None:
    for shown, counts in (("acceptance", [1, 1]), ("dispatch", [0, 1])):
        rig = Rig(Options(outbound_shown=shown))  # type: ignore[arg-type]
        rig.world.identities[DEFAULT_HANDLE].drip = Drip(opens_hour=9)
        conv_id = rig.accepted()
        before = rig.conversation(conv_id)["messageCount"]
        rig.clock.advance(hours=1)
        assert [before, rig.conversation(conv_id)["messageCount"]] == counts


def test_a_conversation_taken_away_is_404_and_its_timer_never_fires() -> None:
    rig = Rig()
    conv_id = rig.accepted()
    rig.world.delete_conversation(conv_id)
    rig.clock.advance(days=30)
    assert rig.http.get(f"{PATH}/conversations/{conv_id}").json() == {"error": "conversation not found"}
    assert rig.follow_up(conv_id).status_code == 404
    assert "email.no_reply" not in rig.types
    with pytest.raises(KeyError):
        rig.world.conversation(ADA)


def test_the_same_seed_gives_the_same_world() -> None:
    def log(seed: int) -> list[dict[str, Any]]:
        rig = Rig(seed=seed)
        rig.accepted()
        rig.clock.advance(days=3)
        return rig.log

    assert log(1) == log(1)
    assert log(1) != log(2)
