// Growth projects, the whole round: an idea of each side, chosen and begun at a
// meeting with a sponsor of each, promised for and decided on in its bar,
// stalled, done with what was learned; a slip is undone; the months at the end.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, signIn } from "./lib.mjs";

const password = process.env.ACCORD_E2E_PASSWORD;

let browser;
before(async () => {
	browser = await launch();
});
after(() => browser.close());

test("from an idea of each side to what was learned", { timeout: 120_000 }, async () => {
	const ana = await open(browser);
	await signIn(ana, "ana@marlow.example", password);
	const greta = await open(browser, { width: 390, script: false });
	await signIn(greta, "greta@marlow.example", password);
	const main = (page) => page.locator("main").innerText();
	/** Presses a button that leads to another page. */
	const press = (page, selector) =>
		Promise.all([page.waitForEvent("load"), page.locator(selector).first().click()]);
	const state = (page, name) => page.locator(".steps [aria-current]", { hasText: name }).waitFor();

	await greta.goto("/projects/new");
	await greta.fill("[name=title]", "Lend an instrument for a month");
	await greta.fill("[name=hypothesis]", "Who has had one does not give it back.");
	await greta.fill("[name=expected_effect]", "Six orders a quarter");
	await press(greta, "main form .btn.primary");
	assert.match(await main(greta), /Greta Lind, Marketing/);
	const path = new URL(greta.url()).pathname;
	await press(greta, "button:has-text('Propose it')");
	assert.match(await main(greta), /Proposed for/);
	assert.equal(await greta.locator("button:has-text('Propose it')").count(), 0, "once is enough");
	await press(greta, "button:has-text('Take the proposal back')");
	assert.doesNotMatch(await main(greta), /Proposed for/);
	assert.equal(await greta.locator("button:has-text('Delete this idea')").count(), 1, "the idea stays");
	await ana.goto("/projects/new");
	await ana.fill("[name=title]", "Spare parts by post");
	await ana.fill("#f-sponsor_sales_id-find", "Nobody Known");
	await press(ana, "main form .btn.primary");
	assert.match(
		await ana.locator(".errors").innerText(),
		/There is no such person/,
		"a name that is nobody's",
	);
	await ana.click(".errors a");
	assert.equal(await ana.evaluate(() => document.activeElement.id), "f-sponsor_sales_id-find");
	await press(ana, "main form .btn.primary");
	await press(ana, ".toast button:has-text('Undo')");
	assert.doesNotMatch(await main(ana), /Spare parts/, "an idea is taken back");

	await ana.goto("/meetings/new");
	await ana.fill("[name=title]", "Choosing");
	await ana.fill("[name=day]", await ana.inputValue("[name=day]"));
	await ana.selectOption("[name=team_id]", { label: "Growth team" });
	await press(ana, "main form.card .btn.primary");
	const meeting = new URL(ana.url()).pathname;
	await press(ana, 'form[action$="/start"] button');

	await ana.goto(path);
	await press(ana, "button:has-text('Choose it')");
	await state(ana, "Chosen");
	assert.match(await main(ana), /5 projects are under way, as many as you set/);
	await ana.goto("/projects");
	await press(ana, "tr:has-text('Stalled') a.t");
	await ana.click("summary:has-text('Stop it')");
	await ana.fill("#learned-stopped", "Nobody asked for it twice.");
	await press(ana, "details[open] .btn.primary");
	await ana.goto(path);
	await press(ana, "button:has-text('Begin')");
	assert.match(
		await ana.locator(".errors").innerText(),
		/Name a sponsor of Sales before it begins[\s\S]*Name a sponsor of Marketing/,
	);
	await greta.goto(`${path}?do=edit`);
	await greta.selectOption("[name=sponsor_sales_id]", { label: "Ana Petrov" });
	await greta.selectOption("[name=sponsor_marketing_id]", { label: "Greta Lind" });
	await press(greta, "#edit .btn.primary");
	await press(greta, "button:has-text('Begin')");
	await state(greta, "Active");
	assert.match(await main(greta), /Begun. Give it its first action item/);
	assert.doesNotMatch(await main(greta), /Stalled/);

	await ana.goto(meeting);
	const words = ana.locator("#f-words");
	await words.fill("Find who has waited longest @ana tomorrow #lend #year");
	await ana.waitForFunction(() => document.querySelector("#f-project_id").value);
	assert.equal(await ana.locator("#f-horizon option:checked").innerText(), "This year");
	await words.press("Enter");
	const entry = ana.locator("#log li", { hasText: "who has waited longest" });
	assert.match(await entry.innerText(), /Lend an instrument for a month/);
	assert.doesNotMatch(await entry.innerText(), /#/);
	assert.equal(await ana.inputValue("#f-project_id"), "", "the chips are free for the next");
	await ana.check("[name=what][value=decision]", { force: true });
	await words.fill("We lend three instruments");
	await ana.selectOption("#f-project_id", { label: "Lend an instrument for a month" });
	await words.press("Enter");
	await ana.locator("#log li", { hasText: "We lend three" }).waitFor();

	await greta.goto(path);
	const page = await main(greta);
	assert.match(page, /Find who has waited longest[\s\S]*This year/);
	assert.match(page, /We lend three instruments/);
	assert.doesNotMatch(page, /Stalled/);
	await ana.goto(path);
	await press(ana, "a:has-text('Find who has waited longest')");
	await press(ana, 'form[action$="/done"] button');
	await ana.goto("/projects");
	const row = ana.locator("tr[data-row]", { hasText: "Lend an instrument" });
	assert.doesNotMatch(await row.innerText(), /Stalled/, "it is too young for that");

	await ana.goto(path);
	await ana.click("summary:has-text('It is done')");
	await ana.fill("#learned-done", "Two of three stayed.");
	await press(ana, "details[open] .btn.primary");
	await state(ana, "Done");
	await press(ana, ".toast button:has-text('Undo')");
	await state(ana, "Active");
	assert.doesNotMatch(await main(ana), /Two of three stayed/, "as it was");
	await ana.click("summary:has-text('It is done')");
	await ana.fill("#learned-done", "Two of three stayed.");
	await press(ana, "details[open] .btn.primary");
	await ana.goto("/projects");
	assert.match(await row.innerText(), /Done/);
	const months = ana.locator("section:has(h2:text('Are our projects moving?'))");
	assert.match(await months.innerText(), /Lend an instrument/);
	assert.match(await months.locator("p").first().innerText(), /of 4 projects under way moved this month/);
	await Promise.all([ana.finish(), greta.finish()]);
});
