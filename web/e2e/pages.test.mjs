// Every page of the demo company, found by following its links: no violations
// of WCAG 2.2 AA in both themes at a desk and on a phone, nothing wider than a
// window of 320 px, no page heavier than its budget, no error in the console.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import {
	base,
	colours,
	inTheme,
	launch,
	long,
	missingIcons,
	open,
	overflowing,
	signIn,
	violations,
} from "./lib.mjs";
import { mailLinks } from "./mail_link.mjs";

const htmlBudget = 25 * 1024;
const series = readFileSync(new URL("../../internal/ical/testdata/series_outlook.ics", import.meta.url));
const email = process.env.ACCORD_E2E_EMAIL;
const password = process.env.ACCORD_E2E_PASSWORD;

let browser;
before(async () => {
	browser = await launch();
});
after(() => browser.close());

/** The kind of page a path leads to: ids, numbers, dates and tokens are alike. */
const kind = (path) =>
	path
		.replace(/\/[0-9a-f]{8}-[0-9a-f-]{27}/g, "/:id")
		.replace(/\/\d{4}-\d\d-\d\dT\d\d:\d\d/g, "/:start")
		.replace(/\/\d{4}-W\d\d/g, "/:week")
		.replace(/\/[ADIL]-\d+/g, "/:ref");

