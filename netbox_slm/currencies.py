"""Currencies of ISO 4217: which codes there are, and how many decimals an amount of one has."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

__all__ = ('CURRENCIES', 'minor_digits', 'validate_currency')

_TWO_DECIMALS = (
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY '
    'COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS '
    'INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR '
    'MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP '
    'STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG'
)
_OTHER_DECIMALS = {
    0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
    3: 'BHD IQD JOD KWD LYD OMR TND',
    4: 'CLF UYW',
}

# Decimals of an amount by currency
CURRENCIES = dict.fromkeys(_TWO_DECIMALS.split(), 2) | {
    code: digits for digits, codes in _OTHER_DECIMALS.items() for code in codes.split()
}


def minor_digits(currency):
    """How many decimals an amount of this currency has; 2 for a code that the list does not have."""
    return CURRENCIES.get(currency, 2)


def validate_currency(value):
    """Refuse what is no code of ISO 4217."""
    if value not in CURRENCIES:
        raise ValidationError(
            _('{value} is no currency: give its code of ISO 4217, three capital letters such as EUR.').format(
                value=value
            )
        )
