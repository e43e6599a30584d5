import { fresh } from "./once";

/** A link or button with data-dialog="ID" opens that dialog instead of the page it leads to. */
export function bindDialogs(root: ParentNode): void {
	for (const opener of fresh(root, "[data-dialog]", "dialog")) {
		opener.addEventListener("click", (event) => {
			const dialog = document.getElementById(opener.dataset.dialog ?? "");
			if (!(dialog instanceof HTMLDialogElement)) return;
			event.preventDefault();
			dialog.showModal();
		});
	}
	for (const dialog of fresh<HTMLDialogElement>(root, "dialog", "backdrop")) {
		dialog.addEventListener("click", (event) => {
			if (event.target === dialog || (event.target as Element).closest("[data-close]")) dialog.close();
		});
	}
}

/** Menus are <details>: one is open at a time, and Escape or a click elsewhere closes it. */
export function bindMenus(): void {
	const menus = () => document.querySelectorAll<HTMLDetailsElement>("details:has(> .menu)[open]");
	document.addEventListener("click", (event) => {
		for (const menu of menus()) if (!menu.contains(event.target as Node)) menu.open = false;
	});
	document.addEventListener("keydown", (event) => {
		if (event.key !== "Escape") return;
		for (const menu of menus()) {
			menu.open = false;
			menu.querySelector("summary")?.focus();
		}
	});
}
