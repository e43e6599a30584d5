// Reads the feeds named on standard input with ical.js, as clients.py does with icalendar.
// The first argument is the module's path.
import { readFileSync } from "node:fs";

const { default: ICAL } = await import(process.argv[2]);

function starts(task) {
	const calendar = new ICAL.Component(ICAL.parse(readFileSync(task.path, "utf8")));
	for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
	const from = Date.parse(task.from);
	const to = Date.parse(task.to);
	const found = [];
	const take = (time) => {
		const at = time.toJSDate().getTime();
		if (from <= at && at < to) found.push(new Date(at).toISOString().replace(".000Z", "Z"));
		return at < to + 40 * 24 * 3600 * 1000;
	};
	const masters = new Map();
	const others = [];
	for (const vevent of calendar.getAllSubcomponents("vevent")) {
		const event = new ICAL.Event(vevent, { exceptions: [] });
		if (event.isRecurrenceException()) others.push(event);
		else if (event.isRecurring()) masters.set(event.uid, event);
		else take(event.startDate);
	}
	for (const event of others) masters.get(event.uid).relateException(event);
	for (const event of masters.values()) {
		const dates = event.iterator();
		for (let next = dates.next(); next; next = dates.next()) {
			const { startDate } = event.getOccurrenceDetails(next);
			if (!take(startDate)) break;
		}
	}
	for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.remove(zone.getFirstPropertyValue("tzid"));
	return found.sort();
}

const tasks = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(Object.fromEntries(tasks.map((task) => [task.name, starts(task)]))));
