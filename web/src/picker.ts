import Combobox from "@github/combobox-nav";
import { fresh } from "./once";

/** Puts a searchable field before each select[data-picker]; the select stays and is what is sent. */
export function bindPickers(root: ParentNode): void {
	for (const select of fresh<HTMLSelectElement>(root, "select[data-picker]", "picker")) build(select);
}

function build(select: HTMLSelectElement): void {
	const box = document.createElement("div");
	const input = document.createElement("input");
	const list = document.createElement("ul");
	box.className = "picker";
	list.id = `${select.id}-list`;
	list.role = "listbox";
	list.hidden = true;
	input.type = "text";
	input.autocomplete = "off";
	input.id = `${select.id}-find`;
	input.required = select.required;
	for (const name of ["aria-describedby", "aria-invalid"]) {
		const value = select.getAttribute(name);
		if (value) input.setAttribute(name, value);
	}
	const label = document.querySelector<HTMLLabelElement>(`label[for="${select.id}"]`);
	if (label) {
		label.htmlFor = input.id;
		list.setAttribute("aria-label", label.textContent ?? "");
	}
	select.before(box);
	box.append(input, list, select);
	select.hidden = true;
	select.required = false;
	const name = () => (select.value ? (select.selectedOptions[0]?.text ?? "") : "");
	input.value = name();
	input.placeholder = [...select.options].find((option) => !option.value)?.text ?? "";

	const combobox = new Combobox(input, list, { firstOptionSelectionMode: "selected" });
	const fill = (words: string) => {
		const found = [...select.options].filter(
			(o) => o.value && o.text.toLowerCase().includes(words.toLowerCase()),
		);
		list.replaceChildren(
			...found.map((option) => {
				const item = document.createElement("li");
				item.id = `${list.id}-${option.index}`;
				item.role = "option";
				item.dataset.value = option.value;
				item.textContent = option.text;
				return item;
			}),
		);
		list.hidden = found.length === 0;
		combobox.clearSelection();
		if (words) combobox.indicateDefaultOption();
	};
	const close = () => {
		list.hidden = true;
		combobox.stop();
		input.value = name();
	};
	// What was typed and names nobody is sent as it is: the server says so.
	const unknown = () => !!input.value && input.value !== name();
	select.form?.addEventListener("formdata", ({ formData }) => {
		if (unknown()) formData.set(select.name, input.value);
	});
	for (const link of document.querySelectorAll<HTMLAnchorElement>(`a[href="#${select.id}"]`))
		link.hash = input.id;
	input.addEventListener("focus", () => {
		combobox.start();
		input.select();
		fill("");
	});
	input.addEventListener("input", () => {
		if (input.value === "" && !input.required) select.value = "";
		fill(input.value);
	});
	input.addEventListener("blur", () =>
		setTimeout(() => {
			if (!unknown()) close();
			list.hidden = true;
		}, 120),
	);
	input.addEventListener("keydown", (event) => {
		if (event.key === "Escape" && !list.hidden) {
			event.stopPropagation();
			close();
		}
	});
	list.addEventListener("mousedown", (event) => event.preventDefault());
	list.addEventListener("combobox-commit", (event) => {
		select.value = (event.target as HTMLElement).dataset.value ?? "";
		select.dispatchEvent(new Event("change", { bubbles: true }));
		close();
	});
}
