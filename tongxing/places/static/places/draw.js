// A point or a line, shown on a map instead of typed: what is drawn stands in the form's own field, so that nothing is
// sent that couldn't be typed. Leaflet is asked for when somebody opens the map, and not before.
for (const frame of document.querySelectorAll("[data-draw]")) {
  const opener = frame.querySelector("[data-open]");
  opener.hidden = false;
  opener.addEventListener("click", async () => {
    opener.disabled = true;
    try {
      for (const address of frame.dataset.needs.split(" ")) await load(address);
    } catch {
      opener.disabled = false; // the network is away: the field can be typed, the map tried again
      frame.querySelector("[role=status]").textContent = frame.dataset.away;
      return;
    }
    opener.hidden = true;
    frame.querySelector("[role=status]").textContent = "";
    begin(frame);
    frame.querySelector(".board").focus();
  });
}

function load(address) {
  return new Promise((done, failed) => {
    const script = Object.assign(document.createElement("script"), { src: address, onload: done, onerror: failed });
    document.head.append(script);
  });
}

function begin(frame) {
  const { dataset } = frame, live = frame.querySelector(".board"), said = frame.querySelector("[role=status]");
  const datum = self.datums?.[dataset.datum] ?? { show: (point) => point, read: (point) => point };
  const into = document.getElementById(dataset.into), line = dataset.draw === "line", drawn = [];
  for (const part of frame.querySelectorAll("[hidden]:not([data-open])")) part.hidden = false;
  const map = L.map(live, { zoomControl: false, attributionControl: false, zoomAnimation: false, fadeAnimation: false, minZoom: 3, maxZoom: 18 });
  L.control.zoom({ position: "bottomright", zoomInTitle: dataset.closer, zoomOutTitle: dataset.wider }).addTo(map);
  const [west, south, east, north] = dataset.box.split(",").map(Number);
  map.fitBounds([datum.show([south, west]), datum.show([north, east])]);
  if (dataset.tiles) L.tileLayer(dataset.tiles, { maxZoom: 18, referrerPolicy: "strict-origin-when-cross-origin" }).addTo(map);
  else ground(map, live, dataset.seats, () => []);
  const way = line ? L.polyline([], { color: getComputedStyle(live).getPropertyValue("--route"), weight: 4 }).addTo(map) : null;
  const known = !line && into.value.match(/^\s*(-?[\d.]+)\s*[,，\s]\s*(-?[\d.]+)\s*$/);
  if (known && document.getElementById(dataset.which)?.value === "wgs84") {
    add(L.latLng(datum.show([Number(known[1]), Number(known[2])])));
    map.setView(drawn[0].getLatLng(), 13);
  }

  map.on("click", ({ latlng }) => add(latlng));
  frame.querySelector("[data-middle]").addEventListener("click", () => add(map.getCenter()));
  frame.querySelector("[data-back]").addEventListener("click", () => {
    drawn.pop()?.remove();
    tell();
  });

  function add(at) {
    if (!line && drawn.length) drawn[0].setLatLng(at);
    else {
      const icon = L.divIcon({ className: "pinned", iconSize: [28, 28] });
      drawn.push(L.marker(at, { icon, draggable: true, keyboard: false, alt: "" }).on("drag", tell).addTo(map));
    }
    tell();
  }

  // What is drawn is said in WGS-84, whatever the ground is drawn in.
  function tell() {
    const points = drawn.map((one) => datum.read([one.getLatLng().lat, one.getLatLng().lng]));
    way?.setLatLngs(drawn.map((one) => one.getLatLng()));
    if (line) into.value = points.length > 1 ? packed(points) : "";
    else {
      into.value = points.length ? points[0].map((part) => part.toFixed(5)).join(", ") : "";
      const which = document.getElementById(dataset.which);
      if (which) which.value = "wgs84";
      into.dispatchEvent(new Event("change", { bubbles: true }));
    }
    said.textContent = line ? dataset.count.replace("{n}", points.length) : into.value;
  }
}

// Steps from point to point in 1/10,000 degree, five bits a sign: as places/waypoints.py writes a line.
function packed(points) {
  const signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  let text = "", before = [0, 0];
  for (const point of points) {
    const now = point.map((part) => Math.round(part * 10000));
    for (const step of now.map((part, at) => part - before[at])) {
      let left = step < 0 ? ~(step << 1) : step << 1;
      for (; left >= 32; left >>= 5) text += signs[32 | (left & 31)];
      text += signs[left];
    }
    before = now;
  }
  return text;
}
