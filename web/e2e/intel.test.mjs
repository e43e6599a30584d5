// Leads and intelligence, the whole round: Sales tells, Marketing answers;
// Marketing serves by hand and by a file, Sales judges; a slip is undone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, signIn } from "./lib.mjs";

const password = process.env.ACCORD_E2E_PASSWORD;

let browser;
before(async () => {
	browser = await launch();
});
after(() => browser.close());

test("what is told is answered, what is served is judged", { timeout: 30_000 }, async () => {
	const sales = await open(browser);
	await signIn(sales, "ana@marlow.example", password);
	const marketing = await open(browser);
	await signIn(marketing, "greta@marlow.example", password);
	const run = Date.now();
	const line = (page, text) => page.locator(".items .item", { hasText: text });

	await sales.goto("/alignment/intel");
	await sales.fill("textarea[name=text]", `They ask for it in blue, ${run}.`);
	await sales.click("button:has-text('Tell Marketing')");
	assert.match(await sales.locator(".toast").innerText(), /Marketing answers by/);

	await marketing.goto("/alignment/intel?show=told");
	await line(marketing, String(run)).locator("a.t").click();
	await marketing.check("input[value=not_now]");
	await marketing.click("button:has-text('Answer Sales')");
	assert.match(await marketing.locator(".errors").innerText(), /why not now/, "not now needs a reason");
	await marketing.fill("textarea[name=why]", "No budget this quarter");
	await marketing.click("button:has-text('Answer Sales')");
	assert.match(await marketing.locator(".toast").innerText(), /is answered/);
	await sales.goto("/alignment/intel?show=told");
	assert.match(await line(sales, String(run)).innerText(), /Not now/);

	await marketing.goto("/alignment/leads/import");
	await marketing.setInputFiles("input[type=file]", {
		name: "leads.csv",
		mimeType: "text/csv",
		buffer: Buffer.from(`external_id;source;count\nc-${run};Fair ${run};40\nd-${run};Fair;none\n`),
	});
	await marketing.click("button:has-text('Read the file')");
	assert.match(
		await marketing.locator("table.list").innerText(),
		/3[\s\S]*count: /,
		"the line and the column are named",
	);
	await marketing.click("button:has-text('Take one row')");
	assert.match(
		await marketing.locator("table.list").innerText(),
		/refused/,
		"what is refused stays to be mended",
	);

	await sales.goto("/alignment/intel?show=leads");
	await line(sales, `Fair ${run}`).locator("a.t").click();
	await sales.fill("input[name=accepted]", "30");
	await sales.fill("input[name=reason_no_budget]", "11");
	await sales.click("button:has-text('Give the verdict')");
	assert.match(await sales.locator(".errors").innerText(), /41 leads/);
	await sales.fill("input[name=reason_no_budget]", "10");
	await sales.click("button:has-text('Give the verdict')");
	await sales.click(".toast button:has-text('Undo')");
	await sales.goto("/alignment/intel?show=leads");
	assert.match(await line(sales, `Fair ${run}`).innerText(), /40 waiting/, "a verdict is taken back");
	await Promise.all([sales.finish(), marketing.finish()]);
});
