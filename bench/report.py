#!/usr/bin/env python3
"""Measures the product and its limits turn by turn and prints a Markdown report. See bench/run."""
import argparse
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

from desk import PROGRAMS, WORK, Bare, Desk, load, machine, tool

SENDERS = (1, 16, 256)
RECEIVERS = (100, 1000)
SOCKETS = 5000


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


class Samples(dict):
    """name → figures of each round; `of` is their median."""

    def add(self, name, figures):
        for key, value in figures.items():
            self.setdefault((name, key), []).append(value)

    def of(self, name, key):
        values = self.get((name, key))
        return statistics.median(values) if values else float("nan")

    def ratio(self, name, over, key, over_key=None):
        """The median of the ratios of each round: neighbours slow both down alike."""
        pairs = zip(self.get((name, key), []), self.get((over, over_key or key), []))
        values = [a / b for a, b in pairs if b]
        return statistics.median(values) if values else float("nan")


def one_round(samples, seconds):
    samples.add("fsync", tool("fsync", WORK, 0.7))
    for batch in SENDERS:
        samples.add(f"commit {batch}", tool("group_commit", WORK, seconds, batch))
    bare, desk = Bare("desk"), Desk()
    try:
        bare.start()
        desk.start()
        for senders in SENDERS:
            for name, server in (("bare", bare), ("desk", desk)):
                figures = load(server, "chat", count=senders, seconds=seconds)
                figures["cpu_us"] = figures["cpu"] * 1e6 / max(1, figures["per_second"] * (seconds + 0.4))
                samples.add(f"{name} {senders}", figures)
        for receivers in RECEIVERS:
            for name, server in (("bare", bare), ("desk", desk)):
                samples.add(f"{name} fan {receivers}", load(server, "fanout", agents=receivers, seconds=seconds))
    finally:
        bare.stop()
        desk.stop()


def idle_memory(samples):
    for name, make in (("bare", lambda: Bare("desk")), ("desk", Desk)):
        server = make()
        client = None
        try:
            server.start()
            words = server.words()
            server.settle()
            samples.add(f"{name} idle", {"pss_mb": server.pss_kb() / 1024})
            before = server.memory_kb()
            client = subprocess.Popen(
                [PROGRAMS / "bench" / "bench_load", "mode=idle", f"port={server.port}", f"count={SOCKETS}", *words],
                stdout=subprocess.PIPE, text=True)
            if not client.stdout.readline():
                raise RuntimeError(f"{name}: the {SOCKETS} sockets did not come in")
            time.sleep(2)  # what is only needed while they come in is given back
            samples.add(f"{name} idle", {"kb": (server.memory_kb() - before) / SOCKETS})
        finally:
            if client:
                client.kill()
                client.wait()
            server.stop()


def cold_start(samples):
    desk = Desk()
    try:
        for turn in range(7):
            for name, server in (("bare", Bare("desk")), ("desk", desk)):
                took = server.start()
                server.stop()
                if turn > 0:  # the first fills caches, and makes the schema
                    samples.add(f"{name} start", {"ms": took})
    finally:
        desk.stop()


def printed_by(name):
    """The table that one of our own measuring programs prints."""
    program = PROGRAMS / "bench" / f"bench_{name}"
    if not program.exists():
        return ""
    done = subprocess.run([program], capture_output=True, text=True, timeout=120)
    return done.stdout.strip()


def first_answer():
    script = pathlib.Path(__file__).parent / "first_answer.mjs"
    done = subprocess.run(["node", script], capture_output=True, text=True, timeout=300)
    return done.stdout.strip()


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def number(value, digits=0):
    return "–" if value != value else f"{value:,.{digits}f}"


def ms(value):
    return number(value / 1000, 2)


def against(value, goal, at_most=False):
    if value != value:
        return "–"
    met = value <= goal if at_most else value >= goal
    return f"{value:.2f} ({'≤' if at_most else '≥'} {goal:g}: {'met' if met else '**missed**'})"


