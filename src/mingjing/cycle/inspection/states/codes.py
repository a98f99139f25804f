"""The code that an inspection carries: short, without letters that look like digits."""

import secrets

# 29 signs, a prime: every single wrong sign and every swap of neighbours is caught.
ALPHABET = "23456789ABCDEFGHJKMNPQRTUVWXY"
_LENGTH = 6
# What people read where another sign stands.
_MISREAD = str.maketrans({"０": "0", "Ｏ": "O", "—": "", "－": "", "-": "", "·": ""})


def check_sign(first: str) -> str:
    """The last sign; raises ValueError when one before it is not of the alphabet."""
    total = sum(ALPHABET.index(sign) * n for n, sign in enumerate(first, 2))
    return ALPHABET[-total % len(ALPHABET)]


def new_code() -> str:
    first = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    return first + check_sign(first)


def tidy_code(typed: str) -> str:
    """As it is stored, from how it was typed: spaces, hyphens, full width, small letters."""
    plain = "".join(
        chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in typed.strip()
    )
    return "".join(plain.translate(_MISREAD).split()).upper()


def is_code(code: str) -> bool:
    return (
        len(code) == _LENGTH + 1
        and set(code) <= set(ALPHABET)
        and check_sign(code[:-1]) == code[-1]
    )


def shown(code: str) -> str:
    """As it is printed: `K7Q4-XMR`."""
    return f"{code[:4]}-{code[4:]}" if code else ""
