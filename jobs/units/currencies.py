"""Currencies by their ISO 4217 codes: those that people pay or were paid in, not metals, funds and test codes."""

from collections.abc import Mapping

_CODES: Mapping[int, str] = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    2: """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP
        CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS
        INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN
        NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP
        STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG ZWL
    """,
    3: "BHD IQD JOD KWD LYD OMR TND",
}
"""How many decimals an amount has, and the codes of the currencies in which it has them."""
_DECIMALS: Mapping[str, int] = {code: decimals for decimals, codes in _CODES.items() for code in codes.split()}

_SIGNS: Mapping[str, str] = {
    "€": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "$": "USD",
    "us$": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "£": "GBP",
    "pound": "GBP",
    "pounds": "GBP",
    "a$": "AUD",
    "au$": "AUD",
    "c$": "CAD",
    "ca$": "CAD",
    "hk$": "HKD",
    "nz$": "NZD",
    "r$": "BRL",
    "s$": "SGD",
    "fr": "CHF",
    "sfr": "CHF",
    "ft": "HUF",
    "kč": "CZK",
    "zł": "PLN",
    "₦": "NGN",
    "₩": "KRW",
    "₪": "ILS",
    "₫": "VND",
    "₱": "PHP",
    "₴": "UAH",
    "₸": "KZT",
    "₹": "INR",
    "₺": "TRY",
    "₽": "RUB",
    "฿": "THB",
}
_SEVERAL: Mapping[str, str] = {"¥": "JPY or CNY", "kr": "SEK, NOK or DKK"}
"""Signs that more than one currency has."""


def currency_of(written: str) -> str:
    """The code of a currency that is written as code, sign or word; raises ValueError, saying what is wrong with it."""
    code = written.upper()
    if code in _DECIMALS:
        return code
    sign = written.lower().removesuffix(".")
    if sign in _SEVERAL:
        raise ValueError(f"may be several currencies; write {_SEVERAL[sign]}")
    if sign not in _SIGNS:
        raise ValueError("is no currency that we know; write its code, such as EUR or USD")
    return _SIGNS[sign]


def decimals_of(currency: str) -> int:
    """How many decimals an amount in this currency has: two, as most have, where we do not know it."""
    return _DECIMALS.get(currency, 2)
