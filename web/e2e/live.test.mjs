// A running meeting as two people see it at once, each in a browser of their
// own: what one does the other sees, what is half-typed stays, nothing is lost
// and nothing is recorded twice. Then the meeting by keyboard alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { base, launch, open, signIn, violations } from "./lib.mjs";
import { openLink } from "./link.mjs";

const [anaEmail, gretaEmail] = process.env.ACCORD_E2E_EMAILS.split(" ");
const password = process.env.ACCORD_E2E_PASSWORD;

let browser, link, ana, greta, meeting;

before(async () => {
	browser = await launch();
	link = await openLink(base);
	ana = await open(browser);
	await signIn(ana, anaEmail, password);
	greta = await open(browser, { base: link.url, lossy: true });
	await signIn(greta, gretaEmail, password);
});
after(async () => {
	await browser.close();
	await link.close();
});

/** Waits until the text stands in the element. */
const shows = (page, selector, text) => page.locator(selector, { hasText: text }).first().waitFor();
/** Waits for something to be true in the page; it is asked again as the page changes. */
const until = (page, what, arg) => page.waitForFunction(what, arg);
const entries = (page, text) => page.locator("#log li", { hasText: text }).count();
const post = (page, end) =>
	page.waitForResponse((r) => r.request().method() === "POST" && new URL(r.url()).pathname.endsWith(end));

/** Presses a button that leads to another page. */
async function press(page, selector) {
	await Promise.all([page.waitForEvent("load"), page.locator(selector).first().click()]);
	assert.equal(
		await page.locator(".errors").count(),
		0,
		`${selector}: ${await page.locator("main").innerText()}`,
	);
}

async function follow(page, path) {
	await page.goto(path);
	await page.waitForFunction(() => document.documentElement.dataset.ready === "");
	await page.locator("#notes-now-text").waitFor({ state: "attached" }); // the stream has told all
	await page.evaluate(() => {
		window.unreloaded = true;
	});
}

async function proposeTo(page, side, title) {
	const fold = page.locator(`details.propose:has([name="side"][value="${side}"])`);
	await fold.locator("summary").click();
	await fold.locator('[name="title"]').fill(title);
	await Promise.all([page.waitForEvent("load"), fold.locator("button").last().click()]);
	const accept = page
		.locator(`#prop-sales, main`)
		.last()
		.locator("li", { hasText: title })
		.locator('form[action$="/accept"] button');
	if (await accept.count()) await Promise.all([page.waitForEvent("load"), accept.click()]);
}

test("an agenda is put in order by keys and by hand", { timeout: 60_000 }, async () => {
	await ana.goto("/meetings");
	await ana.locator('main a[href^="/series/"]', { hasText: "Strategic team" }).first().click();
	await ana.waitForLoadState();
	if (await ana.locator('form[action$="/prepare"]').count())
		await press(ana, 'form[action$="/prepare"] button');
	for (const [side, title] of [
		["sales", "Why do leads wait?"],
		["marketing", "Which stories help?"],
		["sales", "Who calls first?"],
	])
		await proposeTo(ana, side, title);
	const titles = () => ana.locator(".prep-list .ttl").allInnerTexts();
	const order = await titles();
	const n = order.length;
	assert.ok(n >= 3, `the agenda has ${order}`);

	// Alt+up in the last row: it is moved, said, and the focus stays with it.
	await ana.locator(".prep-list li").last().locator("a").focus();
	const moved = post(ana, "/move");
	await ana.keyboard.press("Alt+ArrowUp");
	assert.ok((await moved).ok() || (await moved).status() === 303);
	assert.match(await ana.locator("#announce").innerText(), new RegExp(`${n - 1}.*${n}`));
	assert.equal(await ana.evaluate(() => document.activeElement.textContent), order[n - 1]);
	const byKeys = order.with(n - 2, order[n - 1]).with(n - 1, order[n - 2]);
	assert.deepEqual(await titles(), byKeys);
	await ana.reload();
	assert.deepEqual(await titles(), byKeys, "after a reload");

	// The last row is dragged above the one two before it.
	const rows = ana.locator(".prep-list li");
	await rows.nth(n - 1).scrollIntoViewIfNeeded();
	const to = await rows.nth(n - 3).boundingBox();
	const from = await rows.nth(n - 1).boundingBox();
	const dropped = post(ana, "/move");
	await ana.mouse.move(from.x + from.width - 60, from.y + from.height - 8);
	await ana.mouse.down();
	await ana.mouse.move(to.x + 80, to.y + to.height, { steps: 8 });
	await ana.mouse.move(to.x + 80, to.y + 4, { steps: 8 });
	await ana.mouse.up();
	await dropped;
	const byHand = byKeys.toSpliced(n - 1, 1).toSpliced(n - 3, 0, byKeys[n - 1]);
	assert.deepEqual(await titles(), byHand);
	assert.deepEqual(
		await ana.locator(".prep-list .n").allInnerTexts(),
		byHand.map((_, at) => String(at + 1)),
	);
	assert.equal(await ana.locator('.prep-list li:last-child [value="down"]').isDisabled(), true);
	await ana.reload();
	assert.deepEqual(await titles(), byHand, "after a reload");
});

