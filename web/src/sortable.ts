import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import {
	draggable,
	dropTargetForElements,
	monitorForElements,
} from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { attachClosestEdge, extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge";
import { announce, fresh } from "./once";

// A list that can be put in order:
//
//   <ol data-sortable data-moved="{title} is now number {place} of {count}">
//     <li data-move="/agenda-items/ID/move" data-id="ID" data-title="…"> … up and down buttons … </li>
//
// Dropping a row, or Alt+arrow inside it, posts before=ID or after=ID to its
// data-move and takes the page that comes back. The buttons work without script.
export function bindSortables(root: ParentNode): void {
	for (const row of fresh(root, "[data-sortable] > [data-move]", "sortable")) {
		row.addEventListener("keydown", (event) => {
			if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
			event.preventDefault();
			const up = event.key === "ArrowUp";
			const other = up ? row.previousElementSibling : row.nextElementSibling;
			if (other instanceof HTMLElement) void move(row, other, up ? "before" : "after");
		});
		combine(
			draggable({ element: row, dragHandle: row.querySelector("[data-handle]") ?? undefined }),
			dropTargetForElements({
				element: row,
				canDrop: ({ source }) => source.element.parentElement === row.parentElement,
				getData: ({ input, element }) =>
					attachClosestEdge({}, { input, element, allowedEdges: ["top", "bottom"] }),
				onDrag: ({ self, source }) => {
					if (source.element !== row) row.dataset.edge = extractClosestEdge(self.data) ?? "";
				},
				onDragLeave: () => delete row.dataset.edge,
				onDrop: () => delete row.dataset.edge,
			}),
		);
	}
}

monitorForElements({
	onDrop: ({ source, location }) => {
		const target = location.current.dropTargets[0];
		if (!target || !(source.element instanceof HTMLElement) || target.element === source.element) return;
		const where = extractClosestEdge(target.data) === "top" ? "before" : "after";
		void move(source.element, target.element as HTMLElement, where);
	},
});

/** Moves at once, tells the server, and moves back where it refuses. */
async function move(row: HTMLElement, other: HTMLElement, where: "before" | "after"): Promise<void> {
	const list = row.parentElement;
	const url = row.dataset.move;
	if (!list || !url) return;
	const next = row.nextElementSibling;
	const focused = row.contains(document.activeElement) ? (document.activeElement as HTMLElement) : null;
	other[where](row);
	focused?.focus();
	const rows = [...list.querySelectorAll(":scope > [data-move]")];
	const words = (list as HTMLElement).dataset.moved ?? "";
	announce(
		words
			.replace("{title}", row.dataset.title ?? "")
			.replace("{place}", String(rows.indexOf(row) + 1))
			.replace("{count}", String(rows.length)),
	);
	number(list);
	const answer = await fetch(url, {
		method: "POST",
		headers: { "HX-Request": "true" },
		redirect: "manual",
		body: new URLSearchParams({ [where]: other.dataset.id ?? "" }),
	}).catch(() => null);
	if (answer?.type === "opaqueredirect") return;
	list.insertBefore(row, next);
	number(list);
}

/** What a row says of its place: its number, and which way it can go. */
function number(list: HTMLElement): void {
	for (const [n, row] of [...list.children].entries()) {
		const place = row.querySelector(".n");
		if (place && !place.firstElementChild) place.textContent = String(n + 1);
		for (const button of row.querySelectorAll<HTMLButtonElement>("[name=way]"))
			button.disabled = button.value === "up" ? n === 0 : n === list.children.length - 1;
	}
}
