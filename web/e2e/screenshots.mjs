// Takes the pictures of README.md from the demo company: `make screenshots`.
// Usage: node web/e2e/screenshots.mjs BINARY FOLDER
import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

// What is pictured: a file's name, the page, the width of the window, and the theme.
const pictures = [
	["dashboard", "/", 1440, "light"],
	["dashboard-dark", "/", 1440, "dark"],
	["dashboard-phone", "/", 390, "light"],
];

const [binary, folder] = process.argv.slice(2);
if (!binary || !folder) {
	console.error("usage: node web/e2e/screenshots.mjs BINARY FOLDER");
	process.exit(2);
}

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
	(path) => existsSync(path),
);
if (!executablePath) {
	console.error("Chromium is missing (Debian: apt-get install chromium)");
	process.exit(1);
}

// startDemo runs the server and resolves with its address and its first login, both read from what it prints.
function startDemo() {
	const server = spawn(resolve(binary), ["serve", "--demo", "--listen", "127.0.0.1:0"]);
	return new Promise((done, fail) => {
		let text = "";
		const read = (chunk) => {
			text += chunk;
			const address = text.match(/http:\/\/127\.0\.0\.1:\d+/);
			const login = text.match(/([\w.+-]+@[\w.-]+)[\s/|,:]+(?:password[\s:]+)?(\S+)/);
			if (address && login) {
				done({ server, base: address[0], email: login[1], password: login[2] });
			}
		};
		server.stdout.on("data", read);
		server.stderr.on("data", read);
		server.on("exit", (code) => fail(new Error(`the server ended with ${code}:\n${text}`)));
		setTimeout(() => {
			server.kill("SIGTERM");
			fail(new Error(`no address and login within a minute:\n${text}`));
		}, 60_000).unref();
	});
}

async function signIn(page, demo) {
	await page.goto(`${demo.base}/login`);
	await page.fill('input[name="email"]', demo.email);
	await page.fill('input[name="password"]', demo.password);
	await page.press('input[name="password"]', "Enter");
	await page.waitForURL((url) => !url.pathname.startsWith("/login"));
}

const demo = await startDemo();
const browser = await chromium.launch({
	executablePath,
	args: ["--no-sandbox"],
});
try {
	mkdirSync(folder, { recursive: true });
	for (const [name, path, width, theme] of pictures) {
		const context = await browser.newContext({
			viewport: { width, height: width < 500 ? 844 : 900 },
			colorScheme: theme,
			locale: "en-GB",
		});
		const page = await context.newPage();
		await signIn(page, demo);
		await page.goto(demo.base + path, { waitUntil: "load" });
		await page.screenshot({ path: join(folder, `${name}.png`) });
		await context.close();
		console.log(join(folder, `${name}.png`));
	}
} finally {
	await browser.close();
	demo.server.kill("SIGTERM");
}
