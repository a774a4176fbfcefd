// Where a point stands on maps that are drawn in GCJ-02 or BD-09, and what a point of theirs is in WGS-84.
// The same formulas as core/datum.py; a test holds the two together.
(() => {
  const AXIS = 6378245, FLAT = 0.00669342162296594323, { PI, sin, cos, sqrt, abs, atan2 } = Math;
  const radians = (degrees) => (degrees * PI) / 180;
  const waves = (t, ...terms) => terms.reduce((sum, [high, often]) => sum + high * sin(often * t * PI), 0) * 2 / 3;

  function shiftedHere(lat, lon) {
    if (!(lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271)) return false;
    const taiwan = lat > 21.7 && lat < 25.4 && lon > 119.9;
    const hongKong = lat > 22.14 && lat < 22.5 && lon > 113.83 && lon < 114.5;
    const macau = lat > 22.1 && lat < 22.22 && lon > 113.52 && lon < 113.61;
    return !(taiwan || hongKong || macau);
  }

  function toGcj([lat, lon]) {
    if (!shiftedHere(lat, lon)) return [lat, lon];
    const x = lon - 105, y = lat - 35, both = waves(x, [20, 6], [20, 2]);
    let north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x));
    north += both + waves(y, [20, 1], [40, 1 / 3], [160, 1 / 12], [320, 1 / 30]);
    let east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x));
    east += both + waves(x, [20, 1], [40, 1 / 3], [150, 1 / 12], [300, 1 / 30]);
    const bend = 1 - FLAT * sin(radians(lat)) ** 2;
    const metreNorth = radians((AXIS * (1 - FLAT)) / (bend * sqrt(bend)));
    const metreEast = radians((AXIS / sqrt(bend)) * cos(radians(lat)));
    return [lat + north / metreNorth, lon + east / metreEast];
  }

  function toBd(point) {
    const [lat, lon] = toGcj(point);
    const far = sqrt(lon * lon + lat * lat) + 0.00002 * sin((lat * PI * 3000) / 180);
    const turn = atan2(lat, lon) + 0.000003 * cos((lon * PI * 3000) / 180);
    return [far * sin(turn) + 0.006, far * cos(turn) + 0.0065];
  }

  // What would be shown there, by looking again and again; a few looks are good to a centimetre.
  const back = (show) => (point) => {
    let there = point;
    for (let look = 0; look < 4; look++) {
      const shown = show(there);
      there = [there[0] + point[0] - shown[0], there[1] + point[1] - shown[1]];
    }
    return there;
  };

  self.datums = { gcj02: { show: toGcj, read: back(toGcj) }, bd09: { show: toBd, read: back(toBd) } };
})();
