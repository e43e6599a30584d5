// The weekly update of the demo company, one lead with script and the other by
// forms alone: both write their parts at once and lose nothing, an ask becomes an
// action item, both sign, and everybody reads what was sent.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, signIn, violations } from "./lib.mjs";

const password = process.env.ACCORD_E2E_PASSWORD;

let browser;
before(async () => {
	browser = await launch();
});
after(() => browser.close());

/** Presses a button that sends a form and waits for the page that answers. */
const press = (page, what) => Promise.all([page.waitForEvent("load"), page.locator(what).first().click()]);
const text = (page) => page.locator("main").innerText();

/** Somebody of the company, on the page of the week that is written. */
async function writes(email, options) {
	const page = await open(browser, options);
	await signIn(page, email, password);
	await page.goto("/updates");
	await press(page, 'main a.primary[href^="/updates/"]');
	return page;
}

test("both leads write, sign and send the weekly update", async () => {
	const ana = await writes("ana@marlow.example");
	const greta = await writes("greta@marlow.example", { width: 390, script: false });
	assert.deepEqual(await violations(ana), []);
	const form = 'form[action^="/updates/"]';
	await ana.fill('[name="revenue_to_date"]', "much");
	await ana.locator('[name="win"]').first().fill("Kettering University");
	await ana.locator('[name="win_detail"]').first().fill("The January webinar");
	await ana.locator('[name="ask"]').first().fill("Three references");
	await press(ana, `${form} button`);
	assert.equal(await ana.locator(".errors a").count(), 1, "a wrong amount is refused");
	assert.equal(
		await ana.locator('[name="win"]').first().inputValue(),
		"Kettering University",
		"what was typed is lost",
	);
	await ana.fill('[name="revenue_to_date"]', "120,000");
	await ana.fill('[name="revenue_goal"]', "0");
	await press(ana, `${form} button`);
	assert.match(await text(ana), /goal of the quarter is 0/);

	await greta.locator('[name="tool"]').first().fill("Case study"); // on the page as it was before Ana saved
	await press(greta, `${form} button`);
	assert.match(await text(greta), /Kettering University/, "the words of the other side are lost");

	await press(ana, 'form[action$="/action-item"] button');
	assert.equal(await ana.locator('main a[href^="/action-items/"]', { hasText: "action item" }).count(), 1);

	await press(ana, `${form} button[name="sign"]`);
	assert.match(await text(ana), /Sales: signed by Ana Petrov/);
	await press(ana, ".toast button");
	assert.match(
		await text(ana),
		/Sales: waits|Sales: written, waits for the signature of Ana Petrov/,
		"undo takes the name back",
	);
	await press(ana, `${form} button[name="sign"]`);
	await press(ana, 'form[action$="/unsign"] button');
	assert.match(await text(ana), /Sales: written, waits for the signature/);
	await press(ana, `${form} button[name="sign"]`);
	assert.match(await text(ana), /Sales: signed by Ana Petrov/);
	await greta.reload();
	assert.match(
		await greta.locator(`${form} button[name="sign"]`).innerText(),
		/mail \d+ people/i,
		"who is mailed is said before",
	);
	await press(greta, `${form} button[name="sign"]`);
	assert.match(await text(greta), /From Ana Petrov and Greta Lind/);

	const ines = await open(browser, { width: 390, theme: "dark" });
	await signIn(ines, "ines@marlow.example", password);
	await ines.goto(new URL(greta.url()).pathname);
	for (const words of [
		"Kettering University",
		"Helped by: The January webinar",
		"Case study",
		"Three references",
	]) {
		assert.ok((await text(ines)).includes(words), `${words} is not in what was sent: ${await text(ines)}`);
	}
	assert.deepEqual(await violations(ines), []);
	await ines.goto("/search?q=kettering+january");
	assert.ok((await ines.locator('.found a[href^="/updates/"]').count()) > 0, "search finds it");
	await ines.goto("/updates");
	assert.match(await text(ines), /\d+ of the last \d+ weeks were told/);
	assert.ok(
		(await ines.locator("tbody tr", { hasText: "Missed" }).count()) > 0,
		"a missed week stands in the archive",
	);
	for (const page of [ana, greta, ines]) await page.finish();
});
