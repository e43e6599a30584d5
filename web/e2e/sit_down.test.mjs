// A counterpart sit-down from both sides: written in private, revealed
// together, paired, and every gap ended. One of the two has no script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, overflowing, signIn, violations } from "./lib.mjs";

const [sales, marketing] = process.env.ACCORD_E2E_EMAILS.split(" ");
const password = process.env.ACCORD_E2E_PASSWORD;

let browser;
before(async () => {
	browser = await launch();
});
after(() => browser.close());

/** Presses what sends a form and waits for the page that answers. */
async function send(page, selector) {
	await Promise.all([page.waitForEvent("load"), page.locator(selector).first().click()]);
	assert.equal(await page.locator(".errors").count(), 0, `${selector} on ${page.url()}`);
}

const words = (page) => page.locator("main").innerText();

test("two counterparts compare their lists", async () => {
	const ana = await open(browser, { script: false });
	const greta = await open(browser, { width: 390 });
	await signIn(ana, sales, password);
	await signIn(greta, marketing, password);

	await ana.goto("/");
	await Promise.all([ana.waitForEvent("load"), ana.click('main .notice a[href^="/sit-downs/"]')]);
	const path = new URL(ana.url()).pathname;
	assert.notEqual(await ana.inputValue('[name="title_1"]'), "", "it goes on from the last list");
	const [first, second] = [
		await ana.inputValue('[name="title_1"]'),
		await ana.inputValue('[name="title_2"]'),
	];

	await greta.goto(path);
	await greta.fill('[name="title_1"]', "Zebra crossing campaign");
	await greta.fill('[name="words_leads"]', "Zebra answers");
	await greta.check('[name="score_leads"][value="5"]');
	assert.deepEqual(await overflowing(greta), [], "the list at 390 px");
	await greta
		.locator(".ready .mark")
		.last()
		.evaluate((mark) => {
			mark.textContent = "Konstantin-Alexander Freiherr von Wolkenstein";
		});
	assert.deepEqual(await overflowing(greta), [], "a long name at 390 px");
	await send(greta, '.btns [value="save"]');
	await ana.goto("/sit-downs");
	assert.doesNotMatch(await words(ana), /Zebra/, "X2: the list of sit-downs tells");

	await ana.goto(path);
	await send(ana, '[value="up-2"]');
	assert.equal(await ana.inputValue('[name="title_1"]'), second, "the second moved up");
	assert.equal(await ana.inputValue('[name="title_2"]'), first);
	await ana.check('[name="score_leads"][value="1"]');
	await send(ana, '.btns [value="save"]');
	assert.doesNotMatch(await ana.content(), /Zebra/, "X2: the page tells before the reveal");
	await send(ana, '[value="reveal"]');
	assert.match(await words(ana), /Zebra crossing campaign/, "both have revealed");
	assert.ok((await ana.locator(".pair svg path").count()) > 0, "no line joins the lists");

	await greta.reload();
	assert.deepEqual(await overflowing(greta), [], "both lists at 390 px");
	await greta.setViewportSize({ width: 1440, height: 900 });
	assert.deepEqual(await violations(greta), []);

	await ana.locator("details:has(form[action$='/pairs']) > summary").click();
	await ana.locator("form[action$='/pairs'] select[name^='with_']").last().selectOption({ index: 1 });
	await ana.locator("form[action$='/pairs'] select[name^='kind_']").last().selectOption("conflicts");
	const lone = await ana.locator("form[action$='/pairs'] select[name^='with_']").evaluateAll((all) => {
		const last = all.at(-1).value;
		return all.findIndex((s) => s.value === last);
	});
	await ana.locator("form[action$='/pairs'] select[name^='with_']").nth(lone).selectOption({ index: 0 });
	await send(ana, "form[action$='/pairs'] button");

	const unsettled = await ana.locator("#gaps details").count();
	await send(ana, '[value="leave"]');
	assert.ok((await ana.locator("#gaps details").count()) < unsettled, "a gap was left");
	await send(ana, "form[action$='/undo'] button");
	assert.equal(await ana.locator("#gaps details").count(), unsettled, "the gap is open again");

	await ana.locator("details:has([value='action_item']) > summary").first().click();
	await send(ana, "details[open] button.primary");
	assert.match(await words(ana), /A-\d+/, "the action item is named");
	await ana.locator("details:has([value='agenda_item']) > summary").first().click();
	await send(ana, "details[open] button.primary");
	while (await ana.locator('[value="leave"]').count()) await send(ana, '[value="leave"]');
	assert.equal(await ana.locator("#gaps details").count(), 0, "a gap is still open");

	const csv = await greta.request.get(`/sit-downs.csv?id=${path.split("/").pop()}`);
	assert.match(await csv.text(), /Zebra crossing campaign/);
	await ana.finish();
	await greta.finish();
});
