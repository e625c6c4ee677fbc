// Read a feed by ical.js, for the tests beside: the argument is a file, the output as libical_reader's.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [file, home] = process.argv.slice(2);
const where = createRequire(`${home}/package.json`).resolve("ical.js");
const loaded = await import(pathToFileURL(where));
const ICAL = loaded.default.default ?? loaded.default;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}

function written(time) {
  if (time.isDate) return time.toICALString();
  return time.toJSDate().toISOString().replace(/[-:]/g, "").replace(".000Z", "Z");
}

const found = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  const status = component.getFirstPropertyValue("status");
  return [event.uid, written(event.startDate), written(event.endDate), event.sequence, status];
});
console.log(JSON.stringify(found));
