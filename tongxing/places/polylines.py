"""Lines as text: short ones of our own for an address, and the polylines in which routers answer."""

DIGITS = 4  # of a degree: eleven metres
CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
NUMBERS = {character: number for number, character in enumerate(CHARACTERS)}
POLYLINE = {chr(63 + number): number for number in range(64)}
POLYLINE_DIGITS = 5
BETWEEN = "."  # two lines of one address
MOST_CHARACTERS = 8_000
MOST_LINES = 40


def packed(points):
    """A line as a few characters for an address: steps from point to point in 1/10,000 degree, five bits each."""
    characters, before = [], (0, 0)
    for point in points:
        now = tuple(round(part * 10**DIGITS) for part in point[:2])
        for step in (now[0] - before[0], now[1] - before[1]):
            left = step << 1 if step >= 0 else ~(step << 1)
            while left >= 32:
                characters.append(CHARACTERS[32 | left & 31])
                left >>= 5
            characters.append(CHARACTERS[left])
        before = now
    return "".join(characters)


def unpacked(text):
    """[(lat, lon)] of what `packed` wrote; a ValueError for anything else."""
    if len(text) > MOST_CHARACTERS:
        raise ValueError("too long")
    return summed(steps_of(text, NUMBERS), DIGITS)


def packed_lines(lines):
    """Several lines for one address."""
    return BETWEEN.join(map(packed, lines))


def unpacked_lines(text):
    """The lines of an address; a ValueError for what `packed_lines` never wrote."""
    parts = text.split(BETWEEN)
    if len(text) > MOST_CHARACTERS or len(parts) > MOST_LINES:
        raise ValueError("too long")
    return [unpacked(part) for part in parts]


def decoded(polyline):
    """[(lat, lon)] of a polyline of five digits, as OSRM answers it; a ValueError for anything else."""
    return summed(steps_of(polyline, POLYLINE), POLYLINE_DIGITS)


def steps_of(text, numbers):
    """The steps that are written five bits a character, by what each character stands for."""
    steps, value, shift = [], 0, 0
    for character in text:
        part = numbers.get(character)
        if part is None or shift > 30:
            raise ValueError(character)
        value |= (part & 31) << shift
        shift += 5
        if part < 32:
            steps.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    if not steps or shift or len(steps) % 2:
        raise ValueError("cut off")
    return steps


def summed(steps, digits):
    """The points that the steps lead to; a ValueError when one is nowhere on earth."""
    points, lat, lon, unit = [], 0, 0, 10**digits
    for north, east in zip(steps[0::2], steps[1::2], strict=True):
        lat, lon = lat + north, lon + east
        points.append((lat / unit, lon / unit))
        if abs(points[-1][0]) > 90 or abs(points[-1][1]) > 180:
            raise ValueError("nowhere")
    return points
