#!/usr/bin/env python3
"""Telegram's own library (TDLib, from npm, offline) judges what we would send: random Unicode texts
go through our message builder, and every part must be taken as it is, to the last character.

Only td_execute's static methods are called: no client is made and no socket is opened.

    tools/npm_install tests/channels && python3 tests/channels/telegram_tdlib.py [TEXTS] [SEED]
"""
import ctypes
import json
import pathlib
import random
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SAY = HERE.parent.parent / "build/release/tests/telegram_say"
LIBRARY = HERE / "node_modules/@prebuilt-tdlib/linux-x64-glibc/libtdjson.so"
BOT = "MyWalletBot"

library = ctypes.CDLL(str(LIBRARY))
library.td_execute.restype = ctypes.c_char_p
library.td_execute.argtypes = [ctypes.c_char_p]


def ask(kind, **fields):
    return json.loads(library.td_execute(json.dumps({"@type": kind, **fields}).encode()).decode())


def taken(text):
    """The text after Telegram's own cleaning, or its refusal."""
    said = ask("getMarkdownText", text={"@type": "formattedText", "text": text, "entities": []})
    return said.get("text") if said["@type"] == "formattedText" else said


def mentions(text):
    said = ask("getTextEntities", text=text)
    if said["@type"] == "error":
        return said
    units = text.encode("utf-16-le")
    found = [e for e in said["entities"] if e["type"]["@type"] == "textEntityTypeMention"]
    return [units[2 * e["offset"]:2 * (e["offset"] + e["length"])].decode("utf-16-le") for e in found]


ALPHABETS = [
    lambda r: chr(r.choice([r.randrange(1, 0xD800), r.randrange(0xE000, 0x110000)])),
    lambda r: chr(r.randrange(0x4E00, 0xA000)),
    lambda r: chr(r.randrange(0x20, 0x7F)),
    lambda r: chr(r.randrange(0x1F300, 0x1FAFF)),
    lambda r: r.choice("👨\u200d👩\u200d👧🇩🇪e\u0301\u030a\u0333\u200b\u202e\u2028\r\t \n\n。！？"),
    lambda r: r.choice("*_`[]()~>#+-=|{}.!\\<>&\"'"),
    lambda r: r.choice([f"@{BOT}", f"联系@{BOT}好吗", f" @{BOT.lower()}。", "https://a.example/?q=1&b=2", "/start", "0x52908400098527886E0F7030069857D2E4169EE7"]),
]


def random_text(r):
    length = r.choice([1, 5, 40, 40, 200, 200, 900]) if r.random() < 0.99 else r.randrange(4090, 9000)
    mix = r.sample(ALPHABETS, r.randrange(1, len(ALPHABETS) + 1))
    return "".join(r.choice(mix)(r) for _ in range(length))


def faults(text, said):
    # In pieces, since TDLib cuts what is longer than 35,000 bytes. Cleaning looks at each character alone.
    whole = "".join(str(taken(text[at:at + 1000])) for at in range(0, len(text), 1000))
    parts = [part["text"] for part in said["parts"] if "text" in part]
    for part in parts:
        if not 1 <= len(part) <= 4096:
            yield f"a part of {len(part)} characters"
        if taken(part) != part:
            yield f"taken as {taken(part)!r}, sent as {part!r}"
    bare = lambda words: re.sub(r"\s", "", words)
    if bare("".join(parts)) != bare(whole):
        yield "the parts are not the whole"
    found = mentions(text)
    if isinstance(found, dict):
        yield f"refused: {found}"
    elif any(name.lower() == f"@{BOT}".lower() for name in found) and not said["named"]:
        yield "a mention that Telegram sees and we do not"


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 30)
    r = random.Random(seed)
    ask("setLogVerbosityLevel", new_verbosity_level=0)
    texts = [random_text(r) for _ in range(count)]
    lines = "\n".join(json.dumps(text) for text in texts) + "\n"
    said = subprocess.run([SAY], input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout
    failed, parts, named = 0, 0, 0
    for text, line in zip(texts, said.decode().split("\n")[:-1], strict=True):
        answer = json.loads(line)
        parts += len(answer["parts"])
        named += answer["named"]
        problems = list(faults(text, answer))
        failed += bool(problems)
        if problems and failed <= 5:
            print(f"FAIL {problems} of {text!r}")
    print(f"{count} texts, {parts} messages, {named} with our name (seed {seed})")
    print(f"{count - failed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
