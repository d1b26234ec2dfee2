"""The page where one signs in: one address, then how."""

from allauth.account import views
from django.http import HttpRequest, HttpResponse

# What the button « J’ai un mot de passe » sends.
BY, PASSWORD = "par", "mot-de-passe"


class SignInView(views.LoginView):
    """A code by mail, or a password: the password is asked on the page that follows, where the
    address already typed waits. It goes by POST: an address stays out of histories and logs."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.POST.get(BY) != PASSWORD:
            return super().post(request, *args, **kwargs)
        typed = {"login": request.POST.get("email", "")}
        form = self.get_form_class()(request=request, initial=typed)
        return self.render_to_response(self.get_context_data(form=form, asks_password=True))
