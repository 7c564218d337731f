import htmx from "htmx.org/dist/htmx.esm.js";
import "basecoat-css/basecoat";
import "basecoat-css/dropdown-menu";
import "basecoat-css/toast";
import "./answers.js";
import "./asking.js";
import "./board.js";
import "./booking.js";
import "./choosing.js";
import "./components.js";
import "./menus.js"; // after components.js, before focus.js
import "./dialogs.js";
import "./enter.js";
import "./filters.js";
import "./focus.js";
import "./hits.js";
import "./keys.js";
import "./loading.js";
import "./lock.js";
import "./others.js";
import "./palette.js";
import "./passkeys.js"; // before sending.js
import "./places.js";
import "./print.js";
import "./sending.js";
import "./signature.js";
import "./taking.js";
import "./toasts.js";
import "./unsaved.js";
import "./zones.js";

// htmx itself begins one task later: under load after the page says that it has loaded, and what is typed before is lost.
htmx.process(document.body);