/** How many pages of one kind are looked at: a meeting has three states, a sit-down two. */
const ofOneKind = (k) => (k.includes(":start") ? 6 : long ? 3 : /^\/(sit-downs|updates)\//.test(k) ? 2 : 1);

/** Follows the links from the start and gives one path of each kind. */
async function crawl(page) {
	const found = new Map();
	const queue = [
		"/",
		"/account",
		"/search?q=lead",
		"/help",
		"/action-items/new",
		"/series/new",
		"/no-such-page",
	];
	const seen = new Set(queue);
	while (queue.length > 0) {
		const path = queue.shift();
		const k = kind(path.split("?")[0]);
		const list = found.get(k) ?? [];
		if (list.length >= ofOneKind(k)) continue;
		const answer = await page.goto(path);
		const type = answer.headers()["content-type"] ?? "";
		if (!type.startsWith("text/html")) continue;
		assert.ok(answer.status() < 500, `${path} answers ${answer.status()}`);
		found.set(k, [...list, path]);
		const links = await page.$$eval("a[href]", (all) => all.map((a) => a.href));
		for (const link of links) {
			const url = new URL(link);
			if (url.origin !== new URL(base).origin || /logout|static|\.ics|\.md|\.csv/.test(url.pathname))
				continue;
			const next = url.pathname + url.search;
			if (seen.has(next)) continue;
			seen.add(next);
			queue.push(next);
		}
	}
	return [...found.values()].flat();
}

/** Presses what leads to another page. */
const press = (page, what) => Promise.all([page.waitForEvent("load"), page.locator(what).first().click()]);

/** Goes to the next date of the first series of that name, prepared. */
async function prepared(page, name) {
	await page.goto("/series");
	const dates = page.locator("main a[href*='T']");
	const series = page.locator('main a[href^="/series/"]', { hasText: name }).first();
	const id = await series.getAttribute("href");
	await page.goto(
		await dates
			.and(page.locator(`[href^="${id}/"]`))
			.first()
			.getAttribute("href"),
	);
	if (await page.locator('form[action$="/prepare"]').count())
		await press(page, 'form[action$="/prepare"] button');
	return new URL(page.url()).pathname;
}

/**
 * Brings meetings into the states a quiet company has none in, and gives their
 * pages: prepared with proposals of both sides, running with things recorded,
 * about to be closed, published, corrected.
 */
async function stage(page) {
	const call = await prepared(page, "Representative call");
	const member = await open(browser);
	await signIn(member, process.env.ACCORD_E2E_MEMBER, password);
	await member.goto(call);
	for (const side of ["sales", "marketing", "neutral"]) {
		const fold = member.locator(`details.propose:has([name="side"][value="${side}"])`);
		await fold.locator("summary").click();
		await fold.locator('[name="title"]').fill(`What does ${side} need to know?`);
		await press(member, `details.propose:has([name="side"][value="${side}"]) button:last-of-type`);
	}
	await member.finish();

	const running = await prepared(page, "Strategic team");
	await press(page, 'form[action$="/start"] button');
	for (const [what, words] of [
		["decision", "Web leads are called within a day"],
		["action", "Write down who calls whom @greta tomorrow"],
		["action", "Nobody has this yet"],
		["park", "The trade fair"],
	]) {
		await page.locator(`label:has([name="what"][value="${what}"])`).click();
		await page.locator("#f-words").fill(words);
		await page.locator("#f-words").press("Enter");
		await page
			.locator(what === "park" ? "#right li" : "#log li", { hasText: words.split(" @")[0] })
			.waitFor();
	}
	await page.locator("#notes").fill("- one\n- two");
	await page.waitForResponse((r) => r.url().endsWith("/notes"));

	await page.goto(call);
	await page.goto(await page.locator('.crumb a[href^="/series/"]').getAttribute("href"));
	const dates = await page.$$eval('main a[href*="T"]', (all) => all.map((a) => a.getAttribute("href")));
	const held = dates.filter((path) => /T\d\d:\d\d$/.test(path) && Date.parse(path.slice(-16)) < Date.now());
	const closed = [];
	for (const path of held) {
		await page.goto(path);
		if (page.url().endsWith("/minutes")) closed.push(new URL(page.url()).pathname);
		if (closed.length === 2) break;
	}
	assert.equal(closed.length, 2, `no two closed meetings among ${held}`);
	await page.goto(closed[1].replace(/minutes$/, "correct"));
	await page.locator('[name="reason"]').fill("A name was wrong");
	await page.locator("main textarea").first().fill("- corrected");
	await press(page, "main form button.primary");
	return [call, running, `${running}/close`, ...closed, closed[0].replace(/minutes$/, "correct")];
}

test("every page, signed in", { timeout: 900_000 }, async (t) => {
	const scout = await open(browser);
	await signIn(scout, email, password);
	const staged = await stage(scout);
	const paths = [...new Set([...staged, ...(await crawl(scout))])];
	assert.ok(paths.length >= 12, `only ${paths.length} pages found: ${paths}`);
	await scout.finish();
	await look(t, paths, (page) => signIn(page, email, password));
});

test("every page, signed out", { timeout: 240_000 }, async (t) => {
	const member = await open(browser);
	await signIn(member, process.env.ACCORD_E2E_MEMBER, password);
	const links = await mailLinks(member);
	assert.equal(links.length, 8, "one of the purposes has no link");
	await member.finish();
	await look(t, ["/login", "/forgot", "/no-such-page", "/p/none", "/u/none", ...links], async () => {});
});

/** Types a change of a series and gives the step that says what it does. */
async function whatChanges(page, edit) {
	await page.goto(edit);
	await page.locator('[name="start"]').fill("06:45");
	await page.locator('[name="time_zone"]').selectOption("Asia/Kolkata");
	const [answer] = await Promise.all([
		page.waitForResponse((r) => r.request().method() === "POST" && r.url().includes("/edit")),
		press(page, "#series-form button.primary"),
	]);
	assert.equal(answer.status(), 200);
	return answer;
}

/** Presses a button and gives the page its form answers with. */
async function posted(page, path, what, before = async () => {}) {
	await page.goto(path);
	await before();
	const answered = page.waitForResponse((r) => r.request().method() === "POST");
	const [answer] = await Promise.all([answered, press(page, what)]);
	assert.equal(answer.status(), 200, `${path}, ${what}`);
	return answer;
}

/** Makes a calendar feed and gives the page with its address. */
const feedMade = (page) => posted(page, "/account/calendar", 'form[action="/account/feeds"] button');

/** Hands in a calendar file and gives the page that says what it holds. */
const fileRead = (page) =>
	posted(page, "/series/import", 'form[action="/series/import"] button', () =>
		page
			.locator('[name="file"]')
			.setInputFiles({ name: "series.ics", mimeType: "text/calendar", buffer: series }),
	);

async function look(t, paths, enter) {
	for (const width of [1440, 390, 320]) {
		await t.test(`at ${width}`, async () => {
			const page = await open(browser, { width });
			await enter(page);
			const wrong = [];
			let judged = 0;
			const judge = async (path, answer) => {
				const weight = gzipSync(await answer.text()).length;
				if (weight > htmlBudget) wrong.push(`${path} weighs ${weight} bytes`);
				for (const line of await overflowing(page)) wrong.push(`${path} overflows: ${line}`);
				if (width === 320) {
					for (const icon of await missingIcons(page)) wrong.push(`${path} has no icon ${icon}`);
					return;
				}
				for (const line of await violations(page)) wrong.push(`${path} ${line}`);
				// The other theme changes colours and nothing else; on a phone they are those of the desk,
				// so that there the first pages of each walk stand for all but in the long form.
				if (width !== 1440 && judged++ >= 12 && !long) return;
				await inTheme(page, "dark");
				for (const line of await violations(page, colours)) wrong.push(`${path} in the dark ${line}`);
				await inTheme(page, "light");
			};
			for (const path of paths) {
				const answer = await page.goto(path);
				if (/^\/[pu]\/1/.test(path)) assert.equal(answer.status(), 200, path);
				await judge(path, answer);
			}
			const edit = paths.find((path) => kind(path.split("?")[0]) === "/series/:id/edit");
			if (edit) await judge(`${edit}, what changes`, await whatChanges(page, edit));
			if (paths.includes("/account/calendar"))
				await judge("/account/calendar, an address", await feedMade(page));
			if (paths.includes("/series/import")) await judge("/series/import, a file", await fileRead(page));
			await page.finish();
			assert.deepEqual(wrong, []);
		});
	}
}