test("what one records the other sees, and what they type stays", { timeout: 60_000 }, async () => {
	await press(ana, 'form[action$="/start"] button');
	meeting = new URL(ana.url()).pathname;
	await follow(ana, meeting);
	await follow(greta, meeting);

	const words = greta.locator("#f-words");
	await words.fill("Send the stories to");
	await words.evaluate((field) => field.setSelectionRange(5, 8));
	const goal = greta.locator("#w-heard-sales");
	await goal.evaluate((field) => {
		field.value = "half a word";
	});

	await ana.locator('label:has([name="what"][value="decision"])').click();
	await ana.locator("#f-words").fill("Leads are called within a day.");
	await ana.keyboard.press("Enter");
	await shows(greta, "#log", "Leads are called within a day.");
	await shows(ana, "#log", "Leads are called within a day.");
	assert.equal(await ana.locator("#f-words").inputValue(), "", "the bar is free for the next");
	assert.deepEqual(
		await greta.evaluate(() => {
			const field = document.activeElement;
			return [
				field.id,
				field.value,
				field.selectionStart,
				field.selectionEnd,
				document.querySelector("#w-heard-sales").value,
			];
		}),
		["f-words", "Send the stories to", 5, 8, "half a word"],
	);

	// Turning to the next item keeps it, too, for who turns and who follows.
	await greta.locator('[name="to"][value="next"]').click();
	const second = await greta.locator("#rail li").nth(1).locator(".ttl").innerText();
	await shows(ana, "#head h2", second);
	await shows(greta, "#head h2", second);
	const side = { Sales: "sales", Marketing: "marketing", Joint: "neutral" };
	// What is promised now is for the side of the item.
	const mark = await ana.locator("#rail li").nth(1).locator(".mark").innerText();
	await until(ana, (want) => document.querySelector("#f-for_side").value === want, side[mark] ?? "neutral");
	assert.equal(await words.inputValue(), "Send the stories to");
	assert.ok(await greta.evaluate(() => window.unreloaded), "the page was loaded again");
	assert.ok(await ana.evaluate(() => window.unreloaded), "the page was loaded again");
	await words.fill("");
});

