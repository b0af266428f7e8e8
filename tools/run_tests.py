#!/usr/bin/env python3
"""Builds, starts every runner under a time limit and adds up what they say. ./test calls it."""
import argparse
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parent.parent
RESULTS = ROOT / "build" / "results"


@dataclass
class Count:
    """`names` says of every failed test which it was and how it failed, where the report tells;
    `shaky` the same of those that passed only at the second try."""
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    names: list = field(default_factory=list)
    shaky: list = field(default_factory=list)


@dataclass
class Runner:
    """One program that tests. `count` reads (its output, its report file) into a Count, or gives
    None when there is nothing to read: then the exit code decides, as one test."""
    name: str
    command: list
    limit: int
    count: object = None
    folder: pathlib.Path = ROOT
    report: pathlib.Path = None
    surroundings: dict = field(default_factory=dict)


def last_line_count(output, _):
    found = re.findall(r"^(\d+) passed, (\d+) failed$", output, re.M)
    return Count(int(found[-1][0]), int(found[-1][1])) if found else None


def gtest_count(output, report):
    if report.exists():
        cases = [case for suite in json.loads(report.read_text())["testsuites"] for case in suite["testsuite"]]
        count = Count()
        for case in cases:
            if case.get("failures"):
                count.failed += 1
                count.names.append(f"{case['classname']}.{case['name']}: {case['failures'][0]['failure']}")
            elif case.get("result") == "COMPLETED":
                count.passed += 1
            else:
                count.skipped += 1
        return count
    # It crashed before it could write: what it had said until then still counts.
    return Count(len(re.findall(r"^\[       OK \]", output, re.M)), len(re.findall(r"^\[  FAILED  \].*\(\d+ ms\)", output, re.M)))


def node_count(output, _):
    found = {word: int(number) for word, number in re.findall(r"^(?:#|ℹ) (pass|fail|cancelled|skipped|todo) (\d+)", output, re.M)}
    if "pass" not in found:
        return None
    return Count(found["pass"], found.get("fail", 0) + found.get("cancelled", 0), found.get("skipped", 0) + found.get("todo", 0))


def playwright_count(_, report):
    if not report.exists():
        return None
    whole = json.loads(report.read_text())
    stats = whole["stats"]
    count = Count(stats["expected"] + stats["flaky"], stats["unexpected"], stats["skipped"])
    suites = list(whole["suites"])
    while suites:
        suite = suites.pop()
        suites += suite.get("suites", [])
        for spec in suite.get("specs", []):
            errors = [error for test in spec["tests"] for result in test["results"] for error in result.get("errors", [])]
            if errors:
                line = f"{spec['file']}:{spec['line']} {spec['title']}: {errors[0].get('message', '')}"
                (count.shaky if spec["ok"] else count.names).append(line)
    return count


def cpp_runners(preset, limit, surroundings=None):
    programs = sorted((ROOT / "build" / preset / "tests").glob("test_*"))
    if not programs:
        return [Runner(f"cpp {preset}", ["false"], 1)]
    made = []
    for program in programs:
        report = RESULTS / f"{preset}-{program.name}.json"
        made.append(Runner(
            f"{program.name}" + ("" if preset == "release" else f" ({preset})"),
            [str(program), f"--gtest_output=json:{report}"], limit, gtest_count,
            report=report, surroundings=surroundings or {}))
    return made


def web_tool(name, *arguments):
    return [str(ROOT / "web" / "node_modules" / ".bin" / name), *arguments]


def check_runners():
    web = ROOT / "web"
    return [
        Runner("checks of the house", [sys.executable, "tools/check"], 600, last_line_count),
        Runner("web: format and lint", web_tool("biome", "ci", "--colors=off", "."), 120, folder=web),
        Runner("web: types", web_tool("tsc", "--noEmit"), 300, folder=web),
    ]


def unit_runners():
    runners = [Runner("web: unit tests", ["npm", "run", "--silent", "test"], 300, node_count, ROOT / "web")]
    lines = RESULTS / "guard-lines.jsonl"
    agree = f"node tools/guard_eval/generate.mjs 1500 7 >{lines} && node tools/guard_eval/agree.mjs build/release/keydesk {lines}"
    runners.append(Runner("guard: native and WebAssembly agree", ["bash", "-c", agree], 300))
    examples = ["node", "tests/integrators/examples.mjs"]
    runners.append(Runner("integrators: the examples of the docs", examples, 180, last_line_count))
    return [*cpp_runners("release", 300), *runners]


