import { fresh } from "./once";

/**
 * The capture bar: the server reads who, when and what for in the words while they
 * are typed and the chips beside them show it. A chip that was changed by hand stays.
 */
export function bindCapture(root: ParentNode): void {
	for (const form of fresh<HTMLFormElement>(root, "form[data-capture]", "capture")) {
		const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
		const words = field("words");
		const chips = ["owner_id", "due_on", "project_id", "horizon"].map(field).filter(Boolean);
		const draft = `accord.draft.${form.action}`;
		let mine: HTMLInputElement[] = []; // chips changed by hand
		let timer = 0;
		const show = (read: Record<string, string>) => {
			const { project } = field("agenda_item_id").dataset;
			for (const chip of chips)
				if (!mine.includes(chip))
					chip.value = read[chip.name] || (chip.name === "project_id" && project) || "";
		};
		const read = async () => {
			if (field("what").value !== "action") return;
			const typed = words.value;
			const body = new URLSearchParams({ words: typed });
			const answer = await fetch(form.dataset.capture ?? "", { method: "POST", body }).catch(() => null);
			if (answer?.ok && words.value === typed) show(await answer.json());
		};
		const typed = () => {
			sessionStorage.setItem(draft, words.value);
			clearTimeout(timer);
			timer = window.setTimeout(read, 150);
		};
		words.addEventListener("input", typed);
		for (const chip of chips) chip.addEventListener("input", () => mine.push(chip));
		// The words say who and when; only what was changed by hand says it over them.
		form.addEventListener("formdata", ({ formData }) => {
			for (const chip of chips)
				mine.includes(chip) ? formData.set(chip.name, chip.value || "-") : formData.delete(chip.name);
		});
		form.addEventListener("sent", () => {
			field("key").value = String(Math.random());
			words.value = "";
			mine = [];
			typed();
			show({});
			words.focus();
		});
		form.addEventListener("click", ({ target }) => {
			// A key pressed it: what follows is typing.
			if ((target as HTMLInputElement).type === "radio" && target !== document.activeElement) words.focus();
		});
		let item = field("agenda_item_id").value;
		document.addEventListener("htmx:sse:after:message", () => {
			const now = field("agenda_item_id");
			if (now.value !== item) {
				field("for_side").value = now.dataset.side ?? "neutral";
				show({});
				typed();
			}
			item = now.value;
		});
		words.value ||= sessionStorage.getItem(draft) ?? "";
		if (words.value) typed();
	}
}
