// Writes tests/fixtures/adhan-js.csv: what adhan-js prints for places, dates, methods and rules.
//   npm install --prefix benchmarks && TZ=UTC node tools/sample_adhan.mjs > tests/fixtures/adhan-js.csv
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', 'benchmarks', 'node_modules', 'adhan');
const adhan = await import(pathToFileURL(join(root, 'lib', 'bundles', 'adhan.esm.js')).href);
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const places = [
  ['Makkah', 21.42, 39.83], ['Jakarta', -6.21, 106.85], ['Lagos', 6.45, 3.39], ['Cairo', 30.04, 31.24],
  ['Karachi', 24.86, 67.01], ['Santiago', -33.45, -70.67], ['Chicago', 41.88, -87.63],
  ['Paris', 48.86, 2.35], ['London', 51.51, -0.13], ['Oslo', 59.91, 10.75], ['Invercargill', -46.41, 168.35],
];
const dates = [[2024, 1, 15], [2024, 4, 2], [2024, 6, 21], [2024, 10, 30]];
const methods = [
  'MuslimWorldLeague', 'Egyptian', 'Karachi', 'UmmAlQura', 'Dubai', 'MoonsightingCommittee',
  'NorthAmerica', 'Kuwait', 'Qatar', 'Singapore', 'Tehran', 'Turkey',
];
const rules = ['middleofthenight', 'seventhofthenight', 'twilightangle'];
const shafaqs = ['general', 'ahmer', 'abyad'];
const names = ['fajr', 'sunrise', 'dhuhr', 'asr', 'maghrib', 'isha'];

console.log(`# adhan-js ${version} (github.com/batoulapps/adhan-js, MIT): its output by tools/sample_adhan.mjs, UTC`);
console.log(['place', 'latitude', 'longitude', 'date', 'method', 'rule', 'shafaq', ...names].join(','));
let row = 0;
for (const [place, latitude, longitude] of places) {
  for (const [year, month, day] of dates) {
    for (let turn = 0; turn < 3; turn += 1) {
      const method = methods[row % methods.length];
      const rule = rules[(row + turn) % 3];
      const shafaq = shafaqs[turn];
      const parameters = adhan.CalculationMethod[method]();
      parameters.highLatitudeRule = rule;
      parameters.shafaq = shafaq;
      const where = new adhan.Coordinates(latitude, longitude);
      const times = new adhan.PrayerTimes(where, new Date(year, month - 1, day), parameters);
      const date = [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
      const minutes = names.map((name) => times[name].toISOString().slice(0, 16));
      console.log([place, latitude, longitude, date, method, rule, shafaq, ...minutes].join(','));
      row += 5;
    }
  }
}
