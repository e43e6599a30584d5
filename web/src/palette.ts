import Combobox from "@github/combobox-nav";
import { keysOn, typing } from "./keys";

/** Ctrl K opens the palette: pages to go to, and what the server finds. */
export function bindPalette(): void {
	const dialog = document.getElementById("palette") as HTMLDialogElement | null;
	const input = dialog?.querySelector("input");
	const list = dialog?.querySelector("ul");
	if (!dialog || !input || !list) return;
	const pages = [...list.children] as HTMLElement[];
	const combobox = new Combobox(input, list, { firstOptionSelectionMode: "selected" });
	const show = (options: HTMLElement[]) => {
		list.replaceChildren(...options);
		combobox.clearSelection();
		if (options.length) combobox.indicateDefaultOption();
	};
	const open = () => {
		input.value = "";
		show(pages);
		dialog.showModal();
		combobox.start();
	};
	dialog.addEventListener("close", () => combobox.stop());
	list.addEventListener("combobox-commit", (event) => {
		const href = (event.target as HTMLElement).dataset.href;
		if (href) location.assign(href);
	});
	let timer = 0;
	input.addEventListener("input", () => {
		clearTimeout(timer);
		timer = window.setTimeout(async () => show(await options(input.value, pages)), 120);
	});
	for (const opener of document.querySelectorAll("[data-palette-open]")) {
		opener.addEventListener("click", (event) => {
			event.preventDefault();
			open();
		});
	}
	const help = document.getElementById("help") as HTMLDialogElement | null;
	for (const opener of document.querySelectorAll("[data-help-open]")) {
		opener.addEventListener("click", (event) => {
			event.preventDefault();
			help?.showModal();
		});
	}
	document.addEventListener("keydown", (event) => {
		const command = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k";
		const letter = keysOn() && !typing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey;
		if (command || (letter && event.key === "/")) open();
		else if (letter && event.key === "?") help?.showModal();
		else return;
		event.preventDefault();
	});
}

/** The pages whose name has what was typed, then what the server finds. */
async function options(typed: string, pages: HTMLElement[]): Promise<HTMLElement[]> {
	const words = typed.trim().toLowerCase();
	const near = pages.filter((page) => page.textContent?.toLowerCase().includes(words));
	if (words.length < 2) return near;
	try {
		const answer = await fetch(`/search?q=${encodeURIComponent(typed)}`, {
			headers: { "HX-Request": "true" },
		});
		if (!answer.ok) return near;
		const part = new DOMParser().parseFromString(await answer.text(), "text/html");
		return [...near, ...part.querySelectorAll<HTMLElement>("[role=option]")];
	} catch {
		return near; // the link is down: the pages are still there
	}
}
