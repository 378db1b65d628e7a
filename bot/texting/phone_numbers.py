"""Phone numbers in the international form (E.164)."""

from __future__ import annotations

import phonenumbers


class NumberError(ValueError):
    """A text is no phone number; the message says what to write instead."""


def international(text: str, country: str | None = None) -> str:
    """The number as `+61412345678`; `country` (such as AU) is where a number without a plus belongs.

    Raises NumberError for anything that cannot be a phone number, such as a sender's name or a short code.
    """
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException as problem:
        raise NumberError(_advice(country)) from problem
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise NumberError(_advice(country))
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _advice(country: str | None) -> str:
    example = "as +61412345678" if country is None else f"in full, as it is dialled in {country} or as +61412345678"
    return f"That is no phone number. Write it {example}."
