import { fresh } from "./once";

/** Saves notes while they are typed, and takes in what the live stream says others wrote. */
export function bindNotes(root: ParentNode): void {
	for (const form of fresh<HTMLFormElement>(root, "form[data-notes]", "notes")) {
		const text = form.querySelector("textarea");
		const version = form.querySelector<HTMLInputElement>("[name=notes_version]");
		const card = document.getElementById("notes-conflict");
		if (text && version && card) follow(form, text, version, card);
	}
}

function follow(
	form: HTMLFormElement,
	text: HTMLTextAreaElement,
	version: HTMLInputElement,
	card: HTMLElement,
): void {
	const state = document.getElementById("notes-state");
	const button = form.querySelector("button");
	let saved = text.value;
	let timer = 0;
	let sending = false;
	const draft = () => `accord.notes.${text.dataset.item}`;
	const say = (key: string) => {
		if (state) state.textContent = state.dataset[key] ?? "";
		if (button) button.hidden = true;
	};
	const put = (value: string, number: string) => {
		const { selectionStart, selectionEnd } = text;
		if (text.value !== value) {
			text.value = value;
			if (document.activeElement === text) text.setSelectionRange(selectionStart, selectionEnd);
		}
		saved = text.value;
		version.value = number;
	};
	/** Sends what was typed; keep says what becomes of lines both changed, once somebody chose. */
	const save = async (keep = "") => {
		clearTimeout(timer);
		if (sending || (!keep && (text.value === saved || card.firstChild))) return;
		sending = true;
		say("saving");
		const sent = text.value;
		try {
			const answer = await fetch(form.action, {
				method: "POST",
				keepalive: true,
				headers: { "HX-Request": "true" },
				body: new URLSearchParams({ notes: sent, notes_version: version.value, keep }),
			});
			if (answer.status === 409) card.innerHTML = await answer.text();
			if (!answer.ok) throw answer;
			card.replaceChildren();
			const got = await answer.json();
			// What was typed since goes on top of what was sent, whatever that was merged with.
			if (text.value === sent) put(got.notes, String(got.notes_version));
			else [saved, version.value] = [sent, String(got.sent_version)];
			say(got.merged ? "merged" : "saved");
		} catch {
			say("lost");
			return;
		} finally {
			sending = false;
		}
		if (text.value !== saved) return later();
		sessionStorage.removeItem(draft());
		take();
	};
	const later = () => {
		clearTimeout(timer);
		timer = window.setTimeout(save, 400);
	};
	/** Unsaved words stay where they are; they are merged when they are saved. */
	const take = () => {
		const now = document.querySelector<HTMLInputElement>("#notes-now input");
		if (!now || sending || text.value !== saved) return;
		const { item = "", version: number = "0" } = now.dataset;
		if (item !== text.dataset.item) {
			text.dataset.item = item;
			form.action = `/agenda-items/${item}/notes`;
			put(now.value, number);
			say("");
			(form.parentElement as HTMLElement).hidden = !item;
		} else if (Number(number) > Number(version.value)) put(now.value, number);
	};
	say("");
	const kept = sessionStorage.getItem(draft());
	if (kept) {
		[version.value, text.value] = JSON.parse(kept);
		later();
	}
	text.addEventListener("input", () => {
		sessionStorage.setItem(draft(), JSON.stringify([version.value, text.value]));
		later();
	});
	card.addEventListener("submit", (event) => {
		event.preventDefault();
		void save((event.submitter as HTMLButtonElement).value);
		text.focus();
	});
	addEventListener("pagehide", () => save());
	document.addEventListener("htmx:sse:after:message", () => (text.value === saved ? take() : save()));
}
