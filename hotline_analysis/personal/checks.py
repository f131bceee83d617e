"""What a run of digits must satisfy to be an ID-card number or a bank card, and when a date can be a birth date."""

from __future__ import annotations

import re
from datetime import date

# GB 11643-1999, which takes the check character from ISO 7064 MOD 11-2: weights are 2**(17-i) modulo 11
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
# GB/T 2260: the first two digits of an ID-card number are a province's
PROVINCES = frozenset(
    str(province)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83), (91, 91))
    for province in range(first, last + 1)
)
# hotlines hardly number tickets by days of earlier years
_TICKETS_SINCE = 2010
_DATED = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_UNIONPAY = re.compile("62[1-9]")


def is_id_card(number: str) -> bool:
    """Tell whether 18 characters are an ID-card number: province, birth date, and check character.

    Examples
    --------
    The example of GB 11643-1999:

    >>> is_id_card("11010519491231002X"), is_id_card("110105194912310021")
    (True, False)
    """
    if len(number) != 18 or not number[:17].isdecimal() or number[:2] not in PROVINCES:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number[:17], strict=True))
    return CHECK_CHARACTERS[total % 11] == number[17].upper() and is_birth_date(number[6:14])


def is_mistyped_id_card(number: str) -> bool:
    """Tell whether 18 characters are an ID-card number but for a wrong check character.

    Numbers of tickets may begin with a district's code and the day of receipt: born since 2010 is none.

    Examples
    --------
    >>> is_mistyped_id_card("110105194912310021"), is_mistyped_id_card("430102202211030012")
    (True, False)
    """
    return number[:2] in PROVINCES and is_birth_date(number[6:14]) and int(number[6:10]) < _TICKETS_SINCE


def is_old_id_card(number: str) -> bool:
    """Tell whether 15 digits can be an ID-card number as issued until 1999: province and birth date in 19xx.

    It has no check character, so this is weaker than `is_id_card`.

    Examples
    --------
    >>> is_old_id_card("110105491231002"), is_old_id_card("110105491331002")
    (True, False)
    """
    return len(number) == 15 and number[:2] in PROVINCES and is_birth_date(f"19{number[6:12]}")


def is_birth_date(digits: str) -> bool:
    """Tell whether ``YYYYMMDD`` is a day since 1900 that has been."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return date(1900, 1, 1) <= day <= date.today()


def is_bank_card(number: str) -> bool:
    """Tell whether 16 to 19 digits can be a bank card: an issuer's first digits and the Luhn check digit.

    Cards of UnionPay (62), but for the rare 620, need no right digit: such long numbers are hardly anything else.
    A number that carries a date where numbers of tickets do (at its start, or after a code of four or six digits) is
    none: one in ten of those satisfies the check by chance.

    Examples
    --------
    Visa's test number, and one digit changed:

    >>> is_bank_card("4111111111111111"), is_bank_card("4111111111111112"), is_bank_card("6222021234567890")
    (True, False, True)
    """
    if any(_DATED.match(number, place) for place in (0, 4, 6)):
        return False
    doubled = (2 * int(digit) for digit in number[-2::-2])
    total = sum(int(digit) for digit in number[::-2]) + sum(digit - 9 if digit > 9 else digit for digit in doubled)
    issued = number[0] in "3456" or number.startswith("9558")
    return (issued and total % 10 == 0) or _UNIONPAY.match(number) is not None


def is_plate(tail: str) -> bool:
    """Tell whether what follows a plate's province and letter can: five characters, or six of a new-energy car.

    GA 36-2018: at most two letters, no I or O, among five; of six, the first (small cars) or last (large) is a letter
    of A to K and the other five are digits, except that the second of a small car's may be a letter.

    Examples
    --------
    >>> is_plate("12345"), is_plate("D12345"), is_plate("12345D"), is_plate("ABCDE")
    (True, True, True, False)
    """
    if len(tail) == 6:
        return re.fullmatch(r"[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK]", tail) is not None
    return sum(character.isascii() and character.isalpha() for character in tail) <= 2
