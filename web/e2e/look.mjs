// Takes pictures of pages of a running server, for looking at them while they
// are made: node e2e/look.mjs FOLDER WIDTHxTHEME[,…] PATH… (ACCORD_E2E_URL,
// and ACCORD_E2E_EMAIL with ACCORD_E2E_PASSWORD to be signed in).
import { join } from "node:path";
import { launch, open, signIn } from "./lib.mjs";

const [folder, variants, ...paths] = process.argv.slice(2);
const browser = await launch();
for (const variant of variants.split(",")) {
	const [width, theme] = variant.split("x");
	const page = await open(browser, { width: Number(width), theme });
	if (process.env.ACCORD_E2E_EMAIL)
		await signIn(page, process.env.ACCORD_E2E_EMAIL, process.env.ACCORD_E2E_PASSWORD);
	for (const path of paths) {
		const answer = await page.goto(path);
		const name = `${path.replaceAll(/[^\w-]+/g, "_").slice(0, 60)}-${variant}.png`;
		await page.screenshot({ path: join(folder, name), fullPage: true });
		console.log(answer.status(), page.url(), name);
	}
	await page.finish().catch((error) => console.error(error.message));
}
await browser.close();
