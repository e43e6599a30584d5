// A link to the server that can be lost: a proxy that a browser's pages are
// opened through.
import http from "node:http";

/** Starts a link; url is where pages are behind it. */
export async function openLink(target) {
	const { hostname, port } = new URL(target);
	const sockets = new Set();
	let up = true;
	let swallow = "";
	const server = http.createServer((request, answer) => {
		const gone = () => request.socket.destroy();
		const onward = http.request(
			{ hostname, port, path: request.url, method: request.method, headers: request.headers },
			(got) => {
				if (swallow && request.url.endsWith(swallow)) {
					swallow = "";
					gone(); // the server has done it, and nobody hears
					return;
				}
				// On a connection of its own a browser does not send a request again by itself.
				answer.writeHead(got.statusCode, { ...got.headers, connection: "close" });
				answer.flushHeaders();
				got.pipe(answer);
			},
		);
		onward.on("error", gone);
		answer.on("close", () => onward.destroy());
		request.pipe(onward);
	});
	server.on("connection", (socket) => {
		if (!up) return socket.destroy();
		sockets.add(socket);
		socket.on("close", () => sockets.delete(socket));
	});
	await new Promise((done) => server.listen(0, "127.0.0.1", done));
	return {
		url: `http://127.0.0.1:${server.address().port}`,
		/** Cuts every connection and refuses new ones. */
		cut() {
			up = false;
			for (const socket of sockets) socket.destroy();
		},
		mend() {
			up = true;
		},
		/** Loses the answer to the next request whose path ends so. */
		swallow(path) {
			swallow = path;
		},
		close() {
			for (const socket of sockets) socket.destroy();
			return new Promise((done) => server.close(done));
		},
	};
}
