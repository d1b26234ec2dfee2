"""What is asked beyond the password or the code by mail: an application, a passkey, spare codes."""
