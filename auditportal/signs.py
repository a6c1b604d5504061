"""Which signs a typed text may keep: what nobody sees is no text, and one line is one line."""

import re
import unicodedata

# Signs of other categories that are drawn as nothing.
BLANK = set("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
JOINERS = set("\u200c\u200d")  # they shape letters and pictures beside them
LINE_SIGNS = {"Cc", "Zl", "Zp"}
NUL = "\0"  # no text has it: the fields of Django refuse it with a sentence


def one_line(text: str) -> str:
    """A name or title: line signs and all kinds of blanks are one blank, unseen signs go."""
    signs = (_in_a_line(sign) for sign in unicodedata.normalize("NFC", text))
    line = re.sub(" +", " ", "".join(signs)).strip()
    return line if is_seen(line) else ""


def prose(text: str) -> str:
    """Several lines: other line signs are line ends, and nothing but unseen signs is nothing."""
    text = re.sub("[\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    kept = "".join(sign for sign in text if not _is_unseen(sign))
    return kept if is_seen(kept) else kept if kept.isspace() else ""


def is_seen(text: str) -> bool:
    """Whether a reader finds anything on the paper; a NUL is left for those who refuse it."""
    return any(sign == NUL or _is_drawn(sign) for sign in text)


def _in_a_line(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign == NUL:
        return sign
    if category == "Zs" or category in LINE_SIGNS:
        return " "
    return "" if _is_unseen(sign) else sign


def _is_unseen(sign: str) -> bool:
    """What stands in a text without being drawn, and is no part of a letter."""
    if sign in JOINERS or sign in "\t\r\n" or sign == NUL:
        return False
    return sign in BLANK or unicodedata.category(sign) in ("Cc", "Cf")


def _is_drawn(sign: str) -> bool:
    return not (sign in BLANK or unicodedata.category(sign)[0] in "CZM")
