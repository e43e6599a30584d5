import { fresh } from "./once";

/** Where the place on the page is kept over a POST. */
export const scrollKey = "accord.scroll";

/** Shows that a form is being sent, keeps the place on the page, and brings the focus to what is wrong. */
export function bindForms(root: ParentNode): void {
	for (const form of fresh<HTMLFormElement>(root, "form", "form")) {
		form.addEventListener("submit", (event) => sending(form, event));
	}
	for (const form of fresh<HTMLFormElement>(root, "form[data-auto]", "auto")) {
		form.addEventListener("change", () => form.requestSubmit());
		for (const button of form.querySelectorAll<HTMLElement>("[data-auto-hide]")) button.hidden = true;
	}
	for (const summary of fresh(root, "[data-focus]", "focus")) summary.focus();
	restoreScroll();
}

function sending(form: HTMLFormElement, event: SubmitEvent): void {
	const button = (event.submitter ?? form.querySelector("button")) as HTMLButtonElement | null;
	if (form.method === "dialog" || event.defaultPrevented) return;
	if (form.dataset.sending) {
		event.preventDefault(); // sent already: a second click does nothing
		return;
	}
	if (form.method === "post") {
		sessionStorage.setItem(scrollKey, JSON.stringify([here(), scrollY]));
		if (!form.matches("[hx-post], [hx-put], [hx-patch]")) form.dataset.sending = "1";
	}
	const timer = setTimeout(() => button?.setAttribute("aria-busy", "true"), 150);
	const done = () => {
		clearTimeout(timer);
		button?.removeAttribute("aria-busy");
		delete form.dataset.sending;
	};
	addEventListener("pageshow", done, { once: true });
	form.addEventListener("htmx:finally:request", done, { once: true });
}

/** Names the page: a step of a form has the address of the form, and a title of its own. */
const here = () => location.pathname + document.title;

/** After a POST that came back to the same page, the reader is where they were. */
function restoreScroll(): void {
	const kept = sessionStorage.getItem(scrollKey);
	if (!kept) return;
	sessionStorage.removeItem(scrollKey);
	const [page, y] = JSON.parse(kept) as [string, number];
	if (page === here() && !document.querySelector("[data-focus]")) scrollTo({ top: y, behavior: "instant" });
}
