import { fresh } from "./once";

// <b data-timer="2026-11-26T10:00:00Z" data-minutes="10" data-now="…">3:48</b>
// counts down the minutes from that instant, or up where there are none, by
// the server's clock: data-now is what it was when the page was made.
export function bindTimers(root: ParentNode): void {
	for (const element of fresh(root, "[data-timer]", "timer")) {
		const skew = element.dataset.now ? Date.parse(element.dataset.now) - Date.now() : 0;
		const tick = () => {
			if (!element.isConnected) return clearInterval(timer);
			draw(element, Date.now() + skew);
		};
		const timer = setInterval(tick, 1000);
		tick();
	}
}

function draw(element: HTMLElement, now: number): void {
	const passed = Math.max(0, Math.floor((now - Date.parse(element.dataset.timer ?? "")) / 1000));
	const length = Number(element.dataset.minutes ?? 0) * 60;
	const shown = length ? length - passed : passed;
	const seconds = Math.abs(shown);
	const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
	element.textContent = shown < 0 ? `+${text}` : text;
	element.toggleAttribute("data-over", shown < 0);
	const arc = element.closest(".timer")?.querySelector<SVGElement>(".arc");
	if (arc && length) arc.style.strokeDashoffset = String(Math.min(1, passed / length));
}
