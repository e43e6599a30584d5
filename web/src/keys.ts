import { install } from "@github/hotkey";
import { fresh } from "./once";

const offKey = "accord.keys";

/** Says whether the reader wants single-key shortcuts. */
export const keysOn = () => localStorage.getItem(offKey) !== "off";

/** data-hotkey="g d" presses its element; the list keys move between rows. */
export function bindKeys(root: ParentNode): void {
	if (keysOn())
		for (const element of fresh(root, "[data-hotkey]", "key")) {
			install(element, element.dataset.hotkey);
			element.addEventListener("hotkey-fire", (event) => {
				if (document.querySelector("dialog[open]")) event.preventDefault();
			});
		}
	for (const box of fresh<HTMLInputElement>(root, "[data-keys-switch]", "switch")) {
		box.checked = keysOn();
		box.closest("label")?.removeAttribute("hidden");
		box.addEventListener("change", () => {
			localStorage.setItem(offKey, box.checked ? "on" : "off");
			location.reload();
		});
	}
	if (root === document && !document.documentElement.dataset.rows) {
		document.documentElement.dataset.rows = "1";
		document.addEventListener("keydown", rowKeys);
	}
}

/** True where letters are text, not commands. */
export function typing(target: EventTarget | null): boolean {
	const element = target as HTMLElement | null;
	return !!element?.closest?.(
		"input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open]",
	);
}

function rowKeys(event: KeyboardEvent): void {
	if (!keysOn() || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
	const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
	const at = rows.findIndex((row) => row.contains(document.activeElement));
	const press = (row: HTMLElement | undefined, what: string) =>
		row?.querySelector<HTMLElement>(what)?.click();
	switch (event.key) {
		case "j":
			focusRow(rows[Math.min(at + 1, rows.length - 1)]);
			break;
		case "k":
			focusRow(rows[Math.max(at - 1, 0)]);
			break;
		case "x":
			press(rows[at], "[data-act=done]");
			break;
		case "e":
			press(rows[at], "[data-act=open], a");
			break;
		case "u":
			document.querySelector<HTMLElement>(".toast form button")?.click();
			break;
		default:
			return;
	}
	event.preventDefault();
}

function focusRow(row: HTMLElement | undefined): void {
	const target = row?.querySelector<HTMLElement>("[data-act=open], a, button");
	target?.focus();
	row?.scrollIntoView({ block: "nearest" });
}
