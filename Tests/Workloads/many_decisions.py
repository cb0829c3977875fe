#!/usr/bin/env python3
"""Writes a large funnel: many decisions over fifteen data points, no two alike, each leading on to the next.

    many_decisions.py [DECISIONS [BRANCHES]] > large.funnel     2 000 decisions of 5 branches: about 20 000 lines
"""

import itertools
import random
import sys

DECISIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
BRANCHES = int(sys.argv[2]) if len(sys.argv) > 2 else 5
STAGES = min(60, DECISIONS)
COUNTRIES = "AT BE CH CZ DE DK ES FI FR GB IE IT LU NL NO PL PT SE US".split()
INDUSTRIES = "software banking insurance retail energy health media logistics".split()
PLANS = "trial basic pro enterprise".split()
INTEGERS = {"employees": 50000, "seats": 2000, "visits": 500, "branches": 300, "age": 120}
MONEY = {"revenue": 90_000_000, "budget": 4_000_000, "price": 900_000}

POINTS = [*INTEGERS, *MONEY, "country", "industry", "plan", "founded", "partner", "phone", "site"]

random.seed(20_000)


def comparison(name):
    """One condition on the data point, most often with a constant that nothing else in the file has."""
    if name in INTEGERS:
        return f"{name} {random.choice(['>=', '<', '>', '<='])} {random.randrange(2, INTEGERS[name] - 1)}"
    if name in MONEY:
        return f"{name} {random.choice(['>=', '<'])} {random.randrange(1, MONEY[name])} EUR"
    if name == "country":
        return f"country in {{ {', '.join(sorted(random.sample(COUNTRIES, random.randrange(2, 6))))} }}"
    if name == "industry":
        return f"industry in {{ {', '.join(sorted(random.sample(INDUSTRIES, random.randrange(2, 4))))} }}"
    if name == "plan":
        return f"plan {random.choice(['==', '!='])} {random.choice(PLANS)}"
    if name == "founded":
        return f"founded < {random.randrange(1950, 2020)}-{random.randrange(1, 13):02}-{random.randrange(1, 29):02}"
    return random.choice([f"{name} is known", f"{name} is missing"])


def target(decision):
    """Where a branch leads: a stage, an end, or a decision further on."""
    if decision + 2 < DECISIONS and random.random() < 0.3:
        return f"d{random.randrange(decision + 1, min(DECISIONS, decision + 40))}"
    return random.choice([f"s{random.randrange(STAGES)}", 'lost "not a fit"', "converted"])


print('/// A large funnel, made to measure how long reading and checking take.\nfunnel large "Large" {\n  version 1\n')
print("  feed leads { time from created_at }\n\n  data {")
for name in INTEGERS:
    print(f"    {name}: integer in 0..{INTEGERS[name]}")
for name in MONEY:
    print(f"    {name}: money EUR")
print("    country: country\n    industry: choice { %s }\n    plan: choice { %s }" % (", ".join(INDUSTRIES), ", ".join(PLANS)))
print("    site: url\n    partner: text\n    phone: phone personal\n    founded: date\n  }\n\n  start -> d0\n")
for decision in range(DECISIONS):
    print(f"  decision d{decision} {{")
    pairs = random.sample(list(itertools.combinations(POINTS, 2)), BRANCHES - 1)
    for branch, (first, second) in enumerate(pairs):
        print(f"    when {comparison(first)}\n      and {comparison(second)} -> {target(decision)} as b{branch}")
    onward = f"d{decision + 1}" if decision + 1 < DECISIONS else "s0"
    print(f"    otherwise -> {onward} as onward\n  }}")
for stage in range(STAGES):
    print(f"  stage s{stage} {{\n    activity call_{stage} by manager {{ due 3 days }}")
    print('    limit 10 days -> lost "no answer"\n    then -> converted\n  }')
print("}")
