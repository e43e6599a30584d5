// The main job, end to end, as people do it in a browser: set up, schedule the
// monthly meeting on the second Tuesday, propose from both sides, lock, hold
// it, decide, promise, close; find the promises at the next one, keep one, let
// one slip, confirm, and read the dashboard. Run with script and, for
// ACCORD_E2E_SCRIPT=0, by forms alone; in German for ACCORD_E2E_LOCALE=de-DE.
// It finds its way by what forms do, not by words, so that it knows no language.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { control, launch, open, overflowing, signIn, violations } from "./lib.mjs";

const script = process.env.ACCORD_E2E_SCRIPT !== "0";
const locale = process.env.ACCORD_E2E_LOCALE ?? "en-GB";
const german = locale.startsWith("de");
const password = "correct horse battery";

let browser;
before(async () => {
	browser = await launch();
});
after(() => browser.close());

/** Presses a button that sends a form and waits for the page that answers. */
async function send(page, selector) {
	const button = page.locator(selector).first();
	const before = page.url();
	await Promise.all([page.waitForEvent("load"), button.click()]);
	assert.ok(!(await page.locator(".errors").count()), `${selector} on ${before}: ${await errors(page)}`);
}

const errors = async (page) => (await page.locator(".errors").allTextContents()).join(" ");
const text = (page, selector = "main") => page.locator(selector).innerText();

/** Opens a <details> that is closed. */
async function unfold(page, selector) {
	const details = page.locator(selector).first();
	if (!(await details.evaluate((d) => d.open))) await details.locator("summary").first().click();
}

async function setUp(maya) {
	await maya.goto(process.env.ACCORD_E2E_SETUP);
	await maya.fill('[name="company"]', "Northwind");
	await maya.fill('[name="name"]', "Maya Chen");
	await maya.fill('[name="email"]', "maya@northwind.example");
	await maya.fill('[name="password"]', "short");
	await Promise.all([maya.waitForEvent("load"), maya.click("button.primary")]);
	assert.match(await errors(maya), /10/, "a short password is refused");
	assert.equal(await maya.inputValue('[name="company"]'), "Northwind", "what was typed is lost");
	await maya.fill('[name="password"]', password);
	await send(maya, "button.primary");
	await maya.fill('[name="lead_marketing_name"]', "Tom Okafor");
	await maya.fill('[name="lead_marketing_email"]', "tom@northwind.example");
	await send(maya, "button.primary");
	const invitation = await maya.locator("code").textContent();
	await Promise.all([maya.waitForEvent("load"), maya.click("a.primary")]);
	await send(maya, "button.primary"); // Monday to Friday
	await send(maya, "button.primary"); // the strategic team
	return invitation;
}

async function schedule(maya) {
	const preview = await text(maya, ".preview");
	assert.match(preview, /14/, `the second Tuesday of January: ${preview}`);
	await send(maya, '#series-form button.primary:not([name="preview"])');
	assert.match(maya.url(), /\/series\/[\w-]+$/);
	const page = await text(maya);
	for (const day of german ? ["14. Jan. 2031", "11. Feb. 2031"] : ["14 Jan 2031", "11 Feb 2031"]) {
		assert.ok(page.includes(day), `${day} is not among the dates: ${page}`);
	}
	return new URL(maya.url()).pathname;
}

async function propose(page, side, title) {
	const form = page.locator(`form[action$="/agenda-items"]:has([name="side"][value="${side}"])`);
	await unfold(page, `details.propose:has([name="side"][value="${side}"])`);
	await form.locator('[name="title"]').fill(title);
	await Promise.all([page.waitForEvent("load"), form.locator("button").last().click()]);
	assert.ok((await text(page)).includes(title), `${title} is not on the page`);
}

/** Goes to the meeting of a date, prepared where it was not. */
async function meeting(page, series, start) {
	await page.goto(`${series}/${start}`);
	if (await page.locator('form[action$="/prepare"]').count())
		await send(page, 'form[action$="/prepare"] button');
}

async function record(page, what, words, { owner, due, forSide } = {}) {
	const form = page.locator('form[action$="/capture"]');
	await form.locator(`label:has([name="what"][value="${what}"])`).click();
	await form.locator('[name="words"]').fill(words);
	if (owner) {
		await form.locator('[name="owner_id"]').selectOption({ label: owner });
		await form.locator('[name="due_on"]').fill(due);
		await form.locator('[name="for_side"]').selectOption(forSide);
	}
	if (!script) await send(page, 'form[action$="/capture"] button.primary');
	else await form.locator("button.primary").click(); // behind the page: the stream brings it
	await page.locator("#log li", { hasText: words }).waitFor();
}

