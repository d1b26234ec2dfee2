"""What protects an account, as its pages show it; the square code that a phone reads."""

import base64
from dataclasses import dataclass, field
from io import BytesIO

import qrcode
from allauth.mfa.models import Authenticator
from qrcode.image.svg import SvgPathFillImage

from ..models import User


@dataclass
class Protection:
    """The factors of one account, read in one query; `codes_left` is None without spare codes."""

    application: Authenticator | None = None
    keys: list[Authenticator] = field(default_factory=list)
    codes: Authenticator | None = None

    @property
    def is_on(self) -> bool:
        return bool(self.application or self.keys)

    @property
    def unused_codes(self) -> list[str]:
        return self.codes.wrap().get_unused_codes() if self.codes else []


def protection_of(user: User) -> Protection:
    """What is asked of this person beyond the password or the code by mail."""
    found = Protection()
    for factor in Authenticator.objects.filter(user=user).order_by("pk"):
        if factor.type == Authenticator.Type.WEBAUTHN:
            found.keys.append(factor)
        elif factor.type == Authenticator.Type.TOTP:
            found.application = factor
        else:
            found.codes = factor
    return found


def square_code(text: str) -> str:
    """The text as a square code: a `data:` address of an SVG image, which our policy allows."""
    out = BytesIO()
    qrcode.make(text, image_factory=SvgPathFillImage, box_size=12).save(out)
    return f"data:image/svg+xml;base64,{base64.b64encode(out.getvalue()).decode()}"
