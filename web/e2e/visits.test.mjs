// A representative call and exchange visits, the whole round: both sides report,
// every kind of turn, a concern that stays with its age; from the empty list of
// visits to a staff meeting with a seat; a seat taken and given back, days planned
// and moved, the report, who has been with whom.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, signIn } from "./lib.mjs";

const password = process.env.ACCORD_E2E_PASSWORD;

let browser;
before(async () => {
	browser = await launch();
});
after(() => browser.close());

// The server begins on 6 January 2031.
const day = (days) => new Date(Date.UTC(2031, 0, 6 + days)).toISOString().slice(0, 10);

test("a call: both report, every line becomes something, a concern stays", { timeout: 90_000 }, async () => {
	const sales = await open(browser);
	await signIn(sales, "ana@marlow.example", password);
	const run = Date.now();
	await sales.goto("/series");
	await sales.getByRole("link", { name: "Representative call" }).first().click();
	await sales.locator("a.btn.primary").first().click();
	const prepare = sales.locator("form[action$='/open'] button, button:has-text('Prepare')").first();
	if (await prepare.count()) await prepare.click();
	const page = sales.url().split("#")[0];
	const line = (text) => sales.locator("li[id^=line-]", { hasText: `${text} ${run}` });
	for (const side of ["sales", "marketing"]) {
		const half = sales.locator(`#reports [data-side=${side}]`).first();
		await half.locator("details > summary.btn").click();
		await half.locator("textarea[name=problems]").fill(`Problem ${side} ${run}`);
		await half.locator("textarea[name=cares]").fill(`Care ${side} ${run}`);
		await half.locator("textarea[name=concerns]").fill(`Worry ${side} ${run}`);
		await half.locator("textarea[name=activities]").fill(`Work ${side} ${run}`);
		await half.locator("button:has-text('Save the report')").click();
		await line(`Worry ${side}`).waitFor();
	}
	const turn = async (text, into) => {
		await sales.goto(`${page}#reports`);
		await line(text).locator(`button[value=${into}]`).click();
		await line(text).locator(".tag").waitFor();
	};
	await turn("Problem sales", "action_item");
	const became = (text) => line(text).locator(".tag").allInnerTexts();
	assert.deepEqual(await became("Problem sales"), ["action item"]);
	await turn("Care sales", "proposal");
	await turn("Work sales", "nothing");
	await turn("Problem marketing", "intel");
	assert.match(await sales.locator(".toast").innerText(), /intelligence/i);
	await sales.click(".toast button:has-text('Undo')");
	await sales.locator(".toast", { hasText: "Taken back" }).waitFor();
	assert.deepEqual(await became("Problem marketing"), [], "a turn is taken back");
	assert.match(await line("Worry marketing").innerText(), /new|said/, "a concern shows its age");
	await sales.goto(`/search?q=${run}`);
	assert.match(await sales.locator("main").innerText(), new RegExp(`Worry sales ${run}`));
	await sales.finish();
});

test("visits: from nothing to a staff meeting whose seat goes by turn", { timeout: 60_000 }, async () => {
	const setup = new URL(process.env.ACCORD_E2E_SETUP);
	const maya = await open(browser, { script: false, base: setup.origin });
	const send = (selector) => Promise.all([maya.waitForEvent("load"), maya.locator(selector).first().click()]);
	const main = () => maya.locator("main").innerText();
	await maya.goto(setup.href);
	for (const [name, value] of Object.entries({
		company: "Northwind",
		name: "Maya Chen",
		email: "maya@northwind.example",
		password: "correct horse battery",
	}))
		await maya.fill(`[name="${name}"]`, value);
	await send("button.primary");
	await maya.fill('[name="lead_marketing_name"]', "Tom Okafor");
	await maya.fill('[name="lead_marketing_email"]', "tom@northwind.example");
	await send("button.primary");

	await maya.goto("/exchange-visits");
	assert.match(await main(), /No visits yet/);
	await send("a:has-text('Set up a staff meeting')");
	assert.match(await main(), /no team of its own yet/);
	await send("main a:has-text('Make a team first')");
	await maya.fill('[name="team_name"]', "Sales team");
	await send("form[action='/teams'] button");
	await maya.selectOption('[name="person_id"]', { label: "Maya Chen" });
	await maya.selectOption("form:has([name='person_id']) select[name='role']", "leader");
	await send("form:has(select[name='person_id']) button.primary");
	await send("main a:has-text('Set up a staff meeting')");
	assert.doesNotMatch(await main(), /no team of its own yet/);
	assert.equal(await maya.inputValue('[name="host_side"]'), "sales");
	assert.equal(await maya.inputValue('[name="visiting_seats"]'), "1");
	const field = await maya.locator('[name="host_side"]').boundingBox();
	assert.ok(field.y < 900, `the seats stand at ${field.y}: not to be seen without scrolling`);
	await send('#series-form button.primary:not([name="preview"])');
	assert.match(await main(), /One seat at each date for Marketing, by turn/);
	await maya.goto("/exchange-visits");
	assert.match(await maya.locator("#seats").innerText(), /Tom Okafor/);
	await maya.finish();
});

test("visits: a seat, days, the report, who has been with whom", { timeout: 90_000 }, async () => {
	const visitor = await open(browser);
	await signIn(visitor, "greta@marlow.example", password);
	await visitor.goto("/exchange-visits");
	const take = visitor.locator("#seats button:has-text('Take the seat')");
	if (await take.count()) {
		await take.last().click();
		assert.match(await visitor.locator(".toast").innerText(), /seat is yours/);
		await visitor.click("button:has-text('Give the seat back')");
		assert.match(await visitor.locator("main").innerText(), /called off/);
		await visitor.goto("/exchange-visits");
	}
	await visitor.locator("summary:has-text('Plan a stay')").click();
	await visitor.fill("input[name=from_on]", day(-1));
	await visitor.fill("input[name=to_on]", day(3));
	await visitor.fill("input[name=what]", "Listen to calls");
	await visitor.click("form[action='/exchange-visits'] button.primary");
	await visitor.locator("summary:has-text('Change the days')").click();
	await visitor.fill("input[name=to_on]", day(1));
	await visitor.click("button:has-text('Save') >> nth=0");
	await visitor.waitForLoadState();
	await visitor.fill("textarea[name=learned]", "They call every lead twice.");
	await visitor.click("button:has-text('Save the report')");
	assert.match(await visitor.locator("main").innerText(), /They call every lead twice/);
	await visitor.goto("/exchange-visits");
	assert.match(await visitor.locator("dl.stat").first().innerText(), /of \d/);
	assert.match(await visitor.locator("#visits").innerText(), /reported/);
	await visitor.finish();
});
