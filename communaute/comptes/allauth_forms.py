"""Which form of ours django-allauth uses for each of its pages (setting `ACCOUNT_FORMS`)."""

PATHS = {
    "add_email": "communaute.comptes.forms.AddEmailForm",
    "change_password": "communaute.comptes.forms.ChangePasswordForm",
    "confirm_email_verification_code": "communaute.comptes.forms.ConfirmEmailCodeForm",
    "confirm_login_code": "communaute.comptes.forms.ConfirmLoginCodeForm",
    "confirm_password_reset_code": "communaute.comptes.forms.ConfirmPasswordResetCodeForm",
    "login": "communaute.comptes.forms.LoginForm",
    "reauthenticate": "communaute.comptes.forms.ReauthenticateForm",
    "request_login_code": "communaute.comptes.forms.RequestLoginCodeForm",
    "reset_password": "communaute.comptes.forms.ResetPasswordForm",
    "reset_password_from_key": "communaute.comptes.forms.ResetPasswordKeyForm",
    "set_password": "communaute.comptes.forms.SetPasswordForm",
    "signup": "communaute.comptes.forms.SignupForm",
}

# The same for the second factor (setting `MFA_FORMS`).
SECOND_FACTOR_PATHS = {
    "authenticate": "communaute.comptes.second_factor.forms.CodeForm",
    "authenticate_webauthn": "communaute.comptes.second_factor.forms.KeyForm",
    "login_webauthn": "communaute.comptes.second_factor.forms.SignInKeyForm",
    "reauthenticate": "communaute.comptes.second_factor.forms.ConfirmCodeForm",
    "reauthenticate_webauthn": "communaute.comptes.second_factor.forms.ConfirmKeyForm",
}
