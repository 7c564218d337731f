// The calendar of [data-calendar]: it draws what the server tells and asks the server for every change (js/asking.js).
import { createCalendar, DayGrid, Interaction, ResourceTimeGrid, TimeGrid } from "@event-calendar/core";
import "@event-calendar/core/index.css";
import "../css/calendar.css";

const VIEWS = { day: "timeGridDay", week: "timeGridWeek", month: "dayGridMonth", team: "resourceTimeGridDay" };
const MINUTE = 60_000;

const two = (number) => String(number).padStart(2, "0");
const day = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
const time = (date) => `${two(date.getHours())}:${two(date.getMinutes())}`;
const minutes = (start, end) => Math.round((end - start) / MINUTE);
const strip = (part, ...names) => names.forEach((name) => part.removeAttribute(name));
const ask = (source, detail) => source.dispatchEvent(new CustomEvent("kartei:ask", { bubbles: true, detail }));

// The name and by whom, and below it time, service and status, in the colour of the service; words stand beside every
// colour. While it is dragged or drawn out it says which time that would be.
// The button is in the <article>, which may be none itself. What lies behind the entries says nothing and does nothing.
// J and K walk from one to the next as through the rows of a list, V moves the one that has the focus (js/keys.js).
const content = (base) => ({ event }) => {
  if (event.display === "background") return { domNodes: [] };
  const { text = "", by, members, version, url } = event.extendedProps;
  const box = document.createElement("div");
  box.className = "entry";
  if (version || url) {
    box.tabIndex = 0;
    box.setAttribute("role", "button");
    box.dataset.row = "";
  }
  if (version && event.editable) box.dataset.move = `${base}appointments/${event.id}/move/`;
  const when = event.display === "preview" ? `${time(event.start)}–${time(event.end)}` : time(event.start);
  const below = event.allDay ? "" : version ? [when, text].filter(Boolean).join(" · ") : text;
  const line = (name, said, tag = "div") => {
    const part = document.createElement(tag);
    part.className = name;
    part.textContent = said;
    return part;
  };
  if (event.title) box.append(line("entry-title", event.title));
  if (below) box.append(line("entry-text", below));
  if (by) {
    const short = line("entry-by", by, "span");
    short.title = members;
    short.setAttribute("aria-hidden", "true");
    box.append(short, line("sr-only", members, "span"));
  }
  return { domNodes: [box] };
};

const draw = (element) => {
  const { view, locale, entries, behind, base, columns, more } = element.dataset;
  const open = ({ id, extendedProps: { version, url } }) => (version || url) && ask(element, { method: "GET", url: url ?? `${base}appointments/${id}/` });
  const told = async (url) => {
    const answer = await fetch(url, { headers: { "X-Requested-With": "fetch" } });
    return answer.ok ? answer.json() : [];
  };
  const behindThem = async () => {
    const events = await told(behind);
    calendar.setOption("allDaySlot", events.some(({ allDay }) => allDay));
    return events;
  };
  const move = (info, member) => {
    const { id, start, end, extendedProps } = info.event;
    const values = { day: day(start), begins: time(start), minutes: minutes(start, end), version: extendedProps.version, dragged: "on" };
    if (member) values.member = member;
    ask(element, { method: "POST", url: `${base}appointments/${id}/move/`, values });
  };
  const book = (start, end, resource) => {
    if (!element.dataset.new) return;
    const asked = new URLSearchParams({ day: day(start) });
    if (view !== "month") {
      asked.set("begins", time(start));
      if (end) asked.set("minutes", minutes(start, end));
    }
    if (resource) asked.set("member", resource.id);
    ask(element, { method: "GET", url: `${element.dataset.new}?${asked}` });
  };
  const calendar = createCalendar(element, [TimeGrid, DayGrid, ResourceTimeGrid, Interaction], {
    view: VIEWS[view],
    date: element.dataset.day,
    locale: locale === "en" ? "en-GB" : "de-DE",
    firstDay: 1,
    headerToolbar: { start: "", center: "", end: "" },
    allDaySlot: false, // until there is something to show in it
    allDayContent: element.dataset.allDay,
    slotDuration: "00:30",
    snapDuration: "00:15",
    slotHeight: 26,
    scrollTime: "07:30",
    nowIndicator: true,
    dayMaxEvents: true,
    moreLinkContent: ({ num }) => more.replace("{n}", num),
    slotEventOverlap: false,
    selectable: Boolean(element.dataset.new) && view !== "month",
    editable: false, // each entry says for itself
    resources: JSON.parse(columns),
    eventSources: [{ events: () => told(entries) }, { events: behindThem }],
    eventContent: content(base),
    eventClassNames: ({ event }) => [`entry-${event.extendedProps.colour ?? "closed"}`, event.extendedProps.off ? "entry-off" : ""].filter(Boolean),
    eventClick: ({ event }) => open(event),
    eventDrop: (info) => move(info, info.newResource?.id),
    eventResize: (info) => move(info),
    dateClick: ({ date, resource }) => book(date, null, resource),
    select: ({ start, end, resource }) => book(start, end, resource),
    buttonText: (text) => ({ ...text, close: element.dataset.close }),
    eventDidMount: ({ el }) => strip(el, "role", "tabindex"),
    // It calls itself a table and has no rows; the agenda is the list for whoever listens.
    viewDidMount: () => element.querySelectorAll("[role]:not(.entry, [tabindex])").forEach((part) => strip(part, "role", "aria-colindex")),
  });
  // What was not changed goes back to where it was: the truth is fetched again, whatever the answer.
  document.addEventListener("kartei:changed", () => calendar.refetchEvents());
};

const element = document.querySelector("[data-calendar]");
if (element && matchMedia("(max-width: 40rem)").matches && !new URLSearchParams(location.search).has("view")) location.replace(element.dataset.agenda);
else if (element) draw(element);
