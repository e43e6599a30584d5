const draftPrefix = "accord.draft.";

/**
 * Keeps what is typed while the link is down. A lost link shows a bar;
 * a field with data-draft="KEY" is kept in this browser until a save succeeds.
 */
export function bindLink(): void {
	const lost = (down: boolean) => document.documentElement.toggleAttribute("data-offline", down);
	addEventListener("offline", () => lost(true));
	addEventListener("online", () => lost(false));
	document.addEventListener("htmx:sse:error", () => lost(true));
	document.addEventListener("htmx:sse:after:connection", () => lost(false));
	document.addEventListener("input", (event) => {
		const field = event.target as HTMLTextAreaElement;
		if (field.dataset?.draft) sessionStorage.setItem(draftPrefix + field.dataset.draft, field.value);
	});
	document.addEventListener("htmx:after:request", (event) => {
		const context = (event as CustomEvent).detail?.ctx;
		if (context?.response?.status !== 200) return;
		for (const field of (event.target as Element).querySelectorAll<HTMLElement>("[data-draft]")) {
			sessionStorage.removeItem(draftPrefix + field.dataset.draft);
		}
	});
	for (const field of document.querySelectorAll<HTMLTextAreaElement>("[data-draft]")) {
		const kept = sessionStorage.getItem(draftPrefix + field.dataset.draft);
		if (kept !== null && kept !== field.value) {
			field.value = kept;
			field.dispatchEvent(new Event("input", { bubbles: true }));
		}
	}
}
