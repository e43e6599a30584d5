import { fresh } from "./once";

/** Saves notes while they are typed, and takes in what the live stream says others wrote. */
export function bindNotes(root: ParentNode): void {
	for (const form of fresh<HTMLFormElement>(root, "form[data-notes]", "notes")) {
		const text = form.querySelector("textarea");
		const version = form.querySelector<HTMLInputElement>("[name=notes_version]");
		if (text && version) follow(form, text, version);
	}
}

function follow(form: HTMLFormElement, text: HTMLTextAreaElement, version: HTMLInputElement): void {
	const state = document.getElementById("notes-state");
	const button = form.querySelector("button");
	let saved = text.value;
	let timer = 0;
	let sending = false;
	const say = (key: string) => {
		if (state) state.textContent = state.dataset[key] ?? "";
		if (button) button.hidden = key !== "lost"; // it leads to the card that shows both texts
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
	const save = async () => {
		clearTimeout(timer);
		if (sending || text.value === saved) return;
		sending = true;
		say("saving");
		const sent = text.value;
		try {
			const answer = await fetch(form.action, {
				method: "POST",
				keepalive: true,
				headers: { Accept: "application/json" },
				body: new URLSearchParams({ notes: sent, notes_version: version.value }),
			});
			if (!answer.ok) throw answer;
			const got = await answer.json();
			// What was typed since goes on top of what was sent; of a merge it knows nothing yet.
			if (text.value === sent) put(got.notes, String(got.notes_version));
			else if (!got.merged) [saved, version.value] = [sent, String(got.notes_version)];
			say(got.merged ? "merged" : "saved");
		} catch {
			say("lost");
			return;
		} finally {
			sending = false;
		}
		if (text.value === saved) take();
		else later();
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
		if (item && item !== text.dataset.item) {
			text.dataset.item = item;
			form.action = `/agenda-items/${item}/notes`;
			put(now.value, number);
			say("");
		} else if (Number(number) > Number(version.value)) put(now.value, number);
	};
	say("");
	text.addEventListener("input", later);
	addEventListener("pagehide", save);
	document.addEventListener("htmx:sse:after:message", () => (text.value === saved ? take() : save()));
}
