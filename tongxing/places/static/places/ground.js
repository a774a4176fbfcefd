// The ground of a map: the dots of county seats and their names, on a canvas. Returns what draws it anew.
self.ground = (map, live, seatsAt, covered) => {
  const canvas = L.DomUtil.create("canvas", "ground", map.getPane("overlayPane"));
  const colours = getComputedStyle(live);
  const colour = (name) => colours.getPropertyValue(name);
  let seats = [];

  function draw(covered = []) {
    const size = map.getSize(), ratio = devicePixelRatio || 1, pad = size.multiplyBy(0.25).round();
    const wide = size.x + 2 * pad.x, high = size.y + 2 * pad.y, pen = canvas.getContext("2d");
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint(pad.multiplyBy(-1)));
    Object.assign(canvas, { width: wide * ratio, height: high * ratio });
    Object.assign(canvas.style, { width: `${wide}px`, height: `${high}px` });
    pen.scale(ratio, ratio);
    const { dots, names } = lay(wide, high, map.getPixelBounds().min.subtract(pad), map.getZoom());
    Object.assign(pen, { fillStyle: colour("--edge"), globalAlpha: 0.62 });
    pen.fill(dots);
    Object.assign(pen, { globalAlpha: 1, font: `14px ${colours.fontFamily}`, lineWidth: 4, lineJoin: "round" });
    Object.assign(pen, { strokeStyle: colour("--wall"), fillStyle: colour("--ink-2") });
    const taken = covered.map(([left, top, right, bottom]) => [left + pad.x, top + pad.y, right + pad.x, bottom + pad.y]);
    for (const [text, x, y] of names) name(pen, text, x, y, taken);
  }

  // The dots, and the names that belong to this zoom, as far as they lie in the window.
  function lay(wide, high, from, zoom) {
    const dots = new Path2D(), names = [], radius = Math.min(1.1 + zoom / 5, 3.5), scale = 2 ** zoom;
    for (const { level, words, spots } of seats) {
      const named = zoom >= { 1: 3, 2: 6, 3: 8 }[level] && zoom < { 1: 6, 2: 8, 3: 99 }[level];
      if (!named && level !== "3") continue;
      for (const [at, spot] of spots.entries()) {
        const x = spot.x * scale - from.x, y = spot.y * scale - from.y;
        if (x < 0 || y < 0 || x > wide || y > high) continue;
        if (level === "3") {
          dots.moveTo(x + radius, y);
          dots.arc(x, y, radius, 0, 7);
        }
        if (named) names.push([words[at], x, y]);
      }
    }
    return { dots, names };
  }

  // Where the seats lie at zoom 0, so that drawing them only has to stretch that.
  function spread(said) {
    const spot = (lat, lon) => map.options.crs.latLngToPoint(L.latLng(lat / 1000, lon / 1000), 0);
    return Object.entries(said).map(([level, [words, lats, lons]]) =>
      ({ level, words, spots: lats.map((lat, at) => spot(lat, lons[at])) }));
  }

  // A name where it finds room.
  function name(pen, text, x, y, taken) {
    const box = [x + 3, y - 9, x + 11 + pen.measureText(text).width, y + 9];
    if (!ground.free(box, taken)) return;
    taken.push(box);
    pen.strokeText(text, x + 7, y + 5);
    pen.fillText(text, x + 7, y + 5);
  }

  map.on("moveend resize", () => draw());
  fetch(seatsAt).then((answer) => answer.json()).then((said) => { seats = spread(said); draw(covered()); }, () => {});
  return draw;
};

// True where a box (left, top, right, bottom) touches none of those that are taken.
self.ground.free = (box, taken) =>
  !taken.some((one) => one[0] < box[2] && box[0] < one[2] && one[1] < box[3] && box[1] < one[3]);
