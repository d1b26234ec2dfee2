"""Mail that comes in: answers to our mails, and mails of ours that came back.

`message` reads what arrives, `reply_parser` keeps the words of the person alone, `services.receive`
decides what becomes of it and `notify` says it; `manage.py receive_mail` is the way in. What a
refusal means for an address is in `outbox.bounces`.
"""
