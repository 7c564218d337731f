"""„Einstellungen → E-Mail-Versand“: by which server the practice writes to people."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kartei.inbox.accounts import account_now, remove_account, save_account
from kartei.inbox.models import MailAccount
from kartei.inbox.relays import has_mail_page, sender_address
from kartei.inbox.settings_forms import AccountForm
from kartei.inbox.testing import send_test
from kartei.people.versions import StaleVersion
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Level, Right
from kartei.web.forms import VersionedForm
from kartei.web.responses import conflict, moved, notify, refusal
from kartei.workspaces.settings_frame import settings_page

PAGE = "mail:account"
SHOWN = ("host", "port", "security", "user", "sender_name", "sender_address", "version")


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT, Level.ALL)
def account(request: MemberRequest) -> HttpResponse:
    found = account_now()
    told = {name: getattr(found, name) for name in SHOWN} if found else {"version": 0}
    form = AccountForm(request.POST or None, initial=told, before=found)
    if not form.is_valid():
        return _answer(request, form, found, status=422 if form.is_bound else 200)
    try:
        save_account(form.cleaned_data, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        return _answer(request, form.at_version(found.version if found else 0), found, status=409)
    notify(request, _("Saved. A test e-mail shows whether it works."))
    return moved(request, PAGE, slug=request.workspace.slug)


@require_POST
@for_members(Right.SETTINGS_EDIT, Level.ALL)
def test(request: MemberRequest) -> HttpResponse:
    """To the member's own address."""
    fault = send_test(request.member.email)
    texts = {
        "host": _("The server could not be reached. Please check its name, the port and the encryption."),
        "certificate": _("The encryption failed: the server has no valid certificate, or does not offer it."),
        "login": _("The server has refused user name or password."),
        "server": _("The server has refused the e-mail. Please check the address of the sender."),
        "key": _("The kept password cannot be read any more. Please enter it again."),
    }
    sent = _("The test e-mail was sent to %(address)s.")
    if account_now() is None and has_mail_page():
        sent = _("There is no mail server: the test e-mail to %(address)s was kept as a file.")
    sent %= {"address": request.member.email}
    notify(request, texts.get(fault, sent), level="error" if fault else "success")
    return moved(request, PAGE, slug=request.workspace.slug)


@require_POST
@for_members(Right.SETTINGS_EDIT, Level.ALL)
def removal(request: MemberRequest) -> HttpResponse:
    form = VersionedForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    try:
        remove_account(version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        return conflict(request)
    notify(request, _("The mail server was removed."))
    return moved(request, PAGE, slug=request.workspace.slug)


def _answer(request: MemberRequest, form: AccountForm, found: MailAccount | None, *, status: int) -> HttpResponse:
    return settings_page(
        request, "inbox/account.html", status=status, form=form, account=found, is_stale=status == 409,
        instance_sender=sender_address(), has_mail_page=has_mail_page(),
    )  # fmt: skip
