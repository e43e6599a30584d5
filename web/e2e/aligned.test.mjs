// How far both sides look, how a team is balanced, and who owes whom: what a
// change by hand does to each, as people see it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { control, launch, open, signIn } from "./lib.mjs";

const password = process.env.ACCORD_E2E_PASSWORD;

let browser;
before(async () => {
	browser = await launch();
});
after(() => browser.close());

/** Somebody signed in, and what is pressed there: a button that leads to another page. */
async function enter(email, options) {
	const page = await open(browser, options);
	await signIn(page, email, password);
	const press = (selector) =>
		Promise.all([page.waitForEvent("load"), page.locator(selector).first().click()]);
	return { page, press };
}

test("an agenda that looks no further than the month says so, once", { timeout: 90_000 }, async () => {
	const { page, press } = await enter("ana@marlow.example");
	await page.goto("/series/new?template=strategic_team");
	await page.fill("[name=title]", "Looking ahead");
	await page.selectOption("[name=team_id]", { label: "Growth team" });
	await press("main form .btn.primary");
	await page.goto("/meetings");
	await press('main a:has-text("Looking ahead")');
	await press("button:has-text('Prepare this meeting')");
	const card = page.locator("section", { has: page.locator("h2", { hasText: "How far do we look?" }) });
	assert.match(await card.innerText(), /Nobody has said/);

	const here = page.url();
	const propose = async (title, horizon) => {
		await page.goto(here);
		await page.click("summary:has-text('Propose for Sales')");
		const form = page.locator("form", { has: page.locator("#ph-sales") });
		await form.locator("[name=title]").fill(title);
		await form.locator("[name=horizon]").selectOption({ label: horizon });
		await Promise.all([page.waitForEvent("load"), form.locator("[name=title]").press("Enter")]);
		await page.locator("ol.agenda", { hasText: title }).waitFor();
	};
	await propose("The two demos of next week", "Now");
	await page.goto(here);
	const forgets = /Nothing here looks beyond the month/;
	assert.match(await card.innerText(), forgets);
	assert.equal(
		(await page.locator("main").innerText()).match(new RegExp(forgets, "g")).length,
		1,
		"said once",
	);
	await propose("A stand of our own in Hanover", "This year");
	await page.goto(here);
	assert.doesNotMatch(await card.innerText(), forgets);
	await page.finish();
});

test("a team out of balance is told of", { timeout: 60_000 }, async () => {
	const { page, press } = await enter("ana@marlow.example", { width: 390, script: false });
	await page.goto("/people");
	await press('main a:has-text("Growth team")');
	const card = page.locator("section", { has: page.locator("h2", { hasText: "How the sides stand" }) });
	assert.match(await card.innerText(), /Both sides are well represented/);
	for (const name of ["Jan Novak", "Hugo Moreau"]) await press(`button:has-text("Remove ${name}")`);
	const text = await card.innerText();
	assert.match(text, /A strategic team needs a leader and two representatives of each side/);
	assert.match(text, /Marketing has 1 to the other side's 3[\s\S]*1 more of them makes it fair/);
	assert.match(text, /0 of 2 representatives/);
	await page.finish();
});

test("who owes whom: a promise kept counts, and every share opens its list", {
	timeout: 90_000,
}, async () => {
	const ana = await enter("ana@marlow.example");
	const greta = await enter("greta@marlow.example");
	await ana.page.goto("/action-items/new");
	await ana.page.fill("[name=title]", "Bring the list of Hanover's visitors");
	await ana.page.fill("[name=due_on]", "2031-01-06");
	await ana.page.check("[name=for_side][value=marketing]", { force: true });
	await ana.press("main form .btn.primary");
	const item = ana.page.url();
	await ana.press('form[action$="/done"] button');
	await greta.page.goto(item);
	await greta.press('form[action$="/confirm"] button');
	await control("clock", { at: "2031-01-07T09:00:00Z" }); // the day is over

	await ana.page.goto("/");
	const shares = await ana.page.locator("section:has(#owes) td").evaluateAll((cells) =>
		cells.map((td) => ({
			href: td.querySelector("a").getAttribute("href"),
			all: Number(td.querySelector(".sub").textContent.match(/\d+/g).at(-1)),
		})),
	);
	assert.equal(shares.length, 4);
	for (const { href, all } of shares) {
		await ana.page.goto(href);
		assert.equal(await ana.page.locator("#main [data-row]").count(), all, href);
		const ours = await ana.page.locator("#main [data-row]", { hasText: "Hanover's visitors" }).count();
		assert.equal(ours, /for_side=marketing.*side=sales/.test(href) ? 1 : 0, href);
	}
	await Promise.all([ana.page.finish(), greta.page.finish()]);
});