test("the main job", { timeout: 300_000 }, async () => {
	const maya = await open(browser, { script, locale });
	const tom = await open(browser, { script, locale });
	await control("clock", { at: "2031-01-06T09:00:00Z" });

	const invitation = await setUp(maya);
	await tom.goto(invitation);
	await tom.fill('[name="password"]', password);
	await send(tom, "button.primary");
	const series = await schedule(maya);

	// Both sides propose; the agenda is locked and the meeting held.
	const first = "2031-01-14T10:00";
	await meeting(maya, series, first);
	await propose(maya, "sales", "Why do web leads wait two days?");
	await meeting(tom, series, first);
	await propose(tom, "marketing", "Which three stories help most?");
	await meeting(maya, series, first);
	await send(maya, 'form[action$="/lock"] button');
	await control("clock", { at: "2031-01-14T09:00:00Z" });
	await maya.reload();
	await send(maya, 'form[action$="/start"] button');
	for (;;) {
		const absent = 'form[action$="/attend"] button[name="state"][value="present"]:not(.guest button)';
		const left = await maya.locator(absent).count();
		if (!left) break;
		if (!script) await send(maya, absent);
		else await maya.locator(absent).first().click();
		await maya.waitForFunction(([s, n]) => document.querySelectorAll(s).length < n, [absent, left]);
	}
	// axe needs timers, which a page without script has not; it looked at this page with script.
	if (script) assert.deepEqual(await violations(maya), [], "a running meeting");
	assert.deepEqual(await overflowing(maya), [], "a running meeting");
	await record(maya, "decision", "Every web lead is called within 48 hours.");
	await record(maya, "action", "Write the three stories", {
		owner: "Tom Okafor",
		due: "2031-01-28",
		forSide: "sales",
	});
	await record(maya, "action", "Route web leads by region", {
		owner: "Maya Chen",
		due: "2031-02-04",
		forSide: "marketing",
	});
	await maya.goto(await maya.locator('a[href$="/close"]').first().getAttribute("href"));
	if (await maya.locator('[name="override"]').count()) await maya.check('[name="override"]');
	await send(maya, 'form[action$="/close"] button.primary');
	const minutes = await text(maya);
	for (const words of ["called within 48 hours", "Write the three stories", "Route web leads by region"]) {
		assert.ok(minutes.includes(words), `the minutes lack ${words}`);
	}

	// The next meeting opens with both.
	const next = "2031-02-11T10:00";
	await meeting(maya, series, next);
	for (const words of ["Write the three stories", "Route web leads by region"]) {
		assert.ok((await text(maya)).includes(words), `the next opening lacks ${words}`);
	}

	// One is kept, one slips with a reason; the other side confirms.
	await control("clock", { at: "2031-01-27T09:00:00Z" });
	await tom.goto("/action-items/A-1");
	await send(tom, 'form[action$="/done"] button');
	await maya.goto("/action-items/A-2");
	await unfold(maya, "#do-reschedule");
	await maya.fill('#do-reschedule [name="due_on"]', "2031-02-18");
	await Promise.all([maya.waitForEvent("load"), maya.locator("#do-reschedule button.primary").click()]).catch(
		() => {},
	);
	await maya.fill('#do-reschedule [name="reason"]', "The list of regions is late");
	await send(maya, "#do-reschedule button.primary");
	assert.ok((await text(maya)).includes("The list of regions is late"), "the reason is not in the history");
	await maya.goto("/action-items/A-1");
	await send(maya, 'form[action$="/confirm"] button');

	// The next meeting and the dashboard show both.
	await control("clock", { at: "2031-02-11T09:00:00Z" });
	await signIn(maya, "maya@northwind.example", password);
	await meeting(maya, series, next);
	await send(maya, 'form[action$="/start"] button');
	const opening = await text(maya, "#right");
	for (const words of ["Write the three stories", "Route web leads by region"]) {
		assert.ok(opening.includes(words), `the opening lacks ${words}: ${opening}`);
	}
	await maya.goto("/");
	assert.match(
		await text(maya, ".stats"),
		german ? /1\s*(von|\/)\s*2/ : /1\s*(of|\/)\s*2/,
		"kept on time is one of two",
	);
	const list = await maya.locator(".stats .v a").first().getAttribute("href");
	await maya.goto(list);
	for (const words of ["Write the three stories", "Route web leads by region"]) {
		assert.ok(
			(await text(maya)).includes(words),
			`the list of the figure (${list}) lacks ${words}: ${await text(maya)}`,
		);
	}
	assert.equal(await maya.locator("html").getAttribute("lang"), german ? "de" : "en");
	await maya.finish();
	await tom.finish();
});
