"""What one types to comment."""

from django import forms

from communaute.questions.forms import WritingForm
from communaute.questions.numbers import NUMBERS
from communaute.questions.text_pipeline.fields import PostField
from socle.numbers import quantity


class CommentForm(WritingForm):
    body = PostField(
        label="Votre commentaire",
        min_length=NUMBERS.comment_min,
        max_length=NUMBERS.comment_max,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=(
            f"Un merci, une précision : {quantity(NUMBERS.comment_max, 'caractère')} au plus. "
            "Une vraie réponse s’écrit plutôt sous la question : on la retrouvera mieux."
        ),
        error_messages={
            "required": "Écrivez votre commentaire.",
            "min_length": f"Écrivez au moins {quantity(NUMBERS.comment_min, 'caractère')}.",
            "max_length": (
                f"Votre commentaire est trop long : {quantity(NUMBERS.comment_max, 'caractère')} "
                "au plus. Pour en dire davantage, répondez à la question."
            ),
        },
    )

    field_order = ("submission_key", "body", "display_name")
