#!/usr/bin/env python3
"""w2_map.py < journeys.ndjson > outcomes.ndjson: the journeys of w2_journeys.funnel as the lines that workload W2 expects,
sorted by lead."""
import json
import sys

HOW = {"limit": "deadline"}
lines = []
for line in sys.stdin:
    journey = json.loads(line)
    counts = journey["counts"]
    lines.append((journey["lead"], json.dumps({
        "id": journey["lead"],
        "status": journey["end"] or "open",
        "ended_at": journey["ended"],
        "stages": [[v["stage"], v["entered"], v["left"], HOW.get(v["how"], v["how"])] for v in journey["history"]],
        "done": counts["done"],
        "failed": counts["failed"],
        "ignored": counts["ignored"],
        "late": counts["late"],
        "duplicates": counts["duplicates"],
    }, separators=(",", ":"))))
for _, line in sorted(lines):
    print(line)
