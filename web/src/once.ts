const bound = new WeakMap<Element, Set<string>>();

/** The elements under root that match and were not given to this module before. */
export function fresh<E extends HTMLElement>(root: ParentNode, selector: string, module: string): E[] {
	return [...root.querySelectorAll<E>(selector)].filter((element) => {
		const modules = bound.get(element) ?? new Set<string>();
		bound.set(element, modules);
		if (modules.has(module)) return false;
		modules.add(module);
		return true;
	});
}

/** Says something to a screen reader without moving the focus. */
export function announce(text: string): void {
	let region = document.getElementById("announce");
	if (!region) {
		region = document.createElement("p");
		region.id = "announce";
		region.className = "vh";
		region.setAttribute("aria-live", "assertive");
		document.body.append(region);
	}
	region.textContent = text;
}
