"""A file joined to a text, sent to whoever may read that text."""

from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from communaute.moderation.perms import can_read
from communaute.questions.models import Attachment
from socle.uploads import read_private

from .services import is_readable

SECONDS = 3600


@require_safe
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    """Nothing of a text that is hidden or withdrawn, but to those who still see it."""
    row = get_object_or_404(Attachment, pk=pk)
    is_public = _check_readable(request, row)
    response = FileResponse(
        read_private(row.file),
        as_attachment=not row.is_image,
        filename=row.name,
        content_type=row.kind,
    )
    response["Cache-Control"] = f"private, max-age={SECONDS}" if is_public else "no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _check_readable(request: HttpRequest, row: Attachment) -> bool:
    """Whether everybody may read it. Raises Http404 for who may not."""
    if row.object_id is None:
        if row.author_id is None or row.author_id != request.user.pk:
            raise Http404
        return False
    content = row.content
    if content is None or not is_readable(request.user, content):
        raise Http404
    if not can_read(request.user, row):
        raise Http404
    return row.is_published and is_readable(AnonymousUser(), content)
