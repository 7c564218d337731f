"""Every page and dialog there is to see: who sees it, where it is, and what opens it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.e2e.acts import PICTURE, SAMPLES


def nothing(page: Page) -> None:
    """The page as it opens."""


@dataclass(frozen=True)
class Sight:
    name: str
    path: str  # {client} and {contact} stand for records of the demo
    who: str | None = "anna"
    act: Callable[[Page], None] = nothing
    status: int = 200
    is_sheet: bool | None = None  # True: on the phone alone, False: never there
    leads_to: str = ""  # the URL name, when the act goes on to another page
    allow: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        return self.name


def press(selector: str) -> Callable[[Page], None]:
    """Click, whatever the language."""

    def act(page: Page) -> None:
        page.locator(selector).first.click()

    return act


def send(selector: str) -> Callable[[Page], None]:
    """Send a form as it stands, and wait for what it says."""

    def act(page: Page) -> None:
        page.locator(f"{selector} [type=submit]").last.click()
        expect(page.locator(".field-error, .alert[role=alert]").first).to_be_visible()

    return act


def search(text: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        with page.expect_response("**/search/*"):
            page.get_by_role("searchbox").fill(text)
        page.wait_for_timeout(100)

    return act


def wrong_minutes(page: Page) -> None:
    page.locator("#id_idle_minutes").fill("1")
    send("main form")(page)


def dialog(selector: str) -> Callable[[Page], None]:
    """Open a dialog that is fetched."""

    def act(page: Page) -> None:
        page.locator(selector).first.click()
        expect(page.locator("dialog:modal")).to_be_visible()

    return act


def menu(selector: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.locator(selector).click()
        expect(page.get_by_role("menu").filter(visible=True)).to_be_visible()

    return act


def save_view(page: Page) -> None:
    press("summary:has([href$='#bookmark'])")(page)
    dialog("details[open] [hx-get*='/views/new/']")(page)


def own_view(page: Page) -> None:
    """Save a view, and look at its acts."""
    page.locator("#id_name").fill("Meine Ansicht" + str(time.time_ns()))
    page.locator("main form [type=submit]").click()
    page.wait_for_url("**/clients/?view=*")
    page.locator("#toaster [data-dismiss]").click()  # it would lie over the menu
    expect(page.locator("#toaster .toast")).to_have_count(0)
    press("summary:has([href$='#bookmark'])")(page)


def rename_view(page: Page) -> None:
    own_view(page)
    page.goto(page.locator("details[open] [hx-get*='/views/']").first.get_attribute("href") or "")


def deletion(page: Page) -> None:
    menu("#record-menu_button")(page)
    dialog("#record-menu [hx-get$='/deletion/']")(page)


def merge_dialog(page: Page) -> None:
    menu("#record-menu_button")(page)
    dialog("#record-menu [hx-get$='/merge/']")(page)
    search("e")(page)


def conversion(page: Page) -> None:
    menu("#record-menu_button")(page)
    dialog("#record-menu [hx-get$='/conversion/']")(page)


def from_relation_menu(what: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        menu("[id^=relation-][id$=_button] >> nth=0")(page)
        page.locator(f"[role=menuitem][hx-get$='/{what}/']").filter(visible=True).click()
        expect(page.locator("dialog:modal")).to_be_visible()

    return act


def without_consent(page: Page) -> None:
    page.locator("#id_consented_by").fill("")
    send("#relationship form")(page)


def unfold_sentences(page: Page) -> None:
    page.locator("#family summary").click()


def verify(page: Page) -> None:
    page.locator("main [type=submit]").first.click()
    page.wait_for_url("**/verification/")  # the form waits for a look at the login


def unfold(page: Page) -> None:
    page.locator("form details summary").click()


def twins(page: Page) -> None:
    page.locator("#id_first_name").fill("Carla")
    page.locator("#id_last_name").fill("Köhler")
    page.locator("#id_email").fill("carla@klientin.example")
    page.locator("#id_email").blur()
    expect(page.locator("#twins .card")).to_be_visible()


def wrong_login(page: Page) -> None:
    page.locator("#id_login").fill("nobody@lindenhof.example")
    page.locator("#id_password").fill("not the password")
    page.locator("#id_password").press("Enter")
    expect(page.locator("[role=alert]").filter(visible=True)).to_be_visible()


def refused_date(page: Page) -> None:
    page.locator("#id_birth_date").fill("31.02.2026")
    page.locator("#master form [type=submit]").last.click()
    expect(page.locator(".field-error")).to_be_visible()


def upload(page: Page) -> None:
    page.set_input_files("#id_file", SAMPLES / "ragged_quotes.csv")
    page.locator("#upload [type=submit]").click()
    page.wait_for_url("**/layout/")


def columns(page: Page) -> None:
    upload(page)
    page.locator("#layout [type=submit]").first.click()
    page.wait_for_url("**/columns/")


def columns_refused(page: Page) -> None:
    columns(page)
    for choice in page.locator("#columns select[name^=column]").all():
        choice.select_option(index=0)
    page.locator("#columns [type=submit]").click()
    expect(page.locator("#columns [role=alert]")).to_be_visible()


def rehearsal(page: Page) -> None:
    columns(page)
    page.locator("#columns [type=submit]").click()
    page.wait_for_url("**/rehearsal/")
    expect(page.locator("#counts")).to_be_visible(timeout=30_000)


def removal(page: Page) -> None:
    rehearsal(page)
    dialog("[data-open=removal]")(page)


def run(page: Page) -> None:
    rehearsal(page)
    page.locator("#report form [type=submit]").click()
    page.wait_for_url("**/run/")
    expect(page.locator("#counts")).to_be_visible(timeout=30_000)


def leave_empty(page: Page) -> None:
    page.set_input_files("#id_file", SAMPLES / "empty.csv")
    page.locator("#upload [type=submit]").click()
    expect(page.locator(".field-error")).to_be_visible()


def found_relative(page: Page) -> None:
    dialog("main [href$='/new/']")(page)
    page.locator("dialog [type=search]").fill("praxis")
    expect(page.locator("#hits li").first).to_be_visible()


def found_person(page: Page) -> None:
    page.locator("[data-enter-presses]").fill("praxis")
    expect(page.get_by_role("radiogroup").get_by_role("radio").nth(1)).to_be_visible()


def sign(page: Page) -> None:
    """A stroke across the field."""
    box = page.locator("[data-signature] canvas").bounding_box()
    assert box
    page.locator("[data-signature] canvas").scroll_into_view_if_needed()
    box = page.locator("[data-signature] canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=4)
    page.mouse.up()
    expect(page.locator("[data-signature] input[type=hidden]")).not_to_have_value("")


def no_formula(page: Page) -> None:
    page.locator("#id_label").fill("BMI")
    page.locator("#id_formula").fill("[Nirgends] ÷ 2")
    send("main form")(page)


def chosen_type(page: Page) -> None:
    page.locator("#id_type optgroup:nth-of-type(4) option").first.evaluate("option => option.selected = true")
    page.locator("#id_type").dispatch_event("change")
    expect(page.locator("#hints p")).to_be_visible()


def write_nothing(page: Page) -> None:
    page.locator("#message [type=submit]").click()
    expect(page.locator(".field-error")).to_be_visible()


def write(page: Page) -> None:
    """A message to the operator, with a picture."""
    page.locator("#id_text").fill("Die Liste bleibt leer, obwohl ich suche.\nWas kann ich tun?")
    page.set_input_files("#id_picture", PICTURE)
    page.locator("#message [type=submit]").click()
    page.wait_for_url("**/tickets/0*/")
    expect(page.locator("main img")).to_be_visible()
    page.locator("#toaster [data-dismiss]").click()  # it would lie over the button
    expect(page.locator("#toaster .toast")).to_have_count(0)


def answer(page: Page) -> None:
    """Anna runs the instance of the demo, and answers a message that she has just written."""
    page.goto("/w/lindenhof/help/tickets/new/")
    write(page)
    page.goto("/tickets/")
    page.locator("main tbody a").first.click()
    page.locator("#id_text").fill("Bitte laden Sie die Seite neu.")
    page.locator("#reply [type=submit]").click()
    expect(page.locator("main li").nth(1)).to_be_visible()
    page.locator("#toaster [data-dismiss]").click()
    expect(page.locator("#toaster .toast")).to_have_count(0)


def palette(text: str) -> Callable[[Page], None]:
    """Open the palette and type into it."""

    def act(page: Page) -> None:
        page.locator("[data-palette]").click()
        expect(page.get_by_role("listbox")).to_be_visible()
        page.keyboard.type(text)
        expect(page.locator(f"#palette-found [data-query='{text}']")).to_be_visible()
        expect(page.locator("#palette-found [data-more]")).to_have_count(0)

    return act


def sheet(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def chosen(page: Page) -> None:
    for place in (1, 3):
        page.locator("tbody [data-choose]").nth(place).check()
    expect(page.locator("#bulk")).to_be_visible()


def bulk(act: str) -> Callable[[Page], None]:
    """Choose two clients and press one of the buttons: the question before it is done."""

    def open_question(page: Page) -> None:
        chosen(page)
        dialog(f"#bulk [formaction$='/{act}/']")(page)

    return open_question


def bulk_refused(page: Page) -> None:
    bulk("tagging")(page)
    send("#bulk-question form")(page)


def drawn(page: Page) -> None:
    """The calendar has been drawn, with what is booked."""
    expect(page.locator(".ec-event").first).to_be_attached()


def found_client(page: Page) -> None:
    with page.expect_response("**/calendar/people/"):
        page.locator("#clients_q").fill("e")
    expect(page.locator("#clients_hits [type=checkbox]").first).to_be_visible()


def series_dates(page: Page) -> None:
    """The dates of a series that is to be booked, over a public holiday."""
    page.locator("#id_repeats").select_option("weekly")
    page.locator("#id_count").fill("30")
    page.locator("#appointment-form [type=submit]").last.click()
    expect(page.locator("#series-dates [name=dates]").first).to_be_visible()


def feed_address(page: Page) -> None:
    page.locator("main form:has([name=level]) [type=submit]").click()
    expect(page.locator("#feed-address")).to_be_visible()


def overlap(page: Page) -> None:
    """Book what is booked already: who is busy, and the box that books it nevertheless."""
    address, book = page.url, page.locator("#appointment-form [type=submit]").last
    book.click()
    expect(page.locator("#id_despite").or_(page.locator("#toaster .toast")).first).to_be_visible()
    if not page.locator("#id_despite").is_visible():
        page.goto(address)
        book.click()
    expect(page.locator("#id_despite")).to_be_visible()


CLIENTS, CLIENT, CONTACT = "/w/lindenhof/clients/", "/w/lindenhof/clients/{client}/", "/w/lindenhof/contacts/{contact}/"


def first_slot(page: Page) -> None:
    page.locator(".slot-days button").first.click()
    expect(page.locator("#id_last_name")).to_be_visible()


def nobody_typed(page: Page) -> None:
    """A slot is held, and nothing is entered."""
    first_slot(page)
    page.locator("main form [type=submit]:not([form])").last.click()
    expect(page.locator(".field-error").first).to_be_visible()


PUBLIC = "/termin/lindenhof/"
VISITOR = [
    Sight("login", "/login/", None),
    Sight("login refused", "/login/", None, wrong_login),
    Sight("login closed", "/login/inactive/", None),
    Sight("sign-up choice", "/signup/", None),
    Sight("sign-up", "/signup/practice/", None),
    Sight("sign-up refused", "/signup/practice/", None, send("main form")),
    Sight("sign-up as a client", "/signup/client/", None),
    Sight("check your mail", "/email/confirmation/", None),
    Sight("confirmation spent", "/email/confirmation/wrong:key/", None, status=410),
    Sight("password reset", "/password/reset/", None),
    Sight("password reset sent", "/password/reset/sent/", None),
    Sight("password reset spent", "/password/reset/1-wrong/", None, status=410),
    Sight("password reset done", "/password/reset/done/", None),
    Sight("mails", "/mail/", None),
    Sight("public booking", PUBLIC, None),
    Sight("public booking, privacy", PUBLIC + "privacy/", None),
    Sight("public booking, times", PUBLIC + "services/{service}/", None),
    Sight("public booking, who", PUBLIC + "services/{service}/", None, first_slot, leads_to="public:details"),
    Sight("public booking, who, refused", PUBLIC + "services/{service}/", None, nobody_typed),
    Sight("public booking, mail", PUBLIC + "sent/", None),
    Sight("public booking, spent", PUBLIC + "bookings/" + "x" * 43 + "/", None, status=410),
    Sight("no such page", "/nowhere/", None, status=404, allow=("404",)),
]
LISTS = [
    Sight("start", "/w/lindenhof/"),
    Sight("start without a right", "/w/lindenhof/", "berta"),
    Sight("clients", CLIENTS),
    Sight("clients, filter open", CLIENTS, act=press("details.filter summary")),
    Sight("clients, filtered", CLIENTS + "?status={status}&tag={tag}"),
    Sight("clients, nobody matches", CLIENTS + "?status={status}&tag={tag}&member={member}&email=missing"),
    Sight("clients, found", CLIENTS, act=search("koehler")),
    Sight("clients, found by the sound", CLIENTS, act=search("Mayr")),
    Sight("clients, many found", CLIENTS, act=search("e")),
    Sight("clients, nobody found", CLIENTS, act=search("xyzxyz")),
    Sight("clients, next page", CLIENTS + "?after={client}"),
    Sight("clients, read only", CLIENTS, "leo"),
    Sight("clients, views", CLIENTS, act=press("summary:has([href$='#bookmark'])")),
    Sight("clients, columns", CLIENTS, act=press("summary:has([href$='#columns-3'])")),
    Sight("clients, more filters", CLIENTS, act=press("summary:has([href$='#list-filter'])")),
    Sight("clients, export", CLIENTS, act=press("summary:has([href$='#download'])")),
    Sight("clients, other columns", CLIENTS + "?birthday=month&examples=hidden&phone=missing&columns=name,birth,city"),
    Sight("save view", CLIENTS + "views/new/?kind=lead"),
    Sight("save view, dialog", CLIENTS, act=save_view),
    Sight("save view, refused", CLIENTS + "views/new/", act=send("main form")),
    Sight("save view of contacts", "/w/lindenhof/contacts/views/new/"),
    Sight("clients, own view", CLIENTS + "views/new/", act=own_view),
    Sight("view, rename", CLIENTS + "views/new/", act=rename_view, leads_to="people:view"),
    Sight("clients on paper", CLIENTS + "print/?columns=name,birth,phone,city"),
    Sight("clients on paper, nobody", CLIENTS + "print/?created_from=2200-01-01"),
    Sight("contacts on paper", "/w/lindenhof/contacts/print/"),
    Sight("clients, chosen", CLIENTS, act=chosen),
    Sight("clients, chosen, tags", CLIENTS, act=bulk("tagging"), leads_to="people:bulk"),
    Sight("clients, chosen, members", CLIENTS, act=bulk("unassignment")),
    Sight("clients, chosen, archive", CLIENTS, act=bulk("archival")),
    Sight("clients, chosen, refused", CLIENTS, act=bulk_refused),
    Sight("clients, act on many", CLIENTS + "bulk/acts/{bulk}/"),
    Sight("clients, menu of a row", CLIENTS, act=menu("tbody [data-menu] >> nth=1")),
    Sight("clients, menu as a page", CLIENT + "menu/"),
    Sight("board", CLIENTS + "board/"),
    Sight("board, filtered", CLIENTS + "board/?status={status}&tag={tag}"),
    Sight("board, read only", CLIENTS + "board/", "leo"),
    Sight("board, menu of a card", CLIENTS + "board/", act=menu("[data-menu] >> nth=0")),
    Sight("board, menu as a page", CLIENT + "moves/"),
    Sight("contacts", "/w/lindenhof/contacts/"),
    Sight("contacts, filtered", "/w/lindenhof/contacts/?email=missing"),
    Sight("contact, menu as a page", CONTACT + "menu/"),
    Sight("clients, archived", CLIENTS + "?state=archived"),
    Sight("duplicates", CLIENTS + "duplicates/"),
    Sight("duplicates, none", "/w/nord/clients/duplicates/", "eve"),
    Sight("merges", CLIENTS + "merges/"),
    Sight("merges, none", "/w/nord/clients/merges/", "eve"),
    Sight("undo of a merge", CLIENTS + "merges/{merge}/separation/"),
    Sight("merge", CLIENTS + "{one}/merge/{two}/"),
    Sight("merge of contacts", "/w/lindenhof/contacts/{first}/merge/{second}/"),
    Sight("merge, of one with itself", CLIENTS + "{one}/merge/{one}/", status=409, allow=("409",)),
    Sight("client that looks like another", CLIENTS + "{one}/"),
    Sight("merge, whom", CLIENTS + "{one}/merge/"),
    Sight("merge of contacts, whom", "/w/lindenhof/contacts/{first}/merge/"),
    Sight("merge, whom, in a dialog", CLIENTS + "{one}/", act=merge_dialog),
    Sight("trash, empty", "/w/nord/clients/trash/", "eve"),
    Sight("new client", CLIENTS + "new/"),
    Sight("new client, unfolded", CLIENTS + "new/", act=unfold),
    Sight("new client, refused", CLIENTS + "new/", act=send("#creation")),
    Sight("new client, twins", CLIENTS + "new/", act=twins),
    Sight("new contact", "/w/lindenhof/contacts/new/"),
    Sight("new contact, refused", "/w/lindenhof/contacts/new/", act=send("#creation")),
]
RECORD = [
    Sight("client", CLIENT),
    Sight("client, read only", CLIENT, "leo"),
    Sight("client, status", CLIENT, act=menu("#status-menu_button")),
    Sight("client, tags", CLIENT, act=dialog("[hx-get$='/tags/']"), leads_to="people:tags"),
    Sight("client, assignments", CLIENT, act=dialog("[hx-get$='/assignments/']"), leads_to="people:assignments"),
    Sight("personal", CLIENT + "personal/"),
    *(
        Sight(f"personal, {code}", CLIENT + f"personal/{code}/")
        for code in ("master", "reach", "address", "insurance", "health", "consents")
    ),
    Sight("personal, refused", CLIENT + "personal/master/", act=refused_date),
    Sight("activity", CLIENT + "activity/"),
    Sight("activity, none of a kind", CLIENT + "activity/?kind=tasks"),
    Sight("client, more", CLIENT, act=menu("#record-menu_button")),
    Sight("client, deletion", CLIENT + "deletion/"),
    Sight("client, deletion in a dialog", CLIENT, act=deletion),
    Sight("client, deletion refused", CLIENT + "deletion/", act=send("main form")),
    Sight("contact, deletion", CONTACT + "deletion/"),
    Sight("contact, activity", CONTACT + "activity/"),
    Sight("contact, more", CONTACT, act=menu("#record-menu_button")),
    Sight("contact, to client", CONTACT + "conversion/"),
    Sight("client, to contact", CLIENTS + "{free}/conversion/"),
    Sight("client, to contact, held", CLIENT + "conversion/"),
    Sight("client, to contact, dialog", CLIENT, act=conversion),
    Sight("contact", CONTACT),
    *(Sight(f"contact, {code}", CONTACT + f"{code}/") for code in ("master", "reach", "address")),
]
OURS, THEIRS = CLIENT + "relationships/", CONTACT + "relationships/"
RELATIONSHIPS = [
    Sight("relationships", OURS),
    Sight("relationships, read only", OURS, "leo"),
    Sight("relationships, menu", OURS, act=menu("[id^=relation-][id$=_button] >> nth=0")),
    Sight("relationship, whom", OURS, act=dialog("main [href$='/new/']")),
    Sight("relationship, found", OURS, act=found_relative),
    Sight("relationship, what", OURS + "new/?with={contact}", act=chosen_type),
    Sight("relationship, refused", OURS + "new/?with={contact}", act=send("#relationship form")),
    Sight("relationship, new person", OURS + "new/person/"),
    Sight("relationship, new person refused", OURS + "new/person/", act=send("#relationship form")),
    Sight("relationship, edit", OURS + "{relation}/"),
    Sight("relationship, deletion", OURS + "{relation}/deletion/"),
    Sight("relationships of a family", CLIENTS + "{minor}/relationships/", act=unfold_sentences),
    Sight("sharing", OURS + "{relation}/sharing/"),
    Sight("sharing, dialog", OURS, act=from_relation_menu("sharing")),
    Sight("sharing, refused", OURS + "{relation}/sharing/", act=without_consent),
    Sight("releases", OURS + "{relation}/releases/"),
    Sight("releases, dialog", OURS, act=from_relation_menu("releases")),
    Sight("new release, refused", OURS + "{relation}/releases/new/", act=send("#relationship form")),
    Sight("release, edit", OURS + "{relation}/releases/{release}/"),
    Sight("relationships of a contact", THEIRS),
    Sight("sharing, from a contact", THEIRS + "{relation}/sharing/"),
    Sight("releases, from a contact", THEIRS + "{relation}/releases/"),
    Sight("new release, from a contact", THEIRS + "{relation}/releases/new/"),
    Sight("release, from a contact", THEIRS + "{relation}/releases/{release}/"),
    Sight("relationship of a contact, whom", THEIRS + "new/"),
    Sight("relationship of a contact, new person", THEIRS + "new/person/"),
    Sight("relationship of a contact, edit", THEIRS + "{relation}/"),
    Sight("relationship of a contact, deletion", THEIRS + "{relation}/deletion/"),
]
IMPORTS, NEW_IMPORT = CLIENTS + "imports/", CLIENTS + "imports/new/"
IMPORT = [
    Sight("imports, none yet", "/w/nord/clients/imports/", "eve"),
    Sight("new import", NEW_IMPORT),
    Sight("new import, refused", NEW_IMPORT, act=leave_empty),
    Sight("import, layout", NEW_IMPORT, act=upload, leads_to="people:import-layout"),
    Sight("import, columns", NEW_IMPORT, act=columns, leads_to="people:import-columns"),
    Sight("import, columns refused", NEW_IMPORT, act=columns_refused),
    Sight("import, rehearsal", NEW_IMPORT, act=rehearsal, leads_to="people:import-rehearsal"),
    Sight("import, removal", NEW_IMPORT, act=removal),
    Sight("import, result", NEW_IMPORT, act=run, leads_to="people:import-run"),
    Sight("imports", IMPORTS),
]
TASKS = "/w/lindenhof/tasks/"
WORK = [
    Sight("tasks", TASKS),
    Sight("tasks, all", TASKS + "?whose=all"),
    Sight("tasks, none", TASKS, "leo"),
    Sight("tasks, done", TASKS + "done/"),
    Sight("tasks, none done", TASKS + "done/", "leo"),
    Sight("new task", TASKS + "new/"),
    Sight("new task, dialog", TASKS, act=dialog("[data-key=c]")),
    Sight("new task, refused", TASKS + "new/", act=send("#task-form")),
    Sight("task", TASKS + "{task}/"),
    Sight("task, dialog", TASKS, act=dialog(".task-text[hx-get]")),
    Sight("new task about a client", CLIENT + "tasks/new/"),
    Sight("demo data, none", "/w/lindenhof/demo/removal/"),
]
CALENDAR = "/w/lindenhof/calendar/"
WAITING = CALENDAR + "waiting/"
APPOINTMENT, SLOT = CALENDAR + "appointments/{appointment}/", "?day={slot}&begins=03:00&client={client}"
TIME = [
    Sight("calendar, week", CALENDAR + "?view=week", act=drawn),
    Sight("calendar, day", CALENDAR + "?view=day&date={booked}", act=drawn),
    Sight("calendar, month", CALENDAR + "?view=month", act=drawn),
    Sight("calendar, team", CALENDAR + "?view=team&date={booked}", act=drawn),
    Sight("calendar, agenda", CALENDAR + "?view=agenda"),
    Sight("calendar, agenda of nobody", "/w/nord/calendar/?view=agenda&date=2031-01-01", "eve"),
    Sight("calendar, filter open", CALENDAR + "?view=agenda", act=press("details.filter summary")),
    Sight("calendar, filtered, read only", CALENDAR + "?view=agenda&member={self}", "leo"),
    Sight("calendar, print", CALENDAR + "print/?view=day&date={booked}&by=member&notes=on"),
    Sight("calendar, print of nothing", CALENDAR + "print/?view=day&date=2031-01-01"),
    Sight("calendar, nothing deleted", CALENDAR + "deleted/"),
    Sight("waiting list", WAITING),
    Sight("waiting list, read only", WAITING, "leo"),
    Sight("waiting list, filtered by nobody's service", WAITING + "?service={place}"),
    Sight("waiting list, nobody", "/w/nord/calendar/waiting/", "eve"),
    Sight("free times", WAITING + "slots/"),
    Sight("free times, none", "/w/nord/calendar/waiting/slots/", "eve"),
    Sight("free time, offer", WAITING + "slots/{freed}/"),
    Sight("free time, nothing to take back", WAITING + "slots/{freed}/withdrawal/"),
    Sight("free time, offer, dialog", WAITING + "slots/", act=dialog("main a[hx-get*='slots/']")),
    Sight("wish", WAITING + "{wish}/"),
    Sight("wish, dialog", WAITING, act=dialog("tbody a[hx-get]")),
    Sight("wish, edit", WAITING + "{wish}/change/"),
    Sight("new wish", WAITING + "new/?client={client}"),
    Sight("new wish, refused", WAITING + "new/", act=send("main form")),
    Sight("new wish, dialog", WAITING, act=dialog("[data-key=c]")),
    Sight("appointment", APPOINTMENT),
    Sight("appointment, read only", APPOINTMENT, "leo"),
    Sight("appointment, dialog", CALENDAR + "?view=agenda&date={booked}", act=dialog("main [data-row]")),
    Sight("appointment, change", APPOINTMENT + "change/"),
    Sight("appointment, move", APPOINTMENT + "move/"),
    Sight("appointment, move of a series", CALENDAR + "appointments/{repeated}/move/"),
    Sight("appointment of a series", CALENDAR + "appointments/{repeated}/"),
    Sight("appointment, edit of a series", CALENDAR + "appointments/{repeated}/change/"),
    Sight("make it a series", APPOINTMENT + "series/"),
    Sight("make it a series, refused", APPOINTMENT + "series/", act=send("#series-form")),
    Sight("series, dates", CALENDAR + "appointments/new/" + SLOT, act=series_dates),
    Sight("subscribe to the calendar", CALENDAR + "feed/", "leo"),
    Sight("subscribe to the calendar, address", CALENDAR + "feed/", act=feed_address),
    Sight("appointment, deletion", APPOINTMENT + "deletion/"),
    Sight("appointment, price and note", APPOINTMENT + "attendances/{attendance}/terms/"),
    Sight("new appointment", CALENDAR + "appointments/new/"),
    Sight("new appointment in the past", CALENDAR + "appointments/new/?day=2026-01-05&begins=09:00"),
    Sight("new appointment, dialog", CALENDAR + "?view=agenda", act=dialog("[data-key=c]")),
    Sight("new appointment, somebody found", CALENDAR + "appointments/new/", act=found_client),
    Sight("new appointment, refused", CALENDAR + "appointments/new/", act=send("#appointment-form")),
    Sight("new appointment, overlap", CALENDAR + "appointments/new/" + SLOT, act=overlap, allow=("409",)),
]
SETTINGS = "/w/lindenhof/settings/"
OFFERS = [
    Sight("online booking, settings", SETTINGS + "online-booking/"),
    Sight("online booking, settings of a practice that is closed", "/w/nord/settings/online-booking/", "eve"),
    Sight("booked online, nothing", "/w/nord/calendar/online/", "eve"),
    Sight("services", SETTINGS + "services/"),
    Sight("services, none", "/w/nord/settings/services/", "eve"),
    Sight("new service", SETTINGS + "services/new/"),
    Sight("new service, refused", SETTINGS + "services/new/", act=send("main form")),
    Sight("new service, dialog", SETTINGS + "services/", act=dialog("[data-key=c]")),
    Sight("service, edit", SETTINGS + "services/{service}/"),
    Sight("places", SETTINGS + "places/"),
    Sight("new place, dialog", SETTINGS + "places/", act=dialog("[data-key=c]")),
    Sight("new place", SETTINGS + "places/new/"),
    Sight("place, edit", SETTINGS + "places/{place}/"),
    Sight("new resource", SETTINGS + "resources/new/"),
    Sight("resource, edit", SETTINGS + "resources/{resource}/"),
    Sight("appointment statuses", SETTINGS + "appointment-statuses/"),
    Sight("new appointment status", SETTINGS + "appointment-statuses/new/"),
    Sight("new appointment status, refused", SETTINGS + "appointment-statuses/new/", act=send("main form")),
    Sight("new appointment status, dialog", SETTINGS + "appointment-statuses/", act=dialog("[data-key=c]")),
    Sight("appointment status, edit", SETTINGS + "appointment-statuses/{how}/"),
    Sight("appointment status, removal", SETTINGS + "appointment-statuses/{how}/removal/"),
]
HOURS = CALENDAR + "hours/{self}/"
AVAILABILITY = [
    Sight("hours of oneself", HOURS),
    Sight("hours of whoever asks", CALENDAR + "hours/"),
    Sight("hours of who treats nobody", CALENDAR + "hours/", "rita"),
    Sight("hours of another, read only", CALENDAR + "hours/{self}/", "leo"),
    Sight("hours of another", CALENDAR + "hours/{tom}/"),
    Sight("new weekly hours", HOURS + "weeks/new/"),
    Sight("new weekly hours, refused", HOURS + "weeks/new/", act=send("main form")),
    Sight("weekly hours, edit", HOURS + "weeks/{week}/"),
    Sight("new exception", HOURS + "exceptions/new/"),
    Sight("exception, edit", HOURS + "exceptions/{exception}/"),
    Sight("new absence, dialog", HOURS, act=dialog("[hx-get*='absences/new']")),
    Sight("new absence, refused", HOURS + "absences/new/", act=send("main form")),
    Sight("absence, edit", CALENDAR + "hours/{tom}/absences/{absence}/"),
    Sight("settings of the calendar", SETTINGS + "calendar/"),
    Sight("settings of the calendar, nobody has hours", "/w/nord/settings/calendar/", "eve"),
    Sight("new exception of the practice", SETTINGS + "calendar/exceptions/new/"),
    Sight("exception of the practice, edit", SETTINGS + "calendar/exceptions/{closure}/"),
    Sight("automations", SETTINGS + "automations/"),
    Sight("new automation, refused", SETTINGS + "automations/new/", act=send("main form.automation")),
    Sight("automation, edit", SETTINGS + "automations/{automation}/"),
    Sight("automation, preview", SETTINGS + "automations/{automation}/preview/"),
    Sight(
        "automation, preview of an appointment",
        SETTINGS + "automations/{automation}/preview/?appointment={appointment}",
    ),
    Sight("log of the automations", CALENDAR + "automations/log/"),
    Sight("log of the automations, nothing", "/w/nord/calendar/automations/log/?outcome=failed", "eve"),
    Sight("sending e-mail", SETTINGS + "mail/"),
    Sight("sending e-mail, refused", SETTINGS + "mail/", act=send("#account form")),
]
WORDS = [
    Sight("statuses", SETTINGS + "statuses/"),
    Sight("new status", SETTINGS + "statuses/new/", act=send("main form")),
    Sight("new status, dialog", SETTINGS + "statuses/", act=dialog("[data-key=c]")),
    Sight("status, edit", SETTINGS + "statuses/{status}/"),
    Sight("status, removal", SETTINGS + "statuses/{status}/removal/"),
    Sight("relation types", SETTINGS + "relation-types/"),
    Sight("new relation type, refused", SETTINGS + "relation-types/new/", act=send("main form")),
    Sight("new relation type, dialog", SETTINGS + "relation-types/", act=dialog("[data-key=c]")),
    Sight("relation type, edit", SETTINGS + "relation-types/{type}/"),
    Sight("relation type, removal", SETTINGS + "relation-types/{type}/removal/"),
    Sight("relation type, removal refused", SETTINGS + "relation-types/{type}/removal/", act=send("main form")),
    Sight("all tags", SETTINGS + "tags/"),
    Sight("tags, none", "/w/nord/settings/tags/", "eve"),
    Sight("new tag", SETTINGS + "tags/new/"),
    Sight("tag, edit", SETTINGS + "tags/{tag}/"),
    Sight("tag, removal", SETTINGS + "tags/{tag}/removal/"),
]
FIELDS = SETTINGS + "fields/"
DEFINITIONS = [
    Sight("fields", FIELDS),
    Sight("new field", FIELDS + "new/"),
    Sight("new field, dialog", CLIENT + "personal/", act=dialog("#health [hx-get*='/fields/new/']")),
    *(
        Sight(f"new field, {type_}", f"{FIELDS}new/{type_}/")
        for type_ in ("short_text", "number", "multi_choice", "scale", "file", "calculated")
    ),
    Sight("new field, refused", FIELDS + "new/single_choice/?section=health", act=send("main form")),
    Sight("new field, no formula", FIELDS + "new/calculated/?section=health", act=no_formula),
    Sight("new section", FIELDS + "sections/new/"),
    Sight("new section, dialog", CLIENT + "personal/", act=dialog("main [hx-get$='/sections/new/']")),
    Sight("field, edit", FIELDS + "{field}/"),
    Sight("field, removal", FIELDS + "{field}/removal/"),
    Sight("section, rename", FIELDS + "sections/{section}/"),
    Sight("section, removal", FIELDS + "sections/{section}/removal/"),
    Sight("personal, own section", CLIENT + "personal/s{section_hex}/"),
    Sight("personal, own section signed", CLIENT + "personal/s{section_hex}/", act=sign),
    Sight("personal, somebody found", CLIENT + "personal/s{section_hex}/", act=found_person),
    Sight("personal of a contact, own section", CONTACT + "s{section_hex}/"),
    Sight("photo", CLIENT + "photo/"),
    Sight("photo, dialog", CLIENT, act=dialog("#head [hx-get$='/photo/']")),
    Sight("photo, refused", CLIENT + "photo/", act=send("main form[enctype]")),
    Sight("photo of a contact", CONTACT + "photo/"),
]
LOG = [
    Sight("log", "/w/lindenhof/log/"),
    Sight("log, nothing matches", "/w/lindenhof/log/?since=01.01.2200"),
    Sight("log, refused", "/w/lindenhof/log/?since=31.02.2026"),
    Sight("log, verified", "/w/lindenhof/log/", act=verify, leads_to="audit:verification"),
]
HELP = [
    Sight("help", "/w/lindenhof/help/"),
    Sight("help, found", "/w/lindenhof/help/", act=search("status")),
    Sight("help, nothing found", "/w/lindenhof/help/", act=search("xyzzy")),
    Sight("help, article", "/w/lindenhof/help/articles/clients/"),
    Sight("help, messages", "/w/lindenhof/help/tickets/", "leo"),
    Sight("help, new message", "/w/lindenhof/help/tickets/new/?page=people:clients"),
    Sight("help, new message refused", "/w/lindenhof/help/tickets/new/", act=write_nothing),
    Sight("help, message", "/w/lindenhof/help/tickets/new/", act=write, leads_to="help:ticket"),
    Sight("help, messages with one", "/w/lindenhof/help/tickets/"),
    Sight("desk", "/tickets/"),
    Sight("desk, none in this state", "/tickets/?state=done"),
    Sight("desk, message", "/tickets/", act=answer, leads_to="desk:ticket"),
    Sight("help, article in the other language", "/w/lindenhof/help/articles/import/?language=en"),
]
FRAME = [
    Sight("menu at the name", "/w/lindenhof/", act=menu("#user_button"), is_sheet=False),
    Sight("more", "/w/lindenhof/", act=dialog("[data-open=more]"), is_sheet=True),
    Sight("palette", "/w/lindenhof/", act=palette("")),
    Sight("palette on a record, found", CLIENT, act=palette("e")),
    Sight("palette, found by the sound", CLIENTS, act=palette("Mayr")),
    Sight("palette, nothing found", CLIENTS, act=palette("xyzxyz")),
    Sight("keys of a list", CLIENTS, act=sheet),
    Sight("keys of a record", CLIENT, act=sheet),
    Sight("log out", "/logout/"),
    Sight("profile", "/profile/"),
    Sight("second factor needed", "/profile/second-factor/"),
    Sight("is it you", "/confirmation/?next=/profile/"),
    Sight("is it you, wrong password", "/confirmation/", act=send("main form[action='/confirmation/']")),
    Sight("settings", "/w/lindenhof/settings/"),
    Sight("settings, wrong", "/w/lindenhof/settings/", act=wrong_minutes),
    Sight("new login address, spent", "/profile/address/confirmation/spent/", None, status=410),
    Sight("team", "/w/lindenhof/team/"),
    Sight("team, without the right", "/w/lindenhof/team/", "leo"),
    Sight("clients of a member", "/w/lindenhof/team/{self}/clients/"),
    Sight("clients of a member, none", "/w/lindenhof/team/{member}/clients/"),
    Sight("logins of a member", "/w/lindenhof/team/{self}/logins/"),
    Sight("logins of a member, end", "/w/lindenhof/team/{self}/logins/", act=dialog("[data-open=end-logins]")),
    Sight("logins of a member, none", "/w/lindenhof/team/{member}/logins/"),
    Sight("not allowed", CLIENTS + "new/", "leo", status=403, allow=("403",)),
    Sight("no such record", CLIENTS + "00000000-0000-7000-8000-000000000000/", status=404, allow=("404",)),
]
SIGHTS = [
    *VISITOR,
    *LISTS,
    *RECORD,
    *RELATIONSHIPS,
    *IMPORT,
    *WORK,
    *TIME,
    *OFFERS,
    *AVAILABILITY,
    *WORDS,
    *DEFINITIONS,
    *LOG,
    *HELP,
    *FRAME,
]
