// What script adds to pages that work without it.
import "htmx.org/dist/htmx.esm.js";
