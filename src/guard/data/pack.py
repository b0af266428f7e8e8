#!/usr/bin/env python3
"""Packs words/ and weights/ into the tables of the guard (../tables/*.inc) and, with a folder as
argument, into the files that a browser loads one by one (<list>.words).

A pack: list number, number of words (2 bytes, little endian), for every word the length of the
prefix it shares with the word before, the rest of every word in UTF-8 ended by a newline, and a
weight of four bits each.
"""
import os
import pathlib
import sys

import fold

HERE = pathlib.Path(__file__).parent
LISTS = [  # the order of WordList in lexicon.hpp
    "bip39_english", "bip39_japanese", "bip39_korean", "bip39_spanish", "bip39_french",
    "bip39_italian", "bip39_portuguese", "bip39_czech", "slip39", "monero_english",
    "monero_english_old", "monero_french", "monero_german", "monero_italian", "monero_spanish",
    "monero_portuguese", "monero_dutch", "monero_russian", "monero_japanese",
]


def read(path):
    return (HERE / path).read_text().split()


def pack(number, name):
    words = [fold.fold(w) for w in read(f"words/{name}.txt")]
    weights = "".join(read(f"weights/{name}.txt"))
    heads, tails, before = bytearray(), "", ""
    for word in words:
        shared = len(os.path.commonprefix([before, word]))
        heads.append(shared)
        tails += word[shared:] + "\n"
        before = word
    weights += "0" * (len(weights) % 2)
    return (bytes([number]) + len(words).to_bytes(2, "little") + bytes(heads) + tails.encode()
            + bytes.fromhex(weights))


def chinese():
    hans, hant = read("words/bip39_chinese_simplified.txt"), read("words/bip39_chinese_traditional.txt")
    codes = [ord(c) - 0x4E00 for c in hans]
    simplified = bytes(c >> 8 for c in codes) + bytes(c & 255 for c in codes)
    other, gaps, last = [], [], 0
    for i, (a, b) in enumerate(zip(hans, hant)):
        if a != b:
            gaps.append(i - last)
            last = i
            other.append(ord(b) - 0x4E00)
    return simplified, (len(gaps).to_bytes(2, "little") + bytes(gaps)
                        + bytes(c >> 8 for c in other) + bytes(c & 255 for c in other))


RANKS = (0, 64, 256, 512, 1024, 2048)  # The groups of the sieve, the same as in lexicon.cpp.


def chinese_groups():
    """The list for the browser's first module: its order matters only by group, so that in each
    group the distances from one character to the next are enough. A distance above 239 takes two
    bytes."""
    codes = [ord(c) - 0x4E00 for c in read("words/bip39_chinese_simplified.txt")]
    blob = bytearray()
    for low, high in zip(RANKS, RANKS[1:]):
        last = 0
        for code in sorted(codes[low:high]):
            gap, last = code - last, code
            blob += bytes([gap]) if gap < 240 else bytes([240 + (gap - 240 >> 8), gap - 240 & 255])
            assert gap < 240 + 16 * 256
    return bytes(blob)


def monero_chinese():
    codes = [ord(c) - 0x4E00 for c in read("words/monero_chinese_simplified.txt")]
    return bytes(c >> 8 for c in codes) + bytes(c & 255 for c in codes)


def literal(blob):
    """A C++ string literal, sixty-four bytes a line."""
    lines = []
    for i in range(0, len(blob), 64):
        line, escaped = "", False
        for byte in blob[i:i + 64]:
            char = chr(byte)
            if byte == 10:
                line, escaped = line + "\\n", False
            elif 32 <= byte < 127 and char not in '"\\?':
                line, escaped = line + char, False
            else:
                line, escaped = line + "\\%03o" % byte, False
        lines.append('    "' + line + '"')
    return "\n".join(lines)


def write(name, blob):
    path = HERE.parent / "tables" / f"{name}.inc"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"// Made by data/pack.py from data/words and data/weights; do not edit.\n{literal(blob)}\n")


def main():
    for number, name in enumerate(LISTS):
        write(name, pack(number, name))
    simplified, traditional = chinese()
    write("chinese", simplified)
    write("chinese_traditional", traditional)
    write("chinese_groups", chinese_groups())
    write("chinese_pairs", bytes.fromhex("".join(read("weights/chinese_pairs.txt"))))
    write("chinese_pairs_few", bytes.fromhex("".join(read("weights/chinese_pairs_few.txt"))))
    write("monero_chinese", monero_chinese())
    if len(sys.argv) > 1:
        folder = pathlib.Path(sys.argv[1])
        folder.mkdir(parents=True, exist_ok=True)
        for number, name in enumerate(LISTS[1:], 1):
            (folder / f"{name}.words").write_bytes(pack(number, name))
        (folder / "bip39_chinese_traditional.words").write_bytes(bytes([253]) + traditional)
        (folder / "monero_chinese.words").write_bytes(bytes([254]) + monero_chinese())


if __name__ == "__main__":
    main()
