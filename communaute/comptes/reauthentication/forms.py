"""The code received by mail."""

from allauth.account.forms import BaseConfirmCodeForm

from ..forms import CodeForm


class ConfirmByMailForm(CodeForm, BaseConfirmCodeForm):
    """The code sent to the address of one's own account."""