def chain_runners():
    evm = "tools/npm_install tests/chains && node tests/chains/evm.mjs"
    return [
        Runner("chains: EVM, live on anvil", ["bash", "-c", evm], 300, last_line_count),
        Runner("chains: Bitcoin, live on litecoind", ["node", "tests/chains/bitcoin.mjs"], 300, last_line_count),
        Runner("chains: TRON, against an in-repo node", ["node", "tests/chains/tron.mjs"], 300, last_line_count),
    ]


def fault_runners():
    folder = ROOT / "tests" / "faults"
    return [
        Runner("faults: kill -9 under senders", [str(folder / "kill9"), "--kills", "20"], 420, last_line_count),
        Runner("faults: sockets cut", [str(folder / "cuts"), "--cuts", "200"], 300, last_line_count),
        Runner("faults: disk, migration, restore", [str(folder / "store"), "--rounds", "6"], 300, last_line_count),
    ]


def door_runners():
    """Each door end to end against the other side of it, then all of them under every fault."""
    folder = "tests/channels"
    install = f"tools/npm_install {folder} && "
    scripts = [
        ("Telegram's other side, held against grammY", "telegram_fake.mjs", 200),
        ("Telegram", "telegram.mjs", 400),
        ("WeChat", "wechat.mjs", 400),
        ("微信客服", "wecom.mjs", 400),
        ("Weibo", "weibo.mjs", 300),
        ("e-mail", "email.mjs", 900),
        ("every fault", "faults.mjs", 1800),
    ]
    runners = [
        Runner(f"doors: {name}", ["bash", "-c", f"{install}node {folder}/{script}"], limit, last_line_count)
        for name, script, limit in scripts if (ROOT / folder / script).exists()
    ]
    oracle = f"{install}python3 {folder}/telegram_tdlib.py"
    runners.insert(1, Runner("doors: Telegram's own parser reads what we send", ["bash", "-c", oracle], 300))  # one promise, not ten thousand
    return runners


def browser_runners():
    report = RESULTS / "playwright.json"
    return [Runner(
        "browser: Playwright",
        ["bash", "-c", "../tools/npm_install tests/chains && "
         "node_modules/.bin/playwright test --config e2e/playwright.config.mjs --reporter=list,json"],
        1500, playwright_count, ROOT / "web", report,
        {"PLAYWRIGHT_JSON_OUTPUT_NAME": str(report), "PLAYWRIGHT_JSON_OUTPUT_FILE": str(report)})]


def sanitizer_runners(preset):
    options = {
        "asan": {"ASAN_OPTIONS": "detect_stack_use_after_return=1", "UBSAN_OPTIONS": "print_stacktrace=1"},
        "tsan": {"TSAN_OPTIONS": "second_deadlock_stack=1"},
    }[preset]
    options["PATH"] = os.environ["PATH"] + ":/usr/lib/llvm-19/bin"  # llvm-symbolizer
    return cpp_runners(preset, 900, options)


def start(runner):
    """Runs it; returns (Count, seconds, what went wrong besides failed tests, path of its log)."""
    log = RESULTS / (re.sub(r"[^a-z0-9]+", "-", runner.name.lower()).strip("-") + ".log")
    if runner.report:
        runner.report.unlink(missing_ok=True)
    began = time.monotonic()
    trouble = ""
    with log.open("wb") as out:
        try:
            # A session of its own, so that a time limit ends its children as well.
            child = subprocess.Popen(runner.command, cwd=runner.folder, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                                     env={**os.environ, "CI": "1", "FORCE_COLOR": "0", **runner.surroundings}, start_new_session=True)
            code = child.wait(timeout=runner.limit)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            code, trouble = -1, f"not finished after {runner.limit} s"
        except OSError as error:
            code, trouble = -1, str(error)
        except KeyboardInterrupt:
            os.killpg(child.pid, signal.SIGKILL)
            raise
    output = plain(log)
    try:
        count = runner.count(output, runner.report) if runner.count else Count(int(code == 0), 0)
    except (ValueError, KeyError) as error:
        count, trouble = None, trouble or f"unreadable report: {error}"
    if count is None:
        count = Count()
        trouble = trouble or "said nothing about its tests"
    elif code != 0 and count.failed == 0 and not trouble:
        trouble = f"ended with code {code}" if code > 0 else f"ended by signal {-code}"
    if trouble:
        count.failed += 1
    return count, time.monotonic() - began, trouble, log


