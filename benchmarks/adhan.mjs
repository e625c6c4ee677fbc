// adhan-js for the benchmarks and the accuracy page; reads one JSON request on standard input.
//   {"solar": [[latitude, longitude, year, month, day], ...]}
//       prints an array of [fajr 18, sunrise, transit, asr, sunset, isha 17] in hours of the
//       UTC day, before rounding, null for none
//   {"times": {"places": [[latitude, longitude], ...], "year": y, "rounds": n}}
//       prints the seconds of the best round of a year of PrayerTimes for each place
//   {"presets": {"method": "Turkey", "cases": [[latitude, longitude, year, month, day], ...]}}
//       prints an array of [fajr, sunrise, dhuhr, asr, maghrib, isha] as a preset prints them,
//       minutes since 1970 UTC, null for none
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'node_modules', 'adhan', 'lib', 'esm');
const load = (name) => import(pathToFileURL(join(folder, `${name}.js`)).href);
const request = JSON.parse(readFileSync(0, 'utf8'));

if (request.solar) {
  const SolarTime = (await load('SolarTime')).default;
  const answers = request.solar.map(([latitude, longitude, year, month, day]) => {
    const sun = new SolarTime(new Date(year, month - 1, day), { latitude, longitude });
    return [
      sun.hourAngle(-18, false), sun.sunrise, sun.transit,
      sun.afternoon(1), sun.sunset, sun.hourAngle(-17, true),
    ].map((hours) => (Number.isFinite(hours) ? hours : null));
  });
  console.log(JSON.stringify(answers));
} else if (request.presets) {
  const { CalculationMethod, Coordinates, PrayerTimes } = await load('Adhan');
  const { method, cases } = request.presets;
  const answers = cases.map(([latitude, longitude, year, month, day]) => {
    const times = new PrayerTimes(
      new Coordinates(latitude, longitude), new Date(year, month - 1, day),
      CalculationMethod[method](),
    );
    return ['fajr', 'sunrise', 'dhuhr', 'asr', 'maghrib', 'isha'].map((name) => {
      const minute = times[name].getTime() / 60000;
      return Number.isFinite(minute) ? minute : null;
    });
  });
  console.log(JSON.stringify(answers));
} else {
  const { CalculationParameters, Coordinates, PrayerTimes } = await load('Adhan');
  const { places, year, rounds } = request.times;
  const parameters = new CalculationParameters('Other', 18, 17);
  const dates = [];
  for (let day = new Date(year, 0, 1); day.getFullYear() === year; day.setDate(day.getDate() + 1)) {
    dates.push(new Date(day));
  }
  let best = Infinity;
  let sum = 0;
  for (let round = 0; round < rounds; round += 1) {
    const start = process.hrtime.bigint();
    for (const [latitude, longitude] of places) {
      const where = new Coordinates(latitude, longitude);
      for (const date of dates) sum += new PrayerTimes(where, date, parameters).isha.getTime();
    }
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1e9);
  }
  console.log(JSON.stringify({ seconds: best, days: dates.length, sum }));
}