test("who and when are read in the words, and can be changed before Enter", { timeout: 60_000 }, async () => {
	await ana.locator('label:has([name="what"][value="action"])').click();
	const words = ana.locator("#f-words");
	await words.fill("Write the brief @greta tomorrow");
	await until(
		ana,
		() => document.querySelector("#f-owner_id").value && document.querySelector("#f-due_on").value,
	);
	assert.equal(await ana.locator("#f-owner_id option:checked").innerText(), "Greta Lind");
	assert.equal(await ana.locator("#f-due_on").inputValue(), "2031-01-07");
	await ana.locator("#f-due_on").fill("2031-01-20");
	await words.focus();
	await words.press("End");
	await words.pressSequentially(" "); // read again: what was changed by hand stays
	await words.press("Enter");
	await shows(greta, "#log", "Write the brief");
	const entry = await greta.locator("#log li", { hasText: "Write the brief" }).innerText();
	assert.match(entry, /Greta Lind/);
	assert.match(entry, /20 Jan/);
	assert.doesNotMatch(entry, /@greta|tomorrow/);
	assert.equal(await ana.locator("#f-owner_id").inputValue(), "", "the chips are free for the next");

	// What is wrong is said by the bar, and nothing typed is lost.
	await words.fill("Too long ago @greta 1.1.2020");
	await ana.locator("#f-due_on").fill("2020-01-01");
	await words.press("Enter");
	await ana.locator("#capture .errors").waitFor();
	assert.equal(await words.inputValue(), "Too long ago @greta 1.1.2020");
	await ana.locator("#f-due_on").fill("2031-02-01");
	await words.press("Enter");
	await shows(greta, "#log", "Too long ago");
	await until(ana, () => !document.querySelector("#capture .errors"));

	await ana.locator('label:has([name="what"][value="park"])').click();
	await words.fill("The trade fair");
	await words.press("Enter");
	await shows(greta, "#right", "The trade fair");
});

test("notes save themselves and are merged by line", { timeout: 60_000 }, async () => {
	const a = ana.locator("#notes");
	const g = greta.locator("#notes");
	assert.equal(await ana.locator("form[data-notes] button:visible").count(), 0, "there is a button to save");
	await a.fill("one\ntwo\nthree");
	await until(greta, () => document.querySelector("#notes").value === "one\ntwo\nthree");
	// Each changes another line before hearing of the other's.
	await g.focus();
	await g.evaluate((field) => field.setSelectionRange(2, 2));
	let letGo;
	const held = new Promise((done) => {
		letGo = done;
	});
	await greta.route("**/notes", async (route) => {
		await held;
		await route.continue();
	});
	const asked = greta.waitForRequest("**/notes");
	await g.evaluate((field) => {
		field.value = "one\ntwo\nthree, says Greta";
		field.dispatchEvent(new Event("input", { bubbles: true }));
	});
	await asked;
	const saved = post(ana, "/notes");
	await a.fill("one, says Ana\ntwo\nthree");
	await saved;
	letGo();
	for (const page of [ana, greta])
		await until(
			page,
			() => document.querySelector("#notes").value === "one, says Ana\ntwo\nthree, says Greta",
		);
	assert.equal(await greta.locator("#notes-conflict form").count(), 0, "different lines are no conflict");
	assert.equal(await greta.evaluate(() => document.activeElement.id), "notes");
	await greta.unroute("**/notes");
});

for (const [keep, want] of [
	["both", "one, says Ana\ntwo from Ana\ntwo from Greta\nthree, says Greta"],
	["mine", "one, says Ana\nfrom Greta\nthree, says Greta"],
	["theirs", "one, says Ana\nagain from Ana\nthree, says Greta"],
]) {
	test(`the same line by two is asked about: ${keep}`, { timeout: 60_000 }, async () => {
		const line = (who) =>
			`one, says Ana\n${{ both: "two ", mine: "", theirs: "again " }[keep]}from ${who}\nthree, says Greta`;
		let letGo;
		const held = new Promise((done) => {
			letGo = done;
		});
		await greta.route("**/notes", async (route) => {
			await held;
			await route.continue();
		});
		const asked = greta.waitForRequest("**/notes");
		await greta.locator("#notes").fill(line("Greta"));
		await asked;
		const saved = post(ana, "/notes");
		await ana.locator("#notes").fill(line("Ana"));
		assert.equal((await saved).status(), 200);
		letGo();
		const card = greta.locator("#notes-conflict form");
		await card.waitFor();
		await greta.unroute("**/notes");
		assert.deepEqual(await violations(greta), [], "the card");
		assert.match(await card.innerText(), /Ana/);
		assert.equal(await card.locator("pre").innerText(), line("Ana").split("\n")[1]);
		assert.equal(await greta.locator("#notes").inputValue(), line("Greta"), "hers stays while she is asked");
		await card.locator(`[value="${keep}"]`).click();
		await card.waitFor({ state: "detached" });
		for (const page of [ana, greta])
			await until(page, (text) => document.querySelector("#notes").value === text, want);
		assert.ok(await greta.evaluate(() => window.unreloaded), "the page was loaded again");
	});
}