def bare(text):
    """Text without colours and links."""
    return re.sub(r"\x1b(\[[0-9;]*m|\]8;;[^\x1b]*\x1b\\)", "", text)


def plain(log):
    return bare(log.read_text(encoding="utf-8", errors="replace"))


def telling(log):
    lines = plain(log).splitlines()
    return [line for line in lines if re.search(r"FAIL|✖|✘|not ok|[Ee]rror|ERROR|WARNING: Thread|Failure", line)][:25] or lines[-25:]


def show_failure(log, trouble):
    for line in telling(log):
        print(f"        {line[:220]}")
    print(f"      the whole log: {log.relative_to(ROOT)}" + (f" ({trouble})" if trouble else ""))


def show_names(head, lines):
    """Again at the end, where one looks first: the reader of a CI log may have no other file."""
    print(f"\n{head}")
    for line in lines[:12]:
        print("  " + " ".join(bare(line).split())[:400])


def build(preset, *targets):
    return subprocess.run([str(ROOT / "tools" / "build"), preset, *targets], cwd=ROOT).returncode == 0


def chosen(arguments):
    """Pairs of (words for the build, a function that gives the runners)."""
    parts = {
        "checks": check_runners, "unit": unit_runners, "chains": chain_runners, "faults": fault_runners,
        "doors": door_runners, "browser": browser_runners,
    }
    named = [name for name in parts if getattr(arguments, name)]
    only_extra = not named and (arguments.asan or arguments.tsan or arguments.fuzz)
    plan = [("release", parts[name]) for name in ([] if only_extra else named or parts)]
    for preset in ("asan", "tsan"):
        if getattr(arguments, preset):
            plan.append((preset, lambda preset=preset: sanitizer_runners(preset)))
    if arguments.fuzz:
        plan.append((None, lambda: [Runner("fuzz", [str(ROOT / "tools" / "fuzz"), str(arguments.fuzz)],
                                           1200 + 20 * arguments.fuzz, last_line_count)]))
    return plan


def main():
    parser = argparse.ArgumentParser()
    for name in ("checks", "unit", "chains", "faults", "doors", "browser", "asan", "tsan"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--fuzz", type=int, metavar="SECONDS")
    plan = chosen(parser.parse_args())
    RESULTS.mkdir(parents=True, exist_ok=True)

    total, rows, built, ends = Count(), [], set(), []
    for preset, runners in plan:
        if preset and preset not in built:
            built.add(preset)
            if not build(preset):
                total.failed += 1
                rows.append((f"build ({preset})", Count(0, 1), 0.0))
                continue
        for runner in runners():
            print(f"→ {runner.name} …", flush=True)
            count, seconds, trouble, log = start(runner)
            skipped = f", {count.skipped} skipped" if count.skipped else ""
            print(f"      {count.passed} passed, {count.failed} failed{skipped} ({seconds:.0f} s)", flush=True)
            if count.failed:
                show_failure(log, trouble)
                ends.append((f"Failed in {runner.name}", count.names or telling(log)))
            if count.shaky:
                ends.append((f"Needed a second try in {runner.name}", count.shaky))
            rows.append((runner.name, count, seconds))
            total.passed += count.passed
            total.failed += count.failed
            total.skipped += count.skipped

    print("\nSummary")
    for name, count, seconds in rows:
        print(f"  {'ok  ' if not count.failed else 'FAIL'} {name:<38} {count.passed:>5} passed {count.failed:>4} failed {seconds:>6.0f} s")
    for end in ends:
        show_names(*end)
    if total.skipped:
        print(f"  {total.skipped} skipped")
    print(f"{total.passed} passed, {total.failed} failed", flush=True)
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nStopped by hand.\n0 passed, 1 failed")
        sys.exit(130)
