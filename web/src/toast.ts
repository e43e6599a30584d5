import { fresh } from "./once";

const short = 6_000;
const withUndo = 20_000;

/** Lets messages be dismissed, and go by themselves unless somebody reads them. */
export function bindToasts(root: ParentNode): void {
	for (const toast of fresh(root, ".toast", "toast")) {
		const close = toast.querySelector<HTMLButtonElement>("[data-dismiss]");
		if (close) {
			close.hidden = false;
			close.addEventListener("click", () => toast.remove());
		}
		const leave = () => {
			if (toast.matches(":hover, :focus-within")) setTimeout(leave, short);
			else toast.remove();
		};
		if (!toast.classList.contains("bad")) setTimeout(leave, toast.querySelector("form") ? withUndo : short);
	}
}
