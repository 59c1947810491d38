"""The motifs of the sample's pictures; each draws one scene on a canvas."""

import math
from collections.abc import Callable

from dateline.newsroom.intake.sample.canvas import HEIGHT, WIDTH, Canvas


def draw(motif: str, seed: int) -> bytes:
    """Return a JPEG of a motif; the same seed draws the same picture.

    Raises:
        KeyError: no motif has this name.
    """
    canvas = Canvas(seed)
    MOTIFS[motif](canvas)
    return canvas.jpeg()


def _landscape(c: Canvas, base: float = 620) -> None:
    c.sun(c.random.uniform(300, 1300), c.random.uniform(180, 360), 70)
    c.hills(base, 260, c.far)
    c.hills(base + 60, 150, c.middle)


def _river(c: Canvas) -> None:
    _landscape(c)
    c.hills(760, 60, c.near)
    bend = c.random.choice((-1, 1))
    left = [(800 + bend * math.sin(t / 7) * 260 - 12 - t * t * 0.62, 700 + t * 12) for t in range(26)]
    right = [(800 + bend * math.sin(t / 7) * 260 + 12 + t * t * 0.62, 700 + t * 12) for t in range(26)]
    c.polygon(left + right[::-1], c.light)
    for t in range(6, 26, 4):
        x, y = left[t]
        c.line([(x + 60, y), (x + 60 + t * 14, y)], c.below, 4)


def _bridge(c: Canvas) -> None:
    _landscape(c, 560)
    c.water(690)
    c.box(0, 560, WIDTH, 26, c.near)
    for tower in (420, 1180):
        c.box(tower - 18, 250, 36, 500, c.near)
        c.box(tower - 40, 740, 80, 30, c.near)
    cable = [(x, 270 + 250 * (1 - ((x - 800) / 380) ** 2)) for x in range(420, 1190, 10)]
    c.line(cable, c.near, 7)
    c.line([(0, 540), (420, 265)], c.near, 7)
    c.line([(1180, 265), (WIDTH, 540)], c.near, 7)
    for x, y in cable[::4]:
        c.line([(x, y), (x, 562)], c.near, 3)
    c.box(c.random.uniform(500, 1000), 522, 120, 38, c.accent)


def _ballot_box(c: Canvas) -> None:
    c.gradient(0, HEIGHT, c.light, c.below)
    c.box(0, 800, WIDTH, 200, c.middle)
    c.box(470, 430, 660, 390, c.shade(0.55))
    c.polygon([(470, 430), (560, 350), (1040, 350), (1130, 430)], c.far)
    c.box(680, 384, 240, 16, c.near)
    c.polygon([(716, 392), (738, 150), (922, 176), (884, 392)], (250, 250, 246))
    for row in range(4):
        c.line([(768, 210 + row * 42), (886, 226 + row * 42)], c.far, 6)
    c.line([(745, 252), (752, 268), (766, 240)], c.accent, 8)
    c.box(730, 560, 140, 120, c.light)
    c.line([(762, 620), (792, 652), (842, 586)], c.accent, 16)


def _border_post(c: Canvas) -> None:
    _landscape(c)
    c.polygon([(560, HEIGHT), (770, 640), (830, 640), (1040, HEIGHT)], c.shade(0.35))
    for t in range(5):
        c.box(795 - t, 680 + t * 62, 8 + t * 3, 24 + t * 6, c.light)
    c.box(1060, 470, 300, 330, c.near)
    c.box(1030, 440, 360, 40, c.accent)
    c.box(1100, 530, 220, 100, c.light)
    c.box(300, 560, 34, 260, c.near)
    for stripe in range(9):
        c.box(330 + stripe * 82, 600, 82, 30, c.accent if stripe % 2 else (250, 248, 244))
    c.line([(230, 240), (230, 820)], c.near, 10)
    c.polygon([(235, 250), (400, 276), (360, 316), (400, 360), (235, 346)], c.accent)


def _harbour(c: Canvas) -> None:
    _landscape(c, 600)
    c.water(650)
    for crane in (220, 420):
        c.line([(crane, 660), (crane, 300), (crane + 240, 250)], c.near, 14)
        c.line([(crane, 300), (crane - 90, 340), (crane, 400)], c.near, 8)
        c.line([(crane + 225, 255), (crane + 225, 480)], c.near, 3)
    c.polygon([(620, 640), (1480, 640), (1400, 780), (700, 780)], c.near)
    c.box(1240, 460, 130, 180, c.light)
    for row in range(3):
        for column in range(6):
            shade = c.random.choice((c.accent, c.far, c.middle, c.shade(0.2)))
            c.box(690 + column * 88, 580 - row * 58, 82, 54, shade)
    c.box(1270, 490, 70, 24, c.near)


def _classroom(c: Canvas) -> None:
    c.gradient(0, HEIGHT, c.light, c.below)
    c.box(300, 130, 1000, 380, c.near)
    c.box(318, 148, 964, 344, c.middle)
    for row in range(4):
        c.line([(390, 220 + row * 62), (390 + c.random.uniform(280, 560), 220 + row * 62)], c.light, 7)
    c.ellipse(1120, 310, 90, 90, c.far)
    c.box(0, 700, WIDTH, 300, c.shade(0.7))
    for x in (250, 620, 990, 1360):
        c.person(x, 830, 150, c.shade(c.random.uniform(0, 0.3)))
        c.box(x - 160, 830, 320, 34, c.accent)