def report(samples, search, tables, arguments, took):
    s = samples
    print(f"Machine: {machine()}. {arguments.rounds} rounds, medians; product and limit measured turn by turn. "
          f"The run took {took / 60:.1f} minutes.\n")
    print("### Durable ingest\n")
    print("A customer's WebSocket → guard → store → synced commit → `ack`, and → one agent's socket. "
          "200-byte bodies, closed loop: each sender has one message on its way.\n")
    rows = []
    for n in SENDERS:
        rows.append([
            str(n), number(s.of(f"desk {n}", "per_second")), number(s.of(f"bare {n}", "per_second")),
            number(s.of(f"commit {n}", "per_second")),
            f"{ms(s.of(f'desk {n}', 'ack_p50_us'))} / {ms(s.of(f'desk {n}', 'ack_p99_us'))}",
            f"{ms(s.of(f'desk {n}', 'agent_p50_us'))} / {ms(s.of(f'desk {n}', 'agent_p99_us'))}",
            f"{ms(s.of(f'bare {n}', 'ack_p50_us'))} / {ms(s.of(f'bare {n}', 'ack_p99_us'))}",
            f"{number(s.of(f'desk {n}', 'cpu_us'))} / {number(s.of(f'bare {n}', 'cpu_us'))}",
        ])
    print(table(["senders", "messages/s", "bare server", "raw group commit", "send → ack p50 / p99 ms",
                 "send → agent p50 / p99 ms", "bare: ack p50 / p99 ms", "CPU µs a message, desk / bare"], rows))
    print(f"\nThe disk, 4 KB overwritten and synced: {number(s.of('fsync', 'per_second'))}/s, "
          f"p50 {number(s.of('fsync', 'p50_us'))} µs, p99 {number(s.of('fsync', 'p99_us'))} µs.\n")
    print("### Fan-out\n")
    print("One message to so many agents' sockets; the next when all have it.\n")
    print(table(["sockets", "deliveries/s", "bare server", "ratio"], [
        [str(n), number(s.of(f"desk fan {n}", "shown_per_second")), number(s.of(f"bare fan {n}", "shown_per_second")),
         number(s.ratio(f"desk fan {n}", f"bare fan {n}", "shown_per_second"), 2)] for n in RECEIVERS]))
    print("\n### Memory, start\n")
    print(table(["", "Keydesk", "bare server"], [
        [f"user memory a connection, {SOCKETS:,} idle customers (KB)", number(s.of("desk idle", "kb"), 1), number(s.of("bare idle", "kb"), 1)],
        ["memory of the process with nobody there (PSS, MB)", number(s.of("desk idle", "pss_mb"), 1), number(s.of("bare idle", "pss_mb"), 1)],
        ["start to the first 200 (ms)", number(s.of("desk start", "ms"), 1), number(s.of("bare start", "ms"), 1)]]))
    print(f"\n### Search over {search['messages']:,} messages\n")
    print(f"Newest twenty, through the store, message and conversation read and checked; beside it the bare index lookup. "
          f"Text {search['text_bytes'] / 1e6:,.0f} MB, index {search['index_bytes'] / 1e6:,.0f} MB "
          f"({search['index_bytes'] / search['text_bytes']:.2f} of it); {search['indexed_per_second']:,} messages indexed a second.\n")
    print(table(["", "query", "hits", "p50 ms", "p99 ms", "bare p50 ms", "bare p99 ms"], [
        [q["what"], q["query"], str(q["hits"]), ms(q["p50_us"]), ms(q["p99_us"]), ms(q["bare_p50_us"]), ms(q["bare_p99_us"])]
        for q in search["queries"]]))
    print("\nQuestions of tests/knowledge, the expected one among the first three:\n")
    for key, what in (("message_questions", f"{search['messages']:,} messages"),
                      ("articles_1000", "1,000 articles"), ("articles_10000", "10,000 articles")):
        q = search[key]
        print(f"* {what}: {q['in_first_three']} of {q['asked']}; "
              f"p50 {q['p50_us'] / 1000:.2f} ms, p99 {q['p99_us'] / 1000:.2f} ms")
    for title, text in tables.items():
        if text:
            print(f"\n### {title}\n\n{text}")
    chinese = [q["p99_us"] / 1000 for q in search["queries"] if q["what"].startswith("two")]
    print("\n### Against the goals\n")
    print(table(["ratio, all in this run", "value (goal)"], [
        ["messages/s at 256 senders / raw group commit", against(s.ratio("desk 256", "commit 256", "per_second"), 0.40)],
        ["messages/s at 256 senders / bare server", against(s.ratio("desk 256", "bare 256", "per_second"), 0.65)],
        ["p99 send → ack at 256 / bare server", against(s.ratio("desk 256", "bare 256", "ack_p99_us"), 2, True)],
        ["p50 send → ack at 1 sender / p50 of a raw sync", against(s.ratio("desk 1", "fsync", "ack_p50_us", "p50_us"), 2.5, True)],
        ["fan-out to 1,000 / bare server", against(s.ratio("desk fan 1000", "bare fan 1000", "shown_per_second"), 0.6)],
        ["KB a connection, idle", against(s.of("desk idle", "kb"), 10, True)],
        ["PSS with nobody there, MB", against(s.of("desk idle", "pss_mb"), 20, True)],
        ["start to the first 200, ms", against(s.of("desk start", "ms"), 50, True)],
        ["search, two Chinese characters, p99 ms", against(max(chinese), 2, True)],
        ["index / text", against(search["index_bytes"] / search["text_bytes"], 0.8, True)]]))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--messages", type=int, default=1_000_000)
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.rounds, arguments.messages = 1, min(arguments.messages, 100_000)
    WORK.mkdir(parents=True, exist_ok=True)
    samples, began = Samples(), time.monotonic()
    for turn in range(arguments.rounds):
        say(f"round {turn + 1} of {arguments.rounds}: ingest and fan-out, beside their limits")
        one_round(samples, 1.0 if arguments.quick else 2.0)
    say("cold start")
    cold_start(samples)
    say(f"memory of {SOCKETS} idle sockets")
    idle_memory(samples)
    say(f"search over {arguments.messages} messages")
    search = tool("search", WORK, arguments.messages, timeout=420)
    say("guard and watch")
    tables = {
        "Guard": printed_by("guard"),
        "Watch, from blocks in memory": printed_by("watch"),
        "First answer of a diagnosis, with one endpoint of two at fault": first_answer(),
    }
    report(samples, search, tables, arguments, time.monotonic() - began)
    shutil.rmtree(WORK, ignore_errors=True)


if __name__ == "__main__":
    main()
