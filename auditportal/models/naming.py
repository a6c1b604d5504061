"""How names sort, and how one is found again by what people type of it."""

import re
import unicodedata

from django.db.models import Q

# Written out or shortened, as the official list likes it: „Rotenburg a. d. Fulda“.
SMALL = {
    *("a", "am", "an", "auf", "b", "bei", "d", "das", "dem", "den", "der", "des", "die", "i"),
    *("im", "in", "o", "ob", "u", "und", "v", "vor", "vom", "von", "z", "zum", "zur"),
}
SORTS = {"kreis", "landkreis", "stadt", "gemeinde", "hansestadt", "landeshauptstadt"}
WRITTEN_OUT = re.compile("([aou])e")


def sort_key(name: str) -> str:
    """How a name sorts everywhere: umlauts as their base letters, without case (DIN 5007-1)."""
    folded = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss"))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """What is to be found in a name, in whichever order; without what is often left out of it."""
    words = re.findall(r"\w+", sort_key(text))
    return [word for word in words if word not in SMALL | SORTS] or words


def is_named(field: str, text: str) -> Q:
    """For a column that holds a `sort_key`: „Muenchen“ finds München, „Frankfurt/Oder“ Frankfurt
    (Oder)."""
    words = words_of(text)
    found = Q() if words else Q(**{f"{field}__contains": text.strip()})
    for word in words:
        plain = WRITTEN_OUT.sub(r"\1", word)
        found &= Q(**{f"{field}__contains": word}) | Q(**{f"{field}__contains": plain})
    return found


def has_key(fields: tuple[str, ...], text: str) -> Q | None:
    """Begins with these digits, grouped by blanks or with the zero that a table took; None if
    they are none."""
    digits = re.sub(r"\s", "", text)
    if not digits.isdecimal():
        return None
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__startswith": digits}) | Q(**{f"{field}__startswith": f"0{digits}"})
    return found


def is_kreis(text: str) -> bool:
    """Whether somebody asks for a Kreis by its full name."""
    return bool({"kreis", "landkreis"} & set(re.findall(r"\w+", sort_key(text))))