test("a lost link loses nothing and sends nothing twice", { timeout: 60_000 }, async () => {
	link.cut();
	await greta.locator("#lost").waitFor();
	await greta.locator("#notes").fill("written in a tunnel");
	await shows(greta, "#notes-state", "Not saved");
	assert.deepEqual(await violations(greta), [], "the bar");
	await greta.locator('label:has([name="what"][value="decision"])').click();
	const words = greta.locator("#f-words");
	await words.fill("Decided in a tunnel");
	const failed = greta.waitForEvent("requestfailed", (r) => r.url().endsWith("/capture"));
	await words.press("Enter");
	await failed;
	assert.equal(await words.inputValue(), "Decided in a tunnel");
	await ana.locator("#f-words").fill("Decided meanwhile");
	await ana.locator('label:has([name="what"][value="decision"])').click();
	await ana.locator("#f-words").press("Enter");
	await shows(ana, "#log", "Decided meanwhile");

	link.mend();
	await greta.locator("#lost").waitFor({ state: "hidden" });
	await shows(greta, "#log", "Decided meanwhile");
	await until(ana, () => document.querySelector("#notes").value === "written in a tunnel");
	assert.equal(await words.inputValue(), "Decided in a tunnel");
	assert.equal(await entries(ana, "Decided in a tunnel"), 0, "nothing is sent by itself");
	// The server records it and its answer is lost: pressed again it is the same.
	link.swallow("/capture");
	const lost = greta.waitForEvent("requestfailed", (r) => r.url().endsWith("/capture"));
	await words.press("Enter");
	await lost;
	await shows(ana, "#log", "Decided in a tunnel");
	assert.equal(await words.inputValue(), "Decided in a tunnel");
	const again = post(greta, "/capture");
	await words.press("Enter");
	await again;
	await until(greta, () => document.querySelector("#f-words").value === "");
	await ana.reload();
	assert.equal(await entries(ana, "Decided in a tunnel"), 1, "recorded twice");
	assert.ok(await greta.evaluate(() => window.unreloaded), "the page was loaded again");
});

test("what was not saved is there after the page was left", { timeout: 60_000 }, async () => {
	await greta.route("**/notes", (route) => route.abort());
	await greta.locator("#notes").fill("written in a tunnel\nand before the battery died");
	await shows(greta, "#notes-state", "Not saved");
	await greta.locator("#f-words").fill("half a promise");
	await greta.unroute("**/notes");
	await follow(greta, meeting);
	await until(ana, () => document.querySelector("#notes").value.includes("battery"));
	assert.equal(await greta.locator("#f-words").inputValue(), "half a promise");
	await greta.locator("#f-words").fill("");
});

