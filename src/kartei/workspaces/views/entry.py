"""The way in: the first page, the set-up page, and „Konto erstellen“ before and beside its form."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.decorators import rate_limit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from kartei.accounts.models import User
from kartei.accounts.views import signup as practice_signup
from kartei.tenancy.doors import for_everyone
from kartei.tenancy.memberships import memberships_of
from kartei.web.responses import fragment, moved, page
from kartei.workspaces.countries import pays_in_euro
from kartei.workspaces.forms import SetupForm
from kartei.workspaces.founding import set_up
from kartei.workspaces.setup_code import drop_setup_code


@for_everyone
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the workspace that was used last, to the login, or on a new instance to the set-up page."""
    if request.user.is_authenticated:
        return _home_of(request, request.user)
    return moved(request, "account_login" if User.objects.exists() else "workspaces:setup")


def _home_of(request: HttpRequest, user: User) -> HttpResponse:
    memberships = memberships_of(user)
    if memberships:
        return moved(request, "overview:start", slug=memberships[0].workspace.slug)
    return page(request, "workspaces/none.html")


@for_everyone
@never_cache
@sensitive_post_parameters("password1", "code")
@rate_limit(action="signup")  # type: ignore[untyped-decorator]
def setup(request: HttpRequest) -> HttpResponse:
    """Exists while there is no user. A second click on its button is sent to where the first one went."""
    if User.objects.exists():
        if request.method == "POST":
            return moved(request, "accounts:home")
        raise Http404
    if request.method != "POST":
        return _setup_page(request, SetupForm())
    form = SetupForm(request.POST)
    return _set_up(request, form) if form.is_valid() else _setup_page(request, form, status=422)


def _set_up(request: HttpRequest, form: SetupForm) -> HttpResponse:
    data = form.cleaned_data
    made = set_up(form.answers(), email=data["email"], password=data["password1"], name=data["name"])
    if made is None:
        return moved(request, "accounts:home")
    drop_setup_code(settings.DATA)
    user, workspace = made
    start = reverse("overview:start", kwargs={"slug": workspace.slug})
    record_authentication(request, user, method="password")  # chosen a moment ago: as fresh as a login
    response: HttpResponse = perform_login(request, Login(user=user, email=user.email, redirect_url=start))
    return response


def _setup_page(request: HttpRequest, form: SetupForm, status: int = 200) -> HttpResponse:
    return page(request, "workspaces/setup.html", status=status, form=form)


@for_everyone
@require_safe
def signup_choice(request: HttpRequest) -> HttpResponse:
    """„Konto erstellen“: who are you?"""
    if not User.objects.exists():
        return moved(request, "workspaces:setup")
    if not get_adapter().is_open_for_signup(request):
        return page(request, "account/signup_closed.html")
    return page(request, "workspaces/signup.html")


@for_everyone
def signup_practice(request: HttpRequest) -> HttpResponse:
    """The form of „Ich behandle oder berate“; the first account comes from the set-up page."""
    return practice_signup(request) if User.objects.exists() else moved(request, "workspaces:setup")


@for_everyone
@require_safe
def signup_client(request: HttpRequest) -> HttpResponse:
    """„Ich bin Klient“: why there is nothing to fill in."""
    return page(request, "workspaces/signup_client.html")


@for_everyone
@require_safe
def currency(request: HttpRequest) -> HttpResponse:
    """The sentence about money below the country, fetched when another one is chosen."""
    in_euro = pays_in_euro(request.GET.get("country") or "DE")
    return fragment(request, "workspaces/currency.html", in_euro=in_euro)
