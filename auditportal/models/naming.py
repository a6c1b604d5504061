import unicodedata


def sort_key(name: str) -> str:
    """How a name sorts everywhere: umlauts as their base letters, without case (DIN 5007-1)."""
    folded = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss"))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))
