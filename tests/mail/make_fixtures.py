#!/usr/bin/env python3
"""Writes the mail fixtures of src/mail/fixtures: pairs of NAME.eml and NAME.json. Deterministic.

Usage: tests/mail/make_fixtures.py          (from anywhere; needs nothing but Python 3.11)
"""
import importlib
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

for story in ("charsets", "names", "replies", "machines", "structures", "hostile"):
    importlib.import_module(f"kit.{story}")

from kit.letter import write  # noqa: E402  (after the stories have told theirs)

if __name__ == "__main__":
    folder = HERE.parent.parent / "src" / "mail" / "fixtures"
    folder.mkdir(exist_ok=True)
    print(f"{write(folder)} fixtures")
