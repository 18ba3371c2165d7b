"""What 12m's pages say about sends, as rules of the simulator."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from test_simulator_rig import ADA, MAIL, MONDAY, PATH, Rig

import seqcli.simulator
from seqcli.clock import HOUR_MS, to_ms
from seqcli.simulator import DEFAULT_HANDLE, OFFICE_HOURS, AcceptedSend, Drip, Options


def test_the_simulator_shares_no_code_with_what_it_tests() -> None:
    imported = set()
    modules = set(Path(seqcli.simulator.__file__).parent.glob("*.py"))
    adapter = Path(seqcli.simulator.__file__).with_name(
        "transport.py"
    )  # joins httpx to the app, and does no more
    for path in modules - {adapter}:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module or "")
            elif isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
    ours = {name for name in imported if name.startswith("seqcli") and "simulator" not in name}
    assert ours == {"seqcli.clock", "seqcli.model"}
    assert not {name.partition(".")[0] for name in imported} & {"httpx", "pydantic", "sqlite_utils"}


@pytest.mark.parametrize(
    ("headers", "error"),
    [
        ({}, "missing api key"),
        ({"Authorization": "Basic sk_live_simulator"}, "invalid api key format"),
        ({"Authorization": "Bearer pk_live_simulator"}, "invalid api key format"),
        ({"Authorization": "Bearer sk_live_other"}, "invalid api key"),
    ],
)
@pytest.mark.parametrize("path", ["/events", "/conversations", "/conversations/conv_1", "/send"])
def test_a_request_without_a_valid_key_is_401_and_says_why(
    headers: dict[str, str], error: str, path: str
) -> None:
    rig = Rig()
    del rig.http.headers["Authorization"]
    answer = rig.http.request("POST" if path == "/send" else "GET", PATH + path, headers=headers)
    assert (answer.status_code, answer.json()) == (401, {"error": error})


def test_a_revoked_key_is_401() -> None:
    rig = Rig()
    rig.world.revoke_key()
    assert rig.send().json() == {"error": "invalid api key"}


def test_a_key_acts_for_every_identity_of_its_organisation_and_no_other() -> None:
    rig = Rig()
    rig.world.add_identity("bob.acme@inboxbase.ai")
    rig.world.add_identity("eve.other@inboxbase.ai", organisation="other")
    rig.world.add_key("sk_live_other", "other")
    theirs = rig.http.get(f"{PATH}/events", headers={"Authorization": "Bearer sk_live_other"})
    assert theirs.json() == {"error": "identity not found in org"}
    statuses = [
        rig.http.post(f"/v1/identities/{handle}/send", json=MAIL).status_code
        for handle in (
            "bob.acme%40inboxbase.ai",
            "bob.acme@inboxbase.ai",
            "eve.other%40inboxbase.ai",
            "nobody",
        )
    ]
    assert statuses == [202, 202, 404, 404]
    answer = rig.http.get("/v1/identities/nobody/events")
    assert answer.json() == {"error": "identity not found in org"}


def test_an_identity_can_be_taken_away_and_put_back_with_its_log() -> None:
    rig = Rig()
    conv_id = rig.accepted()
    identity = rig.world.remove_identity(DEFAULT_HANDLE)
    rig.clock.advance(days=4)
    assert rig.send().json() == {"error": "identity not found in org"}
    assert rig.http.get(f"{PATH}/events").status_code == 404
    rig.world.restore_identity(identity)
    assert rig.types == ["email.queued", "email.sent"]
    assert rig.follow_up(conv_id).status_code == 202


def test_hooks_see_each_request_and_each_answer() -> None:
    rig = Rig()
    seen: list[object] = []
    rig.app.on_request.append(lambda request: seen.append((request.method, request.key)))
    rig.app.on_answer.append(lambda request, answer: seen.append((request.path, answer.status)))
    rig.send("lead-1:0")
    assert seen == [("POST", "lead-1:0"), (f"/v1/identities/{DEFAULT_HANDLE}/send", 202)]


def test_unknown_paths_are_404_and_other_methods_405_in_json() -> None:
    rig = Rig()
    assert rig.http.get("/v2/identities").json() == {"error": "not found"}
    assert rig.http.get(f"{PATH}/send/more").json() == {"error": "not found"}
    assert rig.http.get(f"{PATH}/send").status_code == 405


def test_an_accepted_send_is_202_with_the_references_shape() -> None:
    answer = Rig().send("lead-1:0")
    assert answer.status_code == 202
    payload = answer.json()
    result = payload.pop("results")[0]
    assert payload == {"identity": DEFAULT_HANDLE, "queued": 1, "rejected": 0}
    assert re.fullmatch("conv_[0-9a-f]{16}", result.pop("convId"))
    assert re.fullmatch("psn_[0-9a-f]{16}", result.pop("pendingId"))
    assert result == {
        "to": ADA,
        "status": "queued",
        "sendClass": "cold_first_contact",
        "pinnedAccountId": None,
        "dispatchAt": to_ms(MONDAY),
        "dispatchAtIso": "2026-04-27T08:00:00.000Z",
    }


def test_the_guides_shape_is_200_with_affinity_account_and_what_remains() -> None:
    rig = Rig(Options(send_shape="guide"))
    rig.world.identities[DEFAULT_HANDLE].daily_cap = 3
    first = rig.send()
    assert first.status_code == 200
    conv_id = first.json()["messages"][0]["convId"]
    assert first.json() == {
        "messages": [
            {"convId": conv_id, "affinity": "new", "account": {"email": "alice.acme1@acme-mail.example"}}
        ],
        "remaining": 2,
    }
    assert rig.follow_up(conv_id).json()["messages"][0]["affinity"] == "existing"
    rig.world.replace_mailbox(DEFAULT_HANDLE)
    assert rig.follow_up(conv_id).json()["messages"][0] == {
        "convId": conv_id,
        "affinity": "reassigned",
        "account": {"email": "alice.acme2@acme-mail.example"},
    }


def test_the_older_status_can_be_asked_for() -> None:
    assert Rig(Options(accepted_status=200)).send().status_code == 200


def test_a_follow_up_goes_to_the_conversations_address_under_re_subject() -> None:
    rig = Rig()
    conv_id = rig.accepted()
    result = rig.follow_up(conv_id).json()["results"][0]
    assert (result["to"], result["convId"], result["sendClass"]) == (ADA, conv_id, "cold_followup")
    assert [entry["subject"] for entry in rig.conversation(conv_id)["events"]] == [
        "Quick intro",
        "Re: Quick intro",
    ]


def test_a_send_into_an_answered_conversation_is_warm_and_goes_at_once() -> None:
    rig = Rig()
    rig.world.identities[DEFAULT_HANDLE].drip = Drip(gap_ms=HOUR_MS)
    conv_id = rig.accepted()
    rig.clock.advance(minutes=1)
    rig.world.human_reply(conv_id)
    result = rig.follow_up(conv_id).json()["results"][0]
    assert (result["sendClass"], result["dispatchAt"]) == ("warm", to_ms(rig.clock.now()))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b'{"to": "ada@lumen.example", "subject": "a", "text": NaN}',
        b'{"to": "ada@lumen.example", "subject": "a"}',
        b'{"to": "ada@lumen.example", "text": "a"}',
        b'{"subject": "a", "text": "a"}',
        b'{"to": "", "subject": "a", "text": "a"}',
        b'{"to": ["ada@lumen.example"], "subject": "a", "text": "a"}',
        b'{"convId": "conv_1", "to": "ada@lumen.example", "text": "a"}',
        b'{"convId": "conv_1", "subject": "a", "text": "a"}',
        b'{"to": "ada@lumen.example", "subject": "a", "text": "a", "sendAt": 1}',
        b'{"to": "ada@lumen.example", "subject": "a", "text": "a", "labels": "sequence:intro"}',
        b'{"to": "ada@lumen.example", "subject": "a", "text": "a", "labels": [1]}',
        b'{"to": "ada@lumen.example", "subject": "a", "text": "a", "noReplyEventAfter": "soon"}',
        b'{"to": "ada@lumen.example", "subject": "a", "text": "a", "noReplyEventAfter": null}',
        b'{"to": "ada@lumen.example", "subject": "a", "text": "a", "noReplyEventAfter": -1}',
    ],
)
def test_an_unsound_body_is_400_and_accepts_nothing(body: bytes) -> None:
    rig = Rig()
    answer = rig.send("lead-1:0", body=body)
    assert answer.status_code == 400
    assert isinstance(answer.json()["error"], str)
    assert rig.world.ledger == []


def test_html_alone_labels_and_thread_headers_are_accepted() -> None:
    rig = Rig()
    answer = rig.send(
        text=None,
        html="<p>Hi</p>",
        labels=["sequence:intro"],
        inReplyTo="<a@b.example>",
        references=["<a@b.example>"],
    )
    assert answer.status_code == 202


def test_a_conversation_of_another_identity_is_404() -> None:
    rig = Rig()
    rig.world.add_identity("bob.acme@inboxbase.ai")
    theirs = rig.http.post("/v1/identities/bob.acme%40inboxbase.ai/send", json=MAIL).json()["results"][0][
        "convId"
    ]
    assert rig.follow_up(theirs).status_code == 404
    assert rig.follow_up("conv_0000000000000000").json() == {"error": "conversation not found"}


# Idempotency keys


def test_the_same_key_and_body_gives_the_original_answer_and_accepts_once() -> None:
    rig = Rig()
    first = rig.send("lead-1:0")
    rig.clock.advance(hours=23, minutes=59)
    again = rig.send("lead-1:0")
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(rig.world.ledger) == 1
    assert rig.types.count("email.queued") == 1


@pytest.mark.parametrize("send_shape", ["ref", "guide"])
def test_a_key_dies_after_24_hours_and_would_send_again(send_shape: Any) -> None:
    rig = Rig(Options(send_shape=send_shape))
    rig.send("lead-1:0")
    rig.clock.advance(hours=24)
    again = rig.send("lead-1:0")
    assert "Idempotent-Replayed" not in again.headers
    assert [line.key for line in rig.world.ledger] == ["lead-1:0", "lead-1:0"]


def test_the_same_key_with_another_body_is_409_and_accepts_nothing() -> None:
    rig = Rig()
    rig.send("lead-1:0")
    answer = rig.send("lead-1:0", text="Another text")
    assert answer.status_code == 409
    assert "error" in answer.json()
    assert len(rig.world.ledger) == 1


def test_bodies_are_compared_as_bytes_or_as_json() -> None:
    spaced = json.dumps(MAIL, indent=1).encode()
    strict, lenient = Rig(), Rig(Options(body_comparison="json"))
    for rig in (strict, lenient):
        rig.send("lead-1:0")
    assert strict.send("lead-1:0", body=spaced).status_code == 409
    assert lenient.send("lead-1:0", body=spaced).headers["Idempotent-Replayed"] == "true"


def test_a_body_that_is_no_json_differs_from_one_that_is() -> None:
    rig = Rig(Options(body_comparison="json"))
    rig.send("lead-1:0")
    assert rig.send("lead-1:0", body=b"{").status_code == 409


def test_a_key_is_known_to_the_organisation_or_to_the_identity_only() -> None:
    for scope, lines in (("organisation", 1), ("identity", 2)):
        rig = Rig(Options(key_scope=scope))  # type: ignore[arg-type]
        rig.world.add_identity("bob.acme@inboxbase.ai")
        for handle in (DEFAULT_HANDLE, "bob.acme@inboxbase.ai"):
            rig.http.post(f"/v1/identities/{handle}/send", json=MAIL, headers={"Idempotency-Key": "lead-1:0"})
        assert len(rig.world.ledger) == lines


def test_without_a_key_every_send_is_new() -> None:
    rig = Rig()
    assert rig.accepted() != rig.accepted()


def test_a_rejection_is_kept_under_its_key_only_where_asked() -> None:
    for stores, replayed in ((False, None), (True, "true")):
        rig = Rig(Options(stores_refusals=stores))
        rig.world.block(DEFAULT_HANDLE, "no_accounts")
        rig.send("lead-1:0")
        rig.world.block(DEFAULT_HANDLE, None)
        again = rig.send("lead-1:0")
        assert again.headers.get("Idempotent-Replayed") == replayed
        assert again.status_code == (429 if stores else 202)


# The ledger


def test_the_ledger_holds_each_acceptance_with_its_exact_bytes_and_its_step() -> None:
    rig = Rig()
    body = json.dumps(MAIL).encode()
    rig.send("5b0c:lead:2:r1", body=body)
    (line,) = rig.world.ledger
    assert (line.at, line.identity, line.key, line.to) == (MONDAY, DEFAULT_HANDLE, "5b0c:lead:2:r1", ADA)
    assert (line.lead_id, line.step, line.generation, line.body) == ("5b0c:lead", 2, 1, body)
    assert rig.last("email.queued")["data"]["pendingId"] == line.pending_id


def test_a_key_of_another_form_has_no_step() -> None:
    rig = Rig()
    rig.send("whatever")
    assert (rig.world.ledger[0].lead_id, rig.world.ledger[0].step) == (None, None)


def test_observers_see_an_acceptance_before_anything_of_it_is_recorded() -> None:
    rig = Rig()
    seen: list[tuple[AcceptedSend, int, int]] = []
    rig.world.observers.append(
        lambda accepted: seen.append((accepted, len(rig.world.ledger), len(rig.world.conversations)))
    )
    rig.send("lead-1:0")
    rig.send("lead-1:0")
    assert seen == [(rig.world.ledger[0], 0, 0)]


def test_what_an_observer_raises_reaches_the_sender_and_nothing_was_accepted() -> None:
    rig = Rig()

    def refuse(accepted: AcceptedSend) -> None:
        raise AssertionError(f"no intent for {accepted.key}")

    rig.world.observers.append(refuse)
    with pytest.raises(AssertionError, match="no intent for lead-1:0"):
        rig.send("lead-1:0")
    assert (rig.world.ledger, rig.log, rig.world.conversations) == ([], [], {})


# Rejections and the cap


def result_of(answer: httpx.Response) -> dict[str, Any]:
    result: dict[str, Any] = answer.json()["results"][0]
    return result


@pytest.mark.parametrize("reason", ["do_not_contact", "invalid_recipient", "a_reason_of_2031"])
def test_a_rejected_address_is_429_with_results_and_makes_no_event(reason: str) -> None:
    rig = Rig()
    rig.world.reject(ADA.upper(), reason)
    answer = rig.send("lead-1:0")
    assert answer.status_code == 429
    assert {key: answer.json()[key] for key in ("queued", "rejected")} == {"queued": 0, "rejected": 1}
    assert (result_of(answer)["status"], result_of(answer)["reason"]) == ("rejected", reason)
    assert ("verification" in result_of(answer)) == (reason == "invalid_recipient")
    assert (rig.log, rig.world.ledger, rig.world.conversations) == ([], [], {})
    rig.world.allow(ADA)
    assert rig.send("lead-1:0").status_code == 202


def test_a_rejection_can_come_inside_a_202() -> None:
    rig = Rig(Options(rejected_status=202))
    rig.world.reject(ADA, "do_not_contact")
    answer = rig.send()
    assert (answer.status_code, answer.json()["rejected"]) == (202, 1)


@pytest.mark.parametrize("reason", ["no_eligible_pool", "no_accounts"])
def test_a_blocked_identity_rejects_every_address_until_somebody_acts(reason: str) -> None:
    rig = Rig()
    conv_id = rig.accepted()
    rig.world.block(DEFAULT_HANDLE, reason)
    assert result_of(rig.send())["reason"] == reason
    assert result_of(rig.follow_up(conv_id))["reason"] == reason
    rig.world.block(DEFAULT_HANDLE, None)
    assert rig.follow_up(conv_id).status_code == 202


@pytest.mark.parametrize("status", ["inactive", "suspended"])
def test_an_identity_that_is_not_active_rejects_with_its_status(status: Any) -> None:
    rig = Rig()
    rig.world.identities[DEFAULT_HANDLE].status = status
    answer = rig.send()
    assert (answer.status_code, result_of(answer)["reason"]) == (429, status)


def test_the_daily_cap_counts_every_send_and_resets_at_midnight_utc() -> None:
    rig = Rig()
    rig.world.identities[DEFAULT_HANDLE].daily_cap = 2
    conv_id = rig.accepted("a:0")
    rig.follow_up(conv_id, "a:1")
    answer = rig.send("b:0")
    assert (answer.status_code, result_of(answer)["reason"]) == (429, "cap_exceeded")
    assert rig.send("a:0").headers["Idempotent-Replayed"] == "true"
    rig.clock.advance(hours=15, minutes=59, seconds=59)
    assert result_of(rig.send("b:0"))["reason"] == "cap_exceeded"
    rig.clock.advance(seconds=1)
    assert rig.send("b:0").status_code == 202


# Drip


def test_cold_mail_leaves_spaced_and_is_announced_at_acceptance_and_at_dispatch() -> None:
    rig = Rig()
    rig.world.identities[DEFAULT_HANDLE].drip = Drip(gap_ms=600_000)
    first, second = rig.send(to="a@lumen.example"), rig.send(to="b@lumen.example")
    assert result_of(second)["dispatchAt"] - result_of(first)["dispatchAt"] == 600_000
    assert rig.types == ["email.queued", "email.sent", "email.queued"]
    rig.clock.advance(minutes=10)
    assert rig.types[-1] == "email.sent"
    queued, sent = rig.log[2:]
    assert (queued["ts"], sent["ts"]) == (to_ms(MONDAY), result_of(second)["dispatchAt"])
    assert queued["data"] == {
        "convId": result_of(second)["convId"],
        "pendingId": result_of(second)["pendingId"],
        "identity": DEFAULT_HANDLE,
        "recipient": "b@lumen.example",
        "sendClass": "cold_first_contact",
        "dispatchAt": result_of(second)["dispatchAt"],
        "dispatchAtIso": "2026-04-27T08:10:00.000Z",
    }
    assert sent["data"]["pendingId"] == result_of(second)["pendingId"]
    assert sent["data"]["message"]["subject"] == "Quick intro"


def test_cold_mail_accepted_after_hours_leaves_when_the_office_opens() -> None:
    rig = Rig()
    rig.world.identities[DEFAULT_HANDLE].drip = OFFICE_HOURS
    rig.clock.advance(days=4, hours=10)  # Friday, 18:00
    assert result_of(rig.send())["dispatchAtIso"] == "2026-05-04T08:00:00.000Z"


def test_a_world_may_announce_no_sends() -> None:
    rig = Rig(Options(announce=False))
    rig.accepted()
    rig.clock.advance(days=3)
    assert rig.types == ["email.no_reply"]


@pytest.mark.parametrize("event", ["email.cancelled", "email.send_failed_permanently"])
def test_a_queued_send_can_be_lost_which_is_told_and_disarms_its_timer(event: Any) -> None:
    rig = Rig()
    rig.world.identities[DEFAULT_HANDLE].drip = Drip(opens_hour=12)
    conv_id = rig.accepted()
    assert rig.world.drop_queued(ADA, event, "no mailbox") == 1
    assert rig.world.drop_queued(ADA, event) == 0
    rig.clock.advance(days=10)
    assert rig.types == ["email.queued", event]
    told = rig.log[-1]
    assert (told["convId"], told["data"]["pendingId"]) == (conv_id, rig.world.ledger[0].pending_id)
    assert told["data"]["reason"] == "no mailbox"
    assert rig.conversation(conv_id)["messageCount"] == 0
