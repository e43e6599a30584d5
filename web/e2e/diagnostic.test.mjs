// A round of the alignment diagnostic, as people live it: answered on a phone
// within a page, without script as well, and its report read at a desk. It
// lives in the demo company, where a round is open and two are closed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, overflowing, signIn, violations } from "./lib.mjs";

const password = process.env.ACCORD_E2E_PASSWORD;
let browser;
before(async () => {
	browser = await launch();
});
after(() => browser.close());

const press = (page, what) => Promise.all([page.waitForEvent("load"), page.locator(what).first().click()]);

/** Opens the questions of the open round from the page of the rounds. */
async function questions(page, email) {
	await signIn(page, email, password);
	await page.goto("/alignment");
	await press(page, 'main a[href$="/answer"]');
	assert.equal(await page.locator("fieldset").count(), 20);
}

/** Presses one score of every statement, as a finger does. */
async function judge(page, statements = 20) {
	const groups = page.locator("fieldset");
	for (let i = 0; i < statements; i++)
		await groups
			.nth(i)
			.locator("label")
			.nth(i % 5)
			.click();
}

test("answered on a phone", async () => {
	const page = await open(browser, { width: 390, theme: "dark" });
	await questions(page, "greta@marlow.example");
	assert.deepEqual(await violations(page), []);
	assert.deepEqual(await overflowing(page), []);
	await judge(page);
	await press(page, "main form button.primary");
	assert.match(new URL(page.url()).pathname, /\/answer$/);
	assert.equal(await page.locator("fieldset").count(), 0, "the answer can be read again");
	await press(page, 'main a[href$="again=1"]');
	assert.equal(await page.locator("input:checked").count(), 0, "the answer can be read again");
	await page.finish();
});

test("answered without script, one statement forgotten", async () => {
	const page = await open(browser, { width: 320, script: false });
	await questions(page, "ana@marlow.example");
	await page.locator("main form").evaluate((form) => form.setAttribute("novalidate", ""));
	await judge(page, 19);
	await press(page, "main form button.primary");
	assert.equal(await page.locator(".errors a").getAttribute("href"), "#f-answers.trust_4");
	assert.equal(await page.locator("input:checked").count(), 19, "what was chosen is lost");
	await page.locator("fieldset").nth(19).locator("label").nth(2).click();
	await press(page, "main form button.primary");
	assert.equal(await page.locator(".errors").count(), 0);
	assert.equal(await page.locator("fieldset").count(), 0);
	await page.finish();
});

test("the report, largest gap first", async () => {
	const page = await open(browser);
	await signIn(page, "ben@marlow.example", password);
	await page.goto("/alignment");
	assert.equal(await page.locator(".plot path").count(), 2, "level and gap by quarter");
	await press(page, '.list a[href$="/report"]');
	const gaps = (await page.locator("tbody td.num.nowrap:last-child").allTextContents())
		.filter((text) => text.includes("gap"))
		.map((text) => Number(/gap ([\d.]+)/.exec(text)[1]))
		.slice(-20);
	assert.equal(gaps.length, 20);
	assert.deepEqual(
		gaps,
		gaps.toSorted((a, b) => b - a),
	);
	assert.equal(await page.locator(".list svg[role=img]").count(), 20);
	assert.deepEqual(await violations(page), []);
	const [file] = await Promise.all([page.waitForEvent("download"), page.click('a[href$=".csv"]')]);
	assert.match(file.suggestedFilename(), /^diagnostic-\d{4}-\d\d-\d\d\.csv$/);
	await page.finish();
});
