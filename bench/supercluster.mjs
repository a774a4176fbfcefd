// What bench/map_tile_1m.py asks of supercluster: load the points, look at every window once, say how long it took.
import { readFileSync } from "node:fs";
import Supercluster from "supercluster";

const read = (name) => JSON.parse(readFileSync(name, "utf8"));
const points = read("points.json").map((at) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: at } }));
const began = performance.now();
const index = new Supercluster({ radius: 64, extent: 512, maxZoom: 16 }).load(points);
const load = (performance.now() - began) / 1000;
const times = read("views.json").map(([zoom, west, south, east, north]) => {
  const start = performance.now();
  index.getClusters([west, south, east, north], zoom);
  return performance.now() - start;
}).sort((one, other) => one - other);
const { version } = read("node_modules/supercluster/package.json");
const at = (part) => times[Math.floor(times.length * part)];
console.log(JSON.stringify({ version, load, p50: at(0.5), p99: at(0.99), memory: process.memoryUsage().rss / 1e6 }));
