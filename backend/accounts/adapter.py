"""How allauth reads and writes our people."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Phone numbers, codes by SMS, and the language of mails."""
