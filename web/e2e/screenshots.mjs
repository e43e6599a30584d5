// Takes the pictures of README.md and docs/ from the demo company: `make screenshots`.
// Usage: node web/e2e/screenshots.mjs BINARY FOLDER
import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

// What is pictured: a file's name, the way to the page (an address, then links to follow), and the width of the window. The first in both themes.
const places = [
	["dashboard", ["/"], 1440],
	["dashboard-phone", ["/"], 390],
	["projects", ["/projects"], 1200],
	["weekly-update", ["/updates", 'main a[href^="/updates/2"]:has-text("Week")'], 1200],
	["representative-call", ["/meetings?who=all", 'main a:has-text("Representative call")', "#reports"], 1200],
	["exchange-visits", ["/exchange-visits"], 1200],
	["same-page", ["/sit-downs", 'main tr:has-text("Revealed") a'], 1200],
	["diagnostic", ["/alignment", 'main a[href$="/report"]:has-text("Report")'], 1200],
	["intelligence-and-leads", ["/alignment/intel"], 1200],
	["charter", ["/alignment/charter"], 1200],
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

// picture goes the way and takes what the window shows there; a way that ends in "#id" scrolls to it.
async function picture(page, file, [path, ...links]) {
	await page.goto(demo.base + path, { waitUntil: "load" });
	for (const link of links) {
		const target = page.locator(link).first();
		if (link.startsWith("#")) await target.scrollIntoViewIfNeeded();
		else await Promise.all([page.waitForEvent("load"), target.click()]);
	}
	await page.screenshot({ path: file });
}

const demo = await startDemo();
const browser = await chromium.launch({
	executablePath,
	args: ["--no-sandbox"],
});
try {
	mkdirSync(folder, { recursive: true });
	for (const theme of ["light", "dark"]) {
		const context = await browser.newContext({ colorScheme: theme, locale: "en-GB" });
		const page = await context.newPage();
		await signIn(page, demo);
		for (const [name, way, width] of theme === "dark" ? places.slice(0, 1) : places) {
			const file = join(folder, `${name}${theme === "dark" ? "-dark" : ""}.png`);
			await page.setViewportSize({ width, height: width < 500 ? 844 : 900 });
			await picture(page, file, way);
			console.log(file);
		}
	}
} finally {
	await browser.close();
	demo.server.kill("SIGTERM");
}
