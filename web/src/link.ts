/** Shows a bar while the link to the server is lost. */
export function lost(down: boolean): void {
	const bar = document.getElementById("lost");
	if (bar) bar.hidden = !down;
}

/** Watches the link of a page that has a live stream. */
export function bindLink(): void {
	const stream = document.getElementById("stream") as StreamElement | null;
	if (!stream) return;
	addEventListener("offline", () => lost(true));
	// A stream that was cut without a word is opened anew.
	addEventListener("online", () => stream._htmx?.sse?.reader?.cancel());
	stream.addEventListener("htmx:sse:error", (event) => {
		lost(true);
		// Signed out, or no longer to be seen: the server has another page for that.
		if ((event as CustomEvent).detail.status < 500) location.reload();
	});
	stream.addEventListener("htmx:sse:after:message", () => lost(false));
}

interface StreamElement extends HTMLElement {
	_htmx?: { sse?: { reader?: ReadableStreamDefaultReader } };
}
