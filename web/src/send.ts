import { bindForms, scrollKey } from "./form";
import { lost } from "./link";

/**
 * The forms of a page that follows itself are sent behind it: what they change
 * comes back by the stream, and what is half-typed elsewhere stays. A form hears
 * "sent" when it went through; what is wrong with it is shown above it.
 */
export function bindLiveForms(): void {
	document.addEventListener("submit", (event) => {
		const form = event.target as HTMLFormElement;
		const away = form.method !== "post" || !form.closest("#meet") || form.action.includes("/action-items/");
		if (event.defaultPrevented || away) return;
		event.preventDefault();
		sessionStorage.removeItem(scrollKey);
		void send(form, event.submitter);
	});
}

async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
	const body = new URLSearchParams(new FormData(form, submitter) as unknown as Record<string, string>);
	try {
		const answer = await fetch(form.action, {
			method: "POST",
			headers: { "HX-Request": "true" },
			redirect: "manual",
			body,
		});
		form.querySelector(".errors")?.remove();
		if (answer.type === "opaqueredirect") {
			form.dispatchEvent(new Event("sent"));
			const unfolded = form.closest("details");
			if (unfolded) {
				form.reset();
				unfolded.open = false;
			}
			return;
		}
		const page = new DOMParser().parseFromString(await answer.text(), "text/html");
		const errors = page.querySelector(".errors");
		if (!errors) return location.reload();
		form.prepend(errors);
		bindForms(form);
	} catch {
		lost(true); // what was typed stays; sent again it is recorded once
	} finally {
		form.dispatchEvent(new Event("htmx:finally:request"));
	}
}
