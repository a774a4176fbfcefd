// The map that can be moved, in the place of the one that the server drew. The list beside it says the same.
// Leaflet is asked for when everything that is read stands there.
addEventListener("load", () => {
  const live = document.getElementById("live");
  if (!live) return;
  const script = document.createElement("script");
  Object.assign(script, { src: live.dataset.leaflet, onload: () => setTimeout(begin, 0, live) });
  document.head.append(script);
});

function begin(live) {
  const { dataset } = live;
  const asked = ["kind", "only"].filter((name) => dataset[name]).map((name) => `${name}=${encodeURIComponent(dataset[name])}`);
  const also = (sign) => (asked.length ? sign + asked.join("&") : "");
  const still = document.getElementById("still");
  const datum = self.datums?.[dataset.datum] ?? { show: (point) => point, read: (point) => point };
  const TILE = 512, DEEPEST = 17, APART = 46, CLOSEST = 18;

  live.hidden = false;
  still.remove();
  const map = L.map(live, {
    zoomControl: false, attributionControl: false, zoomAnimation: false, fadeAnimation: false,
    inertia: !matchMedia("(prefers-reduced-motion: reduce)").matches, worldCopyJump: true, minZoom: 2, maxZoom: CLOSEST,
  });
  L.control.zoom({ position: "bottomright", zoomInTitle: dataset.closer, zoomOutTitle: dataset.wider }).addTo(map);
  const [west, south, east, north] = dataset.box.split(",").map(Number);
  map.fitBounds([datum.show([south, west]), datum.show([north, east])]);

  // The boxes that marks cover, with their names.
  const covered = (shown) => shown.map(({ heap, wide }) => [heap.x - 18, heap.y - 14, heap.x + 18 + wide, heap.y + 14]);

  // — the ground: dots of county seats, or an operator's tiles —

  let marks = [], turn = 0, drawGround = () => {};
  if (dataset.tiles) {
    L.tileLayer(dataset.tiles, { maxZoom: CLOSEST, referrerPolicy: "strict-origin-when-cross-origin" }).addTo(map);
  } else drawGround = ground(map, live, dataset.seats, () => covered(marks));

  // — the marks: what stands in the squares that are seen —

  const kept = new Map(), pane = map.getPane("markerPane");

  async function square(z, x, y) {
    const address = dataset.square.replace("1/2/3", `${z}/${x}/${y}`) + also("?");
    const known = kept.get(address);
    if (known && Date.now() - known.at < 30000) return known.said;
    const said = fetch(address).then((answer) => (answer.ok ? answer.json() : {})).catch(() => ({}));
    kept.set(address, { at: Date.now(), said });
    return said;
  }

  // The squares of a window a little larger than the one that is seen, in WGS-84, whatever the ground is drawn in.
  function squares() {
    const z = Math.min(Math.max(map.getZoom() - 1, 0), DEEPEST), seen = map.getBounds().pad(0.1);
    const corner = (point) => map.project(datum.read([point.lat, point.lng]), z + 1).divideBy(TILE).floor();
    const from = corner(seen.getNorthWest()), to = corner(seen.getSouthEast()), side = 2 ** z, asked = [];
    for (let x = from.x; x <= to.x && x < from.x + side; x++) {
      for (let y = Math.max(from.y, 0); y <= Math.min(to.y, side - 1); y++) {
        const round = Math.floor(x / side);
        asked.push(square(z, x - round * side, y).then((said) => spots(said, round * 360)));
      }
    }
    return Promise.all(asked);
  }

  function spots({ counts = [], places = [] }, turned) {
    const spot = (n, lat, lon, place) => {
      const shown = datum.show([lat, lon]);
      return { n, place, at: L.latLng(shown[0], shown[1] + turned) };
    };
    return [
      ...counts.map(([n, lat, lon]) => spot(n, lat, lon)),
      ...places.map(([uid, name, , lat, lon, precision]) => spot(1, lat, lon, { uid, name, precision })),
    ];
  }

  // Spots that would cover one another become one, in the middle of what it stands for.
  function heaps(found) {
    const made = [];
    for (const spot of found.sort((one, other) => other.n - one.n)) {
      const { x, y } = map.latLngToContainerPoint(spot.at);
      const near = made.find((heap) => Math.abs(heap.x - x) < APART && Math.abs(heap.y - y) < APART);
      if (!near) made.push({ x, y, n: spot.n, spots: [spot] });
      else {
        near.x = (near.x * near.n + x * spot.n) / (near.n + spot.n);
        near.y = (near.y * near.n + y * spot.n) / (near.n + spot.n);
        near.n += spot.n;
        near.spots.push(spot);
      }
    }
    return made;
  }

  async function show() {
    const mine = ++turn, found = (await squares()).flat();
    if (mine !== turn) return;
    const size = map.getSize(), near = (heap) => heap.x > -9 && heap.y > -9 && heap.x < size.x + 9 && heap.y < size.y + 9;
    const made = heaps(found).filter(near).sort((one, other) => one.x - other.x);
    const held = pane.contains(document.activeElement);
    marks = made.map((heap) => ({ heap, at: map.containerPointToLatLng([heap.x, heap.y]), wide: 0 }));
    for (const one of marks) {
      const place = one.heap.n === 1 && one.heap.spots[0].place, wide = place ? Math.min(place.name.length * 15, 160) : 0;
      const { x, y } = one.heap, others = covered(marks.filter((other) => other !== one));
      if (place && ground.free([x, y - 10, x + 18 + wide, y + 10], others)) one.wide = wide;
      one.element = element(one.heap, place, one.wide);
    }
    pane.replaceChildren(...marks.map((one) => one.element));
    put();
    drawGround(covered(marks));
    if (held) live.focus({ preventScroll: true });
  }

  function put() {
    for (const { at, element } of marks) L.DomUtil.setPosition(element, map.latLngToLayerPoint(at).round());
  }

  function element(heap, place, named) {
    const made = document.createElement(place ? "a" : "button");
    if (place) {
      made.href = dataset.place.replace("zzzzzzzzzzzz", place.uid);
      made.className = place.precision === "surveyed" || place.precision === "address" ? "mark" : "mark rough";
      made.append(Object.assign(document.createElement("span"), { textContent: place.name, className: named ? "" : "hide" }));
      made.title = place.name;
    } else {
      made.type = "button";
      made.className = heap.n === 1 ? "mark" : `mark heap heap${Math.min(String(heap.n).length, 5)}`;
      made.textContent = heap.n === 1 ? "" : short(heap.n);
      made.ariaLabel = heap.n === 1 ? dataset.one : dataset.many.replace("{n}", heap.n.toLocaleString(document.documentElement.lang));
      made.addEventListener("click", () => open(heap));
    }
    L.DomEvent.disableClickPropagation(made);
    return made;
  }

  const short = (n) => n.toLocaleString(document.documentElement.lang, n > 9999 ? { notation: "compact" } : {});

  // Closer, until what is heaped up stands apart; where it never will, the list says what it is.
  function open(heap) {
    const around = L.latLngBounds(heap.spots.map((spot) => spot.at)), middle = map.containerPointToLatLng([heap.x, heap.y]);
    const alone = heap.spots.every((spot) => spot.place) && around.getNorthWest().distanceTo(around.getSouthEast()) < 20;
    if (alone || map.getZoom() >= CLOSEST) return list(around.pad(0.1).extend(middle.toBounds(40)), true);
    live.focus({ preventScroll: true });
    const fits = heap.spots.length > 1 ? map.getBoundsZoom(around.pad(0.2)) : 0;
    map.setView(middle, Math.min(Math.max(fits, map.getZoom() + 2), CLOSEST));
  }

  // — the list and the address follow the map —

  let waits, asks;

  async function list(bounds, focus) {
    asks?.abort();
    asks = new AbortController();
    const [bottom, left] = datum.read([bounds.getSouth(), bounds.getWest()]);
    const [top, right] = datum.read([bounds.getNorth(), bounds.getEast()]);
    const box = [Math.max(left, -180), Math.max(bottom, -90), Math.min(right, 180), Math.min(top, 90)];
    const text = (box[0] < box[2] ? box : [-180, box[1], 180, box[3]]).map((part) => part.toFixed(5)).join(",");
    const address = `${dataset.page}?bbox=${text}${also("&")}`;
    const wish = document.getElementById("bbox"), area = document.getElementById("area");
    Object.assign(wish, { value: text, disabled: false });
    area.value = "";
    document.getElementById("where")?.remove();
    history.replaceState(history.state, "", address);
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: asks.signal });
      if (!answer.ok) return;
      document.getElementById("found").innerHTML = await answer.text();
    } catch {
      return; // moved on, or nobody answers: the next move asks again
    }
    const heading = document.getElementById("h-list");
    document.getElementById("said").textContent = heading.textContent;
    if (focus) heading.focus();
  }

  live.addEventListener("scroll", () => live.scrollTo(0, 0)); // a mark at the edge that is focused must not shift it
  map.on("zoomend viewreset", put);
  map.on("moveend resize", show);
  show();
  map.whenReady(() => map.on("moveend", () => {
    clearTimeout(waits);
    waits = setTimeout(() => list(map.getBounds()), 300);
  }));
}
