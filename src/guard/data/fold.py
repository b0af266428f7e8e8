"""The folding of guard/normal.cpp, for words of the lists."""
import unicodedata

MARKS = {chr(c) for c in range(0x300, 0x370)}


def fold(word):
    text = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if c not in MARKS)
    text = unicodedata.normalize("NFC", text).replace("ß", "s")
    return "".join(chr(ord(c) - 0x60) if 0x30A1 <= ord(c) <= 0x30F6 else c for c in text)