test("the meeting by keyboard alone", { timeout: 60_000 }, async () => {
	await follow(ana, meeting);
	const up = () => ana.locator("#head h2").innerText();
	const items = (await ana.locator("#rail .ttl").allInnerTexts()).map((t) => t.trim());
	const turn = async (key, title) => {
		await ana.keyboard.press(key);
		await shows(ana, "#head h2", title);
	};
	assert.equal(await up(), items[1]);
	await turn("n", items[2]);
	await turn("b", items[1]);
	const focused = () => ana.evaluate(() => document.activeElement.id);
	const kind = () => ana.locator('[name="what"]:checked').getAttribute("value");
	for (const [key, what, said, where] of [
		["d", "decision", "Decided by keys, with n and b and a", "#log"],
		["a", "action", "Promised by keys @ana tomorrow", "#log"],
		["p", "park", "Parked by keys", "#right"],
	]) {
		await ana.evaluate(() => document.activeElement.blur());
		await ana.keyboard.press(key);
		assert.equal(await focused(), "f-words", key);
		assert.equal(await kind(), what);
		assert.equal(await ana.locator("#f-words").inputValue(), "", "the key itself was typed");
		await ana.keyboard.type(said);
		assert.equal(await up(), items[1], "letters in a field are text");
		await ana.keyboard.press("Enter");
		await shows(ana, where, said.split(" @")[0]);
		await until(ana, () => document.querySelector("#f-words").value === "");
	}
	// Everything else is reached by Tab, in the order it is read.
	await ana.evaluate(() => document.activeElement.blur());
	await ana.keyboard.press("?");
	await ana.locator("#help[open]").waitFor();
	await ana.keyboard.press("n");
	assert.equal(await up(), items[1], "keys are off while help is open");
	await ana.keyboard.press("Escape");
	await ana.locator("#help[open]").waitFor({ state: "detached" });
	await ana.locator('label:has([value="action"])').click();
	const reached = new Set();
	await ana.locator(".skip").focus();
	for (let n = 0; n < 150; n++) {
		await ana.keyboard.press("Tab");
		const at = await ana.evaluate(() => {
			const e = document.activeElement;
			return e === document.body
				? ""
				: e.id ||
						`${e.closest("form")?.getAttribute("action") ?? ""} ${e.value ?? e.getAttribute("href") ?? ""}`;
		});
		if (at === "" && reached.size) break;
		reached.add(at);
	}
	for (const must of [
		"notes",
		"f-words",
		"f-owner_id",
		"f-due_on",
		`${meeting}/go next`,
		` ${meeting}/close`,
	])
		assert.ok(reached.has(must), `Tab does not reach ${must}: ${[...reached]}`);

	// Switched off they are letters.
	await ana.goto("/help");
	await Promise.all([ana.waitForEvent("load"), ana.locator("main [data-keys-switch]").uncheck()]);
	await follow(ana, meeting);
	await ana.keyboard.press("n");
	await ana.keyboard.press("?");
	assert.equal(await ana.locator("#help[open]").count(), 0, "help opened by a key that is off");
	assert.equal(await up(), items[1]);
	await ana.goto("/help");
	await Promise.all([ana.waitForEvent("load"), ana.locator("main [data-keys-switch]").check()]);
});

test("the timer goes by the server's clock", { timeout: 60_000 }, async () => {
	// The server's clock stands at January 2031; this machine's does not.
	await follow(ana, meeting);
	const seconds = (text) => text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
	const gone = seconds(await ana.locator(".livebar [data-timer]").innerText());
	assert.ok(gone >= 0 && gone < 120, `the meeting runs for ${gone} s`);
	await until(
		ana,
		(was) => document.querySelector(".livebar [data-timer]").textContent !== was,
		await ana.locator(".livebar [data-timer]").innerText(),
	);
});

test("an item that comes up brings its notes", { timeout: 60_000 }, async () => {
	await ana.goto("/meetings/new");
	await ana.locator('[name="title"]').fill("Quick call");
	for (const [name, value] of [
		["day", "2031-01-06"],
		["time", "11:00"],
	])
		await ana.locator(`[name="${name}"]`).fill(value);
	await ana.getByLabel("Greta Lind").check();
	await press(ana, 'form[action="/meetings"] button.primary');
	await press(ana, 'form[action$="/start"] button');
	const call = new URL(ana.url()).pathname;
	await follow(ana, call);
	await follow(greta, call);
	assert.equal(await greta.locator("#notes:visible").count(), 0, "notes without an item");
	await ana.locator(".rail-add summary").click();
	await ana.locator("#ra-t").fill("What broke?");
	await ana.locator("#ra-t").press("Enter");
	await shows(greta, "#rail", "What broke?");
	await ana.locator("#rail button.asttl", { hasText: "What broke?" }).click();
	await greta.locator("#notes:visible").waitFor();
	await greta.locator("#notes").fill("The form");
	await until(ana, () => document.querySelector("#notes").value === "The form");
	// The meeting ends for both.
	await ana.goto(`${call}/close`);
	if (await ana.locator('[name="override"]').count()) await ana.locator('[name="override"]').check();
	await Promise.all([greta.waitForURL("**/minutes"), press(ana, 'form[action$="/close"] button.primary')]);
	await shows(greta, "main", "What broke?");
	await ana.finish();
	await greta.finish();
});
