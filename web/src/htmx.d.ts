declare module "htmx.org/dist/htmx.esm.js" {
	interface Htmx {
		ajax(method: string, url: string, context: object): Promise<void>;
		process(node: ParentNode): void;
	}
	const htmx: Htmx;
	export default htmx;
}
declare module "htmx.org/dist/ext/hx-sse.js";