def _press_conference(c: Canvas) -> None:
    c.gradient(0, HEIGHT, c.above, c.middle)
    for column in range(5):
        c.box(120 + column * 290, 120, 230, 130, c.shade(0.5 + 0.1 * (column % 2)))
    c.person(800, 720, 260, c.near)
    c.polygon([(560, 720), (1040, 720), (990, HEIGHT), (610, HEIGHT)], c.accent)
    for x, tilt in ((700, -40), (770, -10), (840, 20), (910, 50)):
        c.line([(x, 740), (x + tilt, 640)], c.light, 9)
        c.ellipse(x + tilt, 626, 17, 26, c.light)
    for x in (150, 420, 1180, 1460):
        c.person(x, HEIGHT + 20, 200, c.shade(c.random.uniform(0, 0.2)))


def _courthouse(c: Canvas) -> None:
    c.sun(1250, 250, 80)
    c.hills(760, 120, c.far)
    c.box(0, 830, WIDTH, 170, c.middle)
    c.polygon([(300, 380), (800, 170), (1300, 380)], c.light)
    c.box(320, 380, 960, 50, c.shade(0.7))
    for column in range(7):
        c.box(360 + column * 136, 430, 64, 350, c.light)
        c.box(412 + column * 136, 430, 12, 350, c.shade(0.8))
    c.box(740, 520, 120, 260, c.near)
    for step in range(4):
        c.box(300 - step * 40, 780 + step * 30, 1000 + step * 80, 30, c.shade(0.9 - 0.15 * step))
    c.ellipse(800, 310, 40, 40, c.accent)


def _mountains(c: Canvas) -> None:
    c.sun(c.random.uniform(300, 1300), 260, 80)
    for x, height, width in ((350, 520, 520), (820, 660, 640), (1290, 480, 560)):
        top = 820 - height * c.random.uniform(0.9, 1)
        c.polygon([(x - width / 2, 840), (x, top), (x + width / 2, 840)], c.far)
        c.polygon([(x, top), (x + width / 2, 840), (x + width * 0.1, 840)], c.shade(0.75))
        rise = (840 - top) * 0.28
        slope = width / 2 / (840 - top)
        peak = [(x, top), (x + rise * slope, top + rise), (x + 20, top + rise * 0.72), (x - 22, top + rise * 1.05)]
        c.polygon([*peak, (x - rise * slope, top + rise)], (252, 252, 250))
    c.hills(860, 130, c.middle)
    c.hills(960, 110, c.near)


def _radio_mast(c: Canvas) -> None:
    _landscape(c, 760)
    c.hills(930, 120, c.near)
    c.line([(720, 860), (795, 180)], c.near, 14)
    c.line([(880, 860), (805, 180)], c.near, 14)
    for level in range(9):
        y, half = 250 + level * 68, 12 + level * 8
        c.line([(800 - half, y), (800 + half, y)], c.near, 7)
        c.line([(800 - half, y), (800 + half + 8, y + 68)], c.near, 5)
    for radius in (90, 160, 230):
        for side in (-1, 1):
            arc = [(800 + side * radius * math.cos(a / 10), 180 + radius * math.sin(a / 10)) for a in range(-6, 7)]
            c.line(arc, c.accent, 10)
    c.ellipse(800, 180, 20, 20, c.accent)


def _water_tower(c: Canvas) -> None:
    _landscape(c, 700)
    c.hills(900, 90, c.near)
    for x in (640, 760, 840, 960):
        c.line([(800 + (x - 800) * 0.8, 470), (x, 880)], c.near, 14)
    c.line([(650, 700), (950, 700)], c.near, 8)
    c.box(600, 300, 400, 170, c.accent)
    c.ellipse(800, 470, 200, 60, c.accent)
    c.polygon([(580, 300), (800, 170), (1020, 300)], c.near)
    c.box(600, 360, 400, 18, c.light)
    c.line([(800, 500), (800, 880)], c.near, 18)


def _meeting_table(c: Canvas) -> None:
    c.gradient(0, HEIGHT, c.light, c.below)
    for window in range(4):
        c.box(170 + window * 330, 110, 260, 320, c.above)
        c.box(170 + window * 330, 300, 260, 130, c.far)
    for index, x in enumerate(range(260, 1400, 216)):
        c.person(x, 700, 150, c.shade(0.1 + 0.12 * (index % 3)))
    c.polygon([(120, 700), (1480, 700), (WIDTH, 930), (0, 930)], c.accent)
    c.box(0, 930, WIDTH, 70, c.near)
    for x in range(240, 1420, 216):
        c.polygon([(x, 770), (x + 90, 770), (x + 100, 820), (x - 8, 820)], (250, 250, 246))
    for x in (350, 800, 1250):
        c.box(x - 3, 600, 6, 120, c.near)
        c.polygon([(x, 600), (x + 64, 612), (x, 648)], c.middle)


MOTIFS: dict[str, Callable[[Canvas], None]] = {
    "river": _river,
    "bridge": _bridge,
    "ballot-box": _ballot_box,
    "border-post": _border_post,
    "harbour": _harbour,
    "classroom": _classroom,
    "press-conference": _press_conference,
    "courthouse": _courthouse,
    "mountains": _mountains,
    "radio-mast": _radio_mast,
    "water-tower": _water_tower,
    "meeting-table": _meeting_table,
}
