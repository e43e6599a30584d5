// What the browser tests share. The Go test that starts them (cmd/accord) says
// by the environment where the server is, and how to move its clock.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Where the server under test is, without a slash at the end. */
export const base = process.env.ACCORD_E2E_URL;
/** The full checks: every variant of every page. */
export const long = process.env.ACCORD_TEST_LONG === "1";

/** Starts Chromium, the system's. */
export function launch() {
	const names = ["chromium", "chromium-browser", "google-chrome"];
	const executablePath = names.map((n) => `/usr/bin/${n}`).find((path) => existsSync(path));
	return chromium.launch({
		executablePath,
		args: [
			"--no-sandbox",
			"--disable-gpu",
			"--disable-quic",
			"--no-first-run",
			"--disable-background-networking",
			"--disable-component-update",
			"--disable-sync",
		],
	});
}

/** Asks the Go test for something: to set the clock, to run the background work, for a link that would be mailed. */
export async function control(what, values = {}) {
	const url = `${process.env.ACCORD_E2E_CONTROL}/${what}?${new URLSearchParams(values)}`;
	const answer = await fetch(url, { method: "POST" });
	const text = await answer.text();
	assert.equal(answer.status, 200, `${what}: ${text}`);
	return text;
}

/** Opens a browser of its own cookies. Anything its pages log as an error fails the test at close. */
export async function open(
	browser,
	{
		script = true,
		width = 1440,
		theme = "light",
		locale = "en-GB",
		zone = "Europe/Berlin",
		base: at = base,
		lossy = false, // its link is going to be lost
	} = {},
) {
	const context = await browser.newContext({
		baseURL: at,
		javaScriptEnabled: script,
		viewport: { width, height: width < 600 ? 844 : 900 },
		colorScheme: theme,
		locale,
		timezoneId: zone,
		reducedMotion: "reduce",
	});
	context.setDefaultTimeout(20_000); // a busy machine
	const page = await context.newPage();
	const errors = [];
	page.on("pageerror", (error) => errors.push(`${page.url()}: ${error}`));
	page.on("console", (message) => {
		// A form that is answered with what is wrong (422, 409) is no error of the page.
		const expected = /the server responded with a status of (404|409|412|422)/.test(message.text());
		if (lossy && /net::ERR_|htmx:sse:error/.test(message.text())) return;
		if (message.type() === "error" && !expected) errors.push(`${page.url()}: ${message.text()}`);
	});
	page.finish = async () => {
		await context.close();
		assert.deepEqual(errors, [], "errors in the console");
	};
	return page;
}

/** Signs in with the login form. */
export async function signIn(page, email, password) {
	await page.goto("/login");
	await page.locator('input[name="email"]').fill(email);
	await page.locator('input[name="password"]').fill(password);
	await page.locator('input[name="password"]').press("Enter");
	await page.waitForURL((url) => !url.pathname.startsWith("/login"));
}

/** The rules of axe that colours decide. */
export const colours = ["color-contrast", "link-in-text-block"];

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Shows the page in a theme, as it stands when every change of colour has come to its end. */
export async function inTheme(page, colorScheme) {
	await page.emulateMedia({ colorScheme });
	await page.evaluate(() => {
		for (const change of document.getAnimations()) if (change instanceof CSSTransition) change.finish();
	});
}

/** The WCAG violations axe finds, by all its rules or some, one line each. */
export async function violations(page, rules) {
	// By the debugger's channel: the page's own policy refuses scripts that are not its own.
	if (!(await page.evaluate("window.axe"))) await page.evaluate(axeSource);
	const found = await page.evaluate(
		async (runOnly) => (await window.axe.run(document, { runOnly, resultTypes: ["violations"] })).violations,
		rules ?? tags,
	);
	return found.flatMap((v) =>
		v.nodes.map(
			(n) => `${v.id}: ${n.target.join(" ")} — ${n.failureSummary.replaceAll(/\s+/g, " ").slice(0, 220)}`,
		),
	);
}

/** What stands out over the right edge of the window or of its card, or is pressed together by its neighbours, one line each. */
export function overflowing(page) {
	return page.evaluate(() => {
		const main = document.querySelector("main");
		const pressed = [...(main?.children ?? [])]
			.map((e) => [e, e.getBoundingClientRect().width])
			.filter(
				([e, width]) => width > 0 && width < main.clientWidth / 4 && /^(HEADER|DIV|SECTION)$/.test(e.tagName),
			);
		if (pressed.length)
			return pressed.map(([e, width]) => `${e.tagName}.${e.className} is pressed to ${width} px`);
		const cut = [...document.querySelectorAll(".flush *")].filter((e) => {
			const box = e.getBoundingClientRect();
			return (
				box.width > 0 &&
				box.right > e.closest(".flush").getBoundingClientRect().right + 1 &&
				!e.closest(".scroller, .menu, .means, .vh")
			);
		});
		if (cut.length)
			return cut
				.slice(0, 5)
				.map((e) => `${e.tagName}.${e.className} is cut off by its card: ${e.textContent.slice(0, 40)}`);
		const edge = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= edge) return [];
		const wide = [...document.body.querySelectorAll("*")].filter((e) => {
			const box = e.getBoundingClientRect();
			return box.right > edge + 1 && box.width > 0 && !e.closest(".scroller, .agenda, .vh");
		});
		return [
			`the page is ${document.documentElement.scrollWidth} wide in ${edge}`,
			...wide
				.slice(0, 5)
				.map(
					(e) =>
						`${e.tagName.toLowerCase()}.${e.className} to ${Math.round(e.getBoundingClientRect().right)}`,
				),
		];
	});
}

/** The icons a page names that the sprite has not: each leaves an empty place. */
export function missingIcons(page) {
	return page.evaluate(async () => {
		const used = new Set([...document.querySelectorAll("svg.icon use")].map((u) => u.getAttribute("href")));
		const sprites = new Map();
		const missing = [];
		for (const href of used) {
			const [file, name] = href.split("#");
			if (!sprites.has(file)) sprites.set(file, await (await fetch(file)).text());
			if (!sprites.get(file).includes(`id="${name}"`)) missing.push(name);
		}
		return missing;
	});
}
