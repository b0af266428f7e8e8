#!/usr/bin/env python3
"""Measures how common each list word is in everyday writing, and which Chinese characters stand
side by side. Run by hand when a list changes; its output (weights/) is committed.

Usage: weigh.py FREQUENCY_FOLDER JIEBA_DICTIONARY
FREQUENCY_FOLDER holds <language>.txt, lines "word count" (see SOURCES.md).
"""
import collections
import math
import pathlib
import sys

import fold

HERE = pathlib.Path(__file__).parent
LANGUAGES = {  # word list: frequency lists
    "bip39_english": ["en"], "slip39": ["en"], "monero_english": ["en"], "monero_english_old": ["en"],
    "bip39_spanish": ["es"], "monero_spanish": ["es"], "bip39_french": ["fr"], "monero_french": ["fr"],
    "bip39_italian": ["it"], "monero_italian": ["it"], "bip39_portuguese": ["pt", "pt_br"],
    "monero_portuguese": ["pt", "pt_br"], "bip39_czech": ["cs"], "bip39_korean": ["ko"],
    "bip39_japanese": ["ja"], "monero_japanese": ["ja"], "monero_german": ["de"],
    "monero_dutch": ["nl"], "monero_russian": ["ru"],
}
LOW, STEP = -2.5, 0.38  # nibble n means LOW + n * STEP
PAIRS, PAIR_BITS = 8500, 1 << 17
FEW_PAIRS, FEW_BITS = 4800, 1 << 16  # For the browser's first module.
SUPPORT = 7e-4  # Words of wallet support are far commoner in our messages than in films.


def frequencies(folder, names):
    counts = collections.Counter()
    for name in names:
        path = folder / f"{name}.txt"
        for line in path.read_text().splitlines() if path.exists() else []:
            word, count = line.rsplit(" ", 1)
            counts[fold.fold(word)] += int(count)
    return counts


def nibble(probability, size):
    score = math.log(1 / size) - math.log(probability)
    return max(0, min(15, round((score - LOW) / STEP)))


def weigh_words(folder):
    for name, languages in LANGUAGES.items():
        words = (HERE / "words" / f"{name}.txt").read_text().split()
        counts = frequencies(folder, languages)
        total = sum(counts.values())
        if "en" in languages:
            for word in (HERE / "words/support.txt").read_text().split():
                counts[word] = max(counts[word], int(SUPPORT * total))
        if total == 0:  # No list for this language: every word counts alike.
            text = "c" * len(words)
        else:
            text = "".join("%x" % nibble(max(counts[fold.fold(w)], 1) / total, len(words)) for w in words)
        (HERE / "weights" / f"{name}.txt").write_text(
            "".join(text[i:i + 96] + "\n" for i in range(0, len(text), 96)))


def pair_hash(a, b):
    """The same as in Lexicon::chinese_pair()."""
    mixed = (a * 0x9E3779B1 ^ b * 0x85EBCA6B) & 0xFFFFFFFF
    return (mixed * 0xC2B2AE35 & 0xFFFFFFFF) >> 15


def write_pairs(name, pairs, size):
    bits = bytearray(size // 8)
    for (a, b), _ in pairs:
        slot = pair_hash(ord(a), ord(b)) % size
        bits[slot >> 3] |= 1 << (slot & 7)
    text = bits.hex()
    (HERE / f"weights/{name}.txt").write_text(
        "".join(text[i:i + 96] + "\n" for i in range(0, len(text), 96)))


def weigh_chinese(folder, jieba):
    hans = (HERE / "words/bip39_chinese_simplified.txt").read_text().split()
    hant = (HERE / "words/bip39_chinese_traditional.txt").read_text().split()
    index = {c: i for i, c in enumerate(hant)} | {c: i for i, c in enumerate(hans)}
    pairs, singles = collections.Counter(), collections.Counter()

    def read(path, weight, alone):
        for line in path.read_text().splitlines():
            word, count = line.split(" ")[:2]
            for c in word:
                singles[index.get(c)] += int(count) * weight * alone
            for a, b in zip(word, word[1:]):
                if a in index and b in index:
                    pairs[hans[index[a]], hans[index[b]]] += int(count) * weight

    read(folder / "zh_cn.txt", 1, 1)
    read(folder / "zh_tw.txt", 0.5, 1)
    read(jieba, 2, 0)
    write_pairs("chinese_pairs", pairs.most_common(PAIRS), PAIR_BITS)
    write_pairs("chinese_pairs_few", pairs.most_common(FEW_PAIRS), FEW_BITS)
    total = sum(singles[i] for i in range(2048)) or 1
    for low in (0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 1023):
        part = [singles[i] / total for i in range(low, min(2048, low * 2 + 1))]
        mean = sum(part) / len(part)
        print(f"rank {low:4}: {max(-3, min(1.5, 0.5 * math.log(1 / 2048 / mean))):.2f}")


if __name__ == "__main__":
    weigh_words(pathlib.Path(sys.argv[1]))
    weigh_chinese(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
