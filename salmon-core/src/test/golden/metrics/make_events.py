# python3 make_events.py ../../resources/golden/metrics/events.json
# tensorboard 2.21.0, protobuf 7.36.2, numpy any; no randomness.
"""Records of a TensorBoard event file, made by TensorBoard's own writer and messages."""

import io
import json
import sys

from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.summary.writer.record_writer import RecordWriter

WALL_TIME = 1700000000.123456789
CASES = [
    ("ordinary", 7, [("loss/policy", 0.1), ("kl", -3.5)]),
    ("step zero", 0, [("loss", 0.0)]),
    ("large step", 2**40 + 3, [("loss", 1e-40)]),
    ("largest step", 2**63 - 1, [("loss", 3e38)]),
    ("not finite", 128, [("a", float("nan")), ("b", float("inf")), ("c", float("-inf"))]),
    ("negative zero", 1, [("loss", -0.0)]),
    ("unicode", 2, [("Güte/读", 1.0)]),
    ("nothing", 3, []),
    ("long name", 300, [("n" * 300, 2.0)]),
    ("many", 5, [("metric %d" % i, i / 3) for i in range(40)]),
]


class Bytes(io.BytesIO):
    def close(self):
        self.flush()


def framed(event):
    out = Bytes()
    RecordWriter(out).write(event.SerializeToString())
    return out.getvalue().hex()


def summary(step, values):
    event = event_pb2.Event(wall_time=WALL_TIME, step=step)
    event.summary.CopyFrom(
        summary_pb2.Summary(
            value=[summary_pb2.Summary.Value(tag=t, simple_value=v) for t, v in values]
        )
    )
    return framed(event)


def spelled(value):
    return value if value - value == 0 else {"nan": "NaN"}.get(str(value), "%sInfinity" % str(value)[:-3])


root = {
    "generator": "make_events.py",
    "wallTime": WALL_TIME,
    "fileVersion": framed(event_pb2.Event(wall_time=WALL_TIME, file_version="brain.Event:2")),
    "sessionStart": framed(
        event_pb2.Event(
            wall_time=WALL_TIME,
            step=8,
            session_log=event_pb2.SessionLog(status=event_pb2.SessionLog.START),
        )
    ),
    "summaries": [
        {
            "name": name,
            "step": step,
            "values": [{"name": t, "value": spelled(v)} for t, v in values],
            "record": summary(step, values),
        }
        for name, step, values in CASES
    ],
}
with open(sys.argv[1], "w", encoding="utf-8") as out:
    json.dump(root, out, indent=1, ensure_ascii=False)
    out.write("\n")
