// Links as they stand in mails, signed as the server under test signs them: the
// people of the demo company get no mails.
import { createHash, createHmac } from "node:crypto";
import { base } from "./lib.mjs";

/** A link for a person that lives for a day, or for ever where it ends a kind of mail. */
function signed(workspace, person, purpose, subject, detail = "") {
	const mark = createHash("sha256").update(person.email).digest("base64url").slice(0, 8);
	const until = purpose === "stop" ? "" : (Math.floor(Date.now() / 1000) + 86_400).toString(36);
	const text = [workspace.id, person.id, mark, purpose, subject, detail, until].join("\n");
	const said = `1.${Buffer.from(text).toString("base64url")}`;
	const key = createHmac("sha256", process.env.ACCORD_E2E_SECRET).update(`accord mail link\n${said}`);
	return `/${purpose === "stop" ? "u" : "p"}/${said}.${key.digest().subarray(0, 16).toString("base64url")}`;
}

/** A link of every purpose that works for whoever is signed in. */
export async function mailLinks(page) {
	await page.goto("/account");
	await page.locator('[name="token_name"]').fill("links");
	await Promise.all([page.waitForEvent("load"), page.click('form[action="/account/tokens"] button')]);
	const headers = { Authorization: `Bearer ${await page.inputValue("#secret")}` };
	const get = async (path) => (await fetch(`${base}/api/v1/${path}`, { headers })).json();
	const [workspace, me] = [await get("workspace"), await get("me")];
	const first = async (list) => (await get(list)).items[0];
	const mine = (status) => first(`action-items?owner=me&status=${status}`);
	const open = await mine("open");
	const asked = await mine("proposed");
	const links = [
		["done", open],
		["date", open],
		["accept", asked],
		["decline", asked],
		["done", await mine("confirmed")],
		["series", await first("series?status=active"), "yes"],
		["rsvp", await first("meetings?status=scheduled"), "maybe"],
	];
	const paths = links
		.filter(([, it]) => it)
		.map(([what, it, how]) => signed(workspace, me, what, it.id, how));
	return [...paths, signed(workspace, me, "stop", "", "digest")];
}
