#!/usr/bin/env python3
"""w1_map.py < journeys.ndjson > outcomes.ndjson: the journeys of w1_qualify.funnel as the lines that workload W1 expects."""
import json
import sys

for line in sys.stdin:
    journey = json.loads(line)
    print(json.dumps({
        "id": journey["lead"],
        "path": journey["path"],
        "stage": journey["end"] or journey["stage"],
        "activities": [a["name"] for a in journey["activities"] if a["status"] != "skipped"],
    }, separators=(",", ":"), ensure_ascii=False))
