// The charter of the demo company, the whole round: one lead with script changes
// words, the other by forms alone agrees; both sign, a ground rule is answered,
// the history tells what changed, and a decision in the other side's domain is
// asked about.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, signIn, violations } from "./lib.mjs";

const password = process.env.ACCORD_E2E_PASSWORD;

let browser;
before(async () => {
	browser = await launch();
});
after(() => browser.close());

/** Presses what sends a form and waits for the page that answers. */
const press = (page, what) => Promise.all([page.waitForEvent("load"), page.locator(what).first().click()]);
const text = (page, what = "main") => page.locator(what).first().innerText();

test("both leads settle the charter", { timeout: 60_000 }, async () => {
	const sales = await open(browser);
	await signIn(sales, "ana@marlow.example", password);
	const marketing = await open(browser, { width: 390, script: false });
	await signIn(marketing, "greta@marlow.example", password);
	const definition = (page) => page.locator("#definitions li", { hasText: "Qualified lead" });

	await sales.goto("/alignment/charter/edit");
	assert.match(await text(sales), /Greta Lind will be mailed/, "who is mailed is said before");
	await sales.selectOption('[name="domains.0.decides"]', "neutral");
	await sales.fill('[name="definitions.0.text"]', "");
	await sales.fill('[name="pledge"]', "We keep what we promise each other.");
	await press(sales, "form.form .btns button");
	assert.equal(await sales.locator(".errors a").count(), 1, "a definition without words is refused");
	assert.equal(
		await sales.inputValue('[name="pledge"]'),
		"We keep what we promise each other.",
		"typed words are lost",
	);
	await sales.fill('[name="definitions.0.text"]', "Somebody who asked for a price.");
	await sales.locator("#rules details summary").click();
	const rows = await sales.locator('[name^="ground_rules."][name$=".question"]').count();
	await sales.fill(`[name="ground_rules.${rows - 2}.question"]`, "Who answers the press?");
	await sales.fill(`[name="ground_rules.${rows - 2}.answer"]`, "Marketing, the same day.");
	await press(sales, "form.form .btns button");
	assert.match(await text(sales, "#domains li"), /Both decide/);
	assert.match(await text(sales, "#rules"), /Who answers the press\?\s+Marketing, the same day\./);
	assert.match(
		await definition(sales).innerText(),
		/Not agreed by both[\s\S]*Ana Petrov,[\s\S]*Marketing: not agreed yet/,
	);
	assert.match(await text(sales, "#pledge"), /Sales: not signed yet[\s\S]*Marketing: not signed yet/);

	await press(sales, "#pledge form button");
	await marketing.goto("/alignment/charter");
	await Promise.all([marketing.waitForEvent("load"), definition(marketing).locator("button").click()]);
	assert.match(await definition(marketing).innerText(), /Agreed by both[\s\S]*Ana Petrov,[\s\S]*Greta Lind,/);
	await press(marketing, "#pledge form button");
	assert.match(
		await text(marketing, "#pledge"),
		/Ana Petrov,[\s\S]*Greta Lind,/,
		"the pledge has both names",
	);
	assert.match(await text(marketing), /Both leads have signed the pledge/);
	assert.deepEqual(await violations(sales), []);

	await sales.goto("/alignment/charter/history");
	const newest = sales.locator("section.changes").first();
	assert.match(
		await newest.innerText(),
		/Ana Petrov[\s\S]*Lead quality[\s\S]*Qualified lead[\s\S]*New[\s\S]*pledge/,
	);
	assert.match(
		await newest
			.locator("ins")
			.allInnerTexts()
			.then((t) => t.join(" ")),
		/Both decide[\s\S]*Somebody[\s\S]*price/,
	);
	await sales.goto("/alignment/charter/print");
	await sales.emulateMedia({ media: "print" });
	assert.ok(await sales.locator("article.minutes").isVisible());
	assert.equal(await sales.locator("nav").first().isVisible(), false, "the navigation is printed");
	assert.match(
		await text(sales, "article"),
		/Somebody who asked for a price\.[\s\S]*Ana Petrov[\s\S]*Greta Lind/,
	);
	await sales.emulateMedia({ media: "screen" });

	await sales.goto("/search?q=asked+price");
	await sales.locator('.found a[href^="/alignment/charter#d-"]').click();
	await sales.waitForURL("**/alignment/charter#d-*");

	await sales.goto("/decisions");
	await press(sales, 'main a[href^="/decisions/D-"]');
	await sales.fill('[name="domain"]', "Copy and plans");
	await press(sales, 'form button:has-text("Save")');
	assert.match(
		await text(sales, ".errors"),
		/In “Copy and plans” Marketing decides\. What is this\?[\s\S]*Nothing is saved yet/,
	);
	await press(sales, 'button[name="as"][value="input"]');
	assert.match(await text(sales), /Input for Marketing/);
	await Promise.all([sales.finish(), marketing.finish()]);
});
