"""Text as it is compared: letters without case and accents, digits of every script as 0 to 9."""

import unicodedata

_DROPPED = frozenset("'’‘‛`´ʹʻʼʽʾʿˈ′ء\u0640")
_KANA_VOICING = frozenset("\u3099\u309a")  # part of the letter, not an accent
_LETTERS = {
    **dict.fromkeys("ٱ", "ا"),
    **dict.fromkeys("ىیے", "ي"),
    **dict.fromkeys("ک", "ك"),
    **dict.fromkeys("ةہھۃە", "ه"),
    "ı": "i",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ł": "l",
    "æ": "ae",
    "œ": "oe",
    "ħ": "h",
    "ŋ": "n",
    "ə": "e",
}


class _Folding(dict[int, str]):
    """A translation table that works out each character when it is first met."""

    def __missing__(self, codepoint: int) -> str:
        folded = _fold_character(chr(codepoint))
        self[codepoint] = folded
        return folded


def _fold_character(character: str) -> str:
    if character in _DROPPED:
        return ""
    decomposed = unicodedata.normalize("NFKD", character).casefold()
    return "".join(map(_fold_part, unicodedata.normalize("NFKD", decomposed)))


def _fold_part(part: str) -> str:
    if part in _DROPPED or (unicodedata.combining(part) and part not in _KANA_VOICING):
        return ""
    category = unicodedata.category(part)
    if category == "Cf":
        return ""
    if category[0] in "PSZ" or category in ("Cc", "Cs"):
        return " "
    return _LETTERS.get(part, part)


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Return the words of a text without case, accents, hyphens or apostrophes.

    Forms of one Arabic letter become one (hamza carriers, yeh, kaf, teh marbuta), and Latin
    letters that Unicode does not decompose (ø, ł, ß, dotless i) become their base letters. The
    table of places is made with it: `places.gazetteer.FOLD_VERSION` rises when it changes.

    >>> fold("İstanbul"), fold("al-Qāhirah"), fold("Sana‘a"), fold("أَنقَرَة")
    ('istanbul', 'al qahirah', 'sanaa', 'انقره')
    """
    return unicodedata.normalize("NFC", " ".join(text.translate(_FOLDING).split()))


def fold_to_one_word(text: str) -> str:
    """Return a folded text without its spaces.

    >>> fold_to_one_word("Rabīʿ al-Ākhir")
    'rabialakhir'
    """
    return fold(text).replace(" ", "")


def ascii_digits(text: str) -> str:
    """Return a text with the decimal digits of every script as 0 to 9.

    >>> ascii_digits("١٤٤٨-०९-1")
    '1448-09-1'
    """
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def scripts_of_digits(text: str) -> int:
    """Return how many scripts the decimal digits of a text are from.

    >>> scripts_of_digits("١٤٤٨"), scripts_of_digits("١٤48"), scripts_of_digits("no digit")
    (1, 2, 0)
    """
    return len({ord(sign) - unicodedata.decimal(sign) for sign in text if sign.isdecimal()})
