// What script adds to pages that work without it. Each module binds to
// attributes that the templates carry, at the start and after every swap.
import htmx from "htmx.org/dist/htmx.esm.js";
import "htmx.org/dist/ext/hx-sse.js";
import { bindCapture } from "./capture";
import { bindDialogs, bindMenus } from "./dialog";
import { bindForms } from "./form";
import { bindKeys } from "./keys";
import { bindLink } from "./link";
import { bindNotes } from "./notes";
import { bindPalette } from "./palette";
import { bindPickers } from "./picker";
import { bindLiveForms } from "./send";
import { bindSortables } from "./sortable";
import { bindTimers } from "./timer";
import { bindToasts } from "./toast";

/** Binds what is inside root; every module skips what it has bound before. */
function bind(root: ParentNode): void {
	bindKeys(root);
	bindForms(root);
	bindDialogs(root);
	bindPickers(root);
	bindNotes(root);
	bindCapture(root);
	bindSortables(root);
	bindTimers(root);
	bindToasts(root);
}

bindMenus();
bindLink();
bindLiveForms();
bindPalette();
bind(document);
document.addEventListener("htmx:after:swap", () => bind(document));
document.addEventListener("htmx:sse:after:message", () => bind(document));
document.addEventListener("reload", () => location.reload()); // the meeting closed: its page is another
document.documentElement.dataset.ready = "";
void htmx;
