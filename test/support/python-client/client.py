"""Asks an EventStoreDB through the Python client: one question as JSON on standard input, its answer on standard output."""

import hashlib
import json
import sys
from uuid import UUID

from kurrentdbclient import KurrentDBClient, NewEvent, StreamState
from kurrentdbclient.exceptions import WrongCurrentVersionError


def canonical(value):
    """RFC 8785, as far as text, whole numbers and plain keys need it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def content_hash(event, beside):
    """What docs/decisions/0002-record-format.md says is hashed of an event."""
    hashed = {
        "body": beside["metadata"]["body"],
        "stream": event.stream_name,
        "revision": event.stream_position,
        "id": str(event.id),
        "type": event.type,
        "data": json.loads(event.data),
        "metadata": beside["metadata"],
    }
    return hashlib.sha256(canonical(hashed).encode()).hexdigest()


def told(event):
    beside = json.loads(event.metadata)
    return {
        "id": str(event.id),
        "type": event.type,
        "stream": event.stream_name,
        "revision": event.stream_position,
        "data": json.loads(event.data),
        "beside": beside,
        "hashHolds": content_hash(event, beside) == beside["contentHash"],
    }


def read_stream(client, asked):
    return [told(event) for event in client.get_stream(asked["stream"])]


def read_all(client, asked):
    events = client.read_all(filter_include=[asked["streams"]], filter_by_stream_name=True)
    return [told(event) for event in events]


def follow(client, asked):
    events = []
    with client.subscribe_to_all(filter_include=[asked["streams"]], filter_by_stream_name=True) as subscription:
        for event in subscription:
            events.append(told(event))
            if len(events) == asked["count"]:
                return events


def append(client, asked):
    events = [
        NewEvent(
            type=event["type"],
            data=json.dumps(event["data"]).encode(),
            metadata=json.dumps(event["beside"]).encode(),
            id=UUID(event["id"]),
        )
        for event in asked["events"]
    ]
    revision = asked["revision"]
    try:
        client.append_to_stream(
            asked["stream"],
            current_version=StreamState.NO_STREAM if revision < 0 else revision,
            events=events,
        )
        return "appended"
    except WrongCurrentVersionError:
        return "wrong revision"


asked = json.load(sys.stdin)
questions = {"readStream": read_stream, "readAll": read_all, "follow": follow, "append": append}
client = KurrentDBClient(uri=asked["url"])
try:
    json.dump(questions[asked["question"]](client, asked), sys.stdout)
finally:
    client.close()
