// Bundles the front end into dist: one script, one style sheet, one sprite of
// the icons used, one typeface. Run by `npm run build`.

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import { build, context, transform } from "esbuild";

const require = createRequire(import.meta.url);
const root = new URL(".", import.meta.url);
const dist = new URL("dist/", root);
const layers = [
	"tokens",
	"base",
	"layout",
	"components",
	"forms",
	"overlay",
	"meeting",
	"prepare",
	"charts",
	"dashboard",
	"print",
];
// What a page may weigh, gzipped, in bytes.
const budget = { "app.js": 30 * 1024, "app.css": 12 * 1024 };

const script = {
	absWorkingDir: root.pathname,
	entryPoints: ["src/main.ts"],
	bundle: true,
	minify: true,
	format: "iife",
	target: ["es2022"],
	legalComments: "none",
	outfile: "dist/app.js",
};

/** Every icon that a template or a Go file names. */
function iconsUsed() {
	const names = new Set(["x", "check", "circle-alert", "grip-vertical"]);
	for (const file of filesUnder(new URL("templates/", root), ".html")) {
		for (const m of file.matchAll(/\bicon "([a-z0-9-]+)"/g)) names.add(m[1]);
		for (const m of file.matchAll(/"Icon" "([a-z0-9-]+)"/g)) names.add(m[1]);
	}
	for (const file of filesUnder(new URL("../internal/pages/", root), ".go")) {
		for (const m of file.matchAll(/\bIcon(?:: |\s+= )"([a-z0-9-]+)"/g)) names.add(m[1]);
	}
	return [...names].sort();
}

function filesUnder(dir, ext) {
	return readdirSync(dir, { recursive: true, withFileTypes: true })
		.filter((e) => e.isFile() && e.name.endsWith(ext))
		.map((e) => readFileSync(`${e.parentPath ?? e.path}/${e.name}`, "utf8"));
}

function sprite() {
	const set = JSON.parse(readFileSync(require.resolve("@iconify-json/lucide/icons.json"), "utf8"));
	const symbols = [];
	for (const name of iconsUsed()) {
		const icon = set.icons[name] ?? set.icons[set.aliases?.[name]?.parent];
		if (!icon) throw new Error(`there is no lucide icon "${name}"`);
		const body = icon.body.replace(
			/ (stroke|fill|stroke-linecap|stroke-linejoin|stroke-width)="(currentColor|none|round|2)"/g,
			"",
		);
		symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`);
	}
	return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

async function styles() {
	const font = `@font-face{font-family:"Inter Variable";font-style:normal;font-display:swap;font-weight:100 900;src:url(inter.woff2) format("woff2-variations")}`;
	const all = layers.map((name) => readFileSync(new URL(`css/${name}.css`, root), "utf8")).join("\n");
	const { code } = await transform(font + all, {
		loader: "css",
		minify: true,
		target: ["chrome123", "firefox120", "safari17.5"],
	});
	return ordered(code);
}

// Which family of properties comes first in a rule: found by trying. Rules that
// name the same things in the same order are what gzip finds again.
const families =
	"justify grid white max align content display place flex gap cursor block z position inset min text inline box margin letter padding border background overflow color font line".split(
		" ",
	);

/** Brings the declarations of every rule into one order; those of one family, as padding and padding-inline, keep theirs. */
function ordered(css) {
	const rank = (declaration) => {
		const at = families.indexOf(declaration.replace(/^-webkit-/, "").match(/^\w*/)[0]);
		return at < 0 ? families.length : at;
	};
	return css.replace(/\{([^{}]*)\}/g, (rule, body) =>
		body.includes("url(")
			? rule
			: `{${body
					.split(";")
					.sort((a, b) => rank(a) - rank(b))
					.join(";")}}`,
	);
}

function write(name, content) {
	writeFileSync(new URL(name, dist), content);
	if (/\.(js|css|svg)$/.test(name))
		writeFileSync(new URL(`${name}.gz`, dist), gzipSync(content, { level: 9 }));
}

async function assets() {
	write("app.css", await styles());
	write("icons.svg", sprite());
	cpSync(
		require.resolve("@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2"),
		new URL("inter.woff2", dist),
	);
}

/** Fails when the script or the style sheet is over its budget. */
function checkBudget() {
	for (const [name, limit] of Object.entries(budget)) {
		const size = gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length;
		console.log(`${name}: ${(size / 1024).toFixed(1)} of ${limit / 1024} KiB gzipped`);
		if (size > limit) {
			console.error(`${name} is over its budget`);
			process.exitCode = 1;
		}
	}
}

if (process.argv.includes("--budget")) {
	checkBudget();
} else if (process.argv.includes("--watch")) {
	mkdirSync(dist, { recursive: true });
	await assets();
	await (await context(script)).watch();
} else {
	mkdirSync(dist, { recursive: true });
	for (const name of readdirSync(dist)) if (name !== ".gitkeep") rmSync(new URL(name, dist));
	await build(script);
	write("app.js", readFileSync(new URL("app.js", dist)));
	await assets();
	checkBudget();
}
