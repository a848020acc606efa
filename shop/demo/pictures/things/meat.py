"""Fresh meat."""

from ..canvas import across, ball, dark, down, light, mix
from ..shapes import ellipse, placed, rounded, smooth, wobbly


def slab(canvas, x, y, s, base="#a8323a", fat="#f6ddd0", streaks=7):
    """A cut of meat with marbling and a rim of fat."""
    canvas.shadow(x, y + s * 0.62, s * 1.2, s * 0.3)
    rim = wobbly(x, y, s * 1.1, s * 0.72, canvas.rng, 0.07, 12)
    canvas.paint(rim, down(light(fat, 0.3), dark(fat, 0.08)))
    shape = placed([((px - x) / s, (py - y) / s) for px, py in rim], x, y + s * 0.03, s * 0.9)
    canvas.paint(shape, ball(base, light(base, 0.25), dark(base, 0.3)))
    for _ in range(streaks):
        px, py = x + canvas.rng.uniform(-0.6, 0.45) * s, y + canvas.rng.uniform(-0.4, 0.4) * s
        bend = canvas.rng.uniform(-0.1, 0.1) * s
        canvas.line([(px, py), (px + s * 0.14, py + bend), (px + s * 0.32, py - bend * 0.6)], s * 0.028, fat)
    canvas.soft(x - s * 0.4, y - s * 0.3, s * 0.4, s * 0.2, "#ffffff", 0.3, within=shape)


def cuts(canvas, x, y, s):
    """Two long cuts of lean meat."""
    slab(canvas, x - s * 0.1, y - s * 0.32, s * 0.85, base="#9c2c34", streaks=4)
    slab(canvas, x + s * 0.16, y + s * 0.3, s * 0.82, base="#b23b42", streaks=5)


def brisket(canvas, x, y, s):
    """Cubes of brisket with layers of fat."""
    for dx, dy in ((-0.6, -0.2), (0.5, -0.25), (-0.05, 0.05), (-0.75, 0.3), (0.65, 0.28), (0.0, 0.45)):
        cx, cy, r = x + dx * s, y + dy * s, s * 0.34
        canvas.shadow(cx, cy + r * 0.8, r * 1.2)
        canvas.paint(rounded(cx - r, cy - r * 0.8, cx + r, cy + r * 0.8, r * 0.24), down("#c4525a", "#8e2630"))
        for share in (-0.35, 0.25):
            canvas.paint(rounded(cx - r, cy + share * r, cx + r, cy + share * r + r * 0.2, r * 0.09), "#f4dacd")


def ribs(canvas, x, y, s, base="#a33a3c"):
    """A rack of ribs."""
    canvas.shadow(x, y + s * 0.62, s * 1.3, s * 0.3)
    for step in range(5):
        px = x + (step - 2) * s * 0.46
        canvas.line([(px + s * 0.1, y - s * 0.75), (px - s * 0.04, y + s * 0.6)], s * 0.16, "#d8c4aa")
        canvas.line([(px + s * 0.08, y - s * 0.75), (px - s * 0.06, y + s * 0.55)], s * 0.1, "#f7ecd9")
    body = smooth(
        [
            (x - s * 1.15, y - s * 0.45),
            (x, y - s * 0.55),
            (x + s * 1.2, y - s * 0.45),
            (x + s * 1.15, y + s * 0.3),
            (x, y + s * 0.42),
            (x - s * 1.2, y + s * 0.32),
        ]
    )
    canvas.paint(body, down(light(base, 0.2), base, dark(base, 0.3)))
    for step in range(6):
        px = x + (step - 2.5) * s * 0.46
        canvas.line([(px + s * 0.06, y - s * 0.42), (px - s * 0.04, y + s * 0.28)], s * 0.035, "#efcfc0")
    canvas.soft(x - s * 0.4, y - s * 0.3, s * 0.7, s * 0.2, "#ffffff", 0.28, within=body)


def lamb_ribs(canvas, x, y, s):
    ribs(canvas, x, y, s, base="#c2605c")


def rolls(canvas, x, y, s, base="#b03d45"):
    """Thin rolled slices for the hot pot."""
    for dx, dy in ((-0.8, -0.25), (0, -0.32), (0.8, -0.25), (-0.42, 0.2), (0.42, 0.2), (0, 0.6)):
        cx, cy, r = x + dx * s, y + dy * s, s * 0.38
        canvas.shadow(cx, cy + r * 0.6, r * 1.2)
        canvas.paint(
            rounded(cx - r, cy - r * 0.6, cx + r, cy + r * 0.6, r * 0.5),
            across("#f8e3da", base, light(base, 0.15), "#f3d6cb", base, dark(base, 0.2)),
        )
        canvas.paint(ellipse(cx + r * 0.72, cy, r * 0.3, r * 0.56), "#f8e6de")
        canvas.paint(ellipse(cx + r * 0.74, cy, r * 0.2, r * 0.4), base)
        canvas.paint(ellipse(cx + r * 0.75, cy, r * 0.09, r * 0.2), "#f8e6de")


def lamb_rolls(canvas, x, y, s):
    rolls(canvas, x, y, s, base="#cb6a66")


def mince(canvas, x, y, s):
    """Minced meat in strands."""
    canvas.shadow(x, y + s * 0.55, s * 1.3, s * 0.3)
    rng = canvas.rng
    for _ in range(120):
        t = rng.uniform(-1, 1)
        px, py = x + t * s * 1.05, y + s * (0.5 - rng.uniform(0, 1) * (1 - abs(t) ** 2.2) * 0.95)
        color = mix(rng.choice(("#b6434a", "#a2363e", "#cc6a68")), "#ffffff", rng.choice((0, 0.05, 0.12, 0.5)))
        bend = rng.uniform(-0.1, 0.1) * s
        canvas.line([(px - s * 0.1, py + bend), (px, py), (px + s * 0.1, py + bend)], s * 0.075, color)


def bone(canvas, x, y, s):
    """Sawn marrow bones."""
    for dx, dy in ((-0.62, 0.12), (0.6, 0.02), (0, 0.36)):
        cx, cy, r = x + dx * s, y + dy * s, s * 0.42
        canvas.shadow(cx, cy + r * 1.0, r * 1.2)
        canvas.paint(
            smooth(
                [
                    (cx - r, cy - r * 0.5),
                    (cx + r, cy - r * 0.5),
                    (cx + r * 0.85, cy + r * 0.9),
                    (cx, cy + r * 1.05),
                    (cx - r * 0.85, cy + r * 0.9),
                ]
            ),
            across("#f9eddb", "#fffaf0", "#d2b48f"),
        )
        canvas.paint(ellipse(cx, cy - r * 0.5, r, r * 0.48), "#fdf4e6")
        canvas.paint(ellipse(cx, cy - r * 0.5, r * 0.62, r * 0.28), ball("#d9756a", "#f4b9a8", "#a83f38"))


def leg(canvas, x, y, s):
    """A leg of lamb."""
    canvas.shadow(x, y + s * 0.62, s * 1.3, s * 0.3)
    canvas.line([(x + s * 0.7, y - s * 0.25), (x + s * 1.45, y - s * 0.6)], s * 0.15, "#f3e6d2")
    for dy in (-0.08, 0.08):
        canvas.dot(x + s * 1.48 + dy * s * 0.4, y - s * 0.62 + dy * s, s * 0.12, "#fbf2e2")
    body = placed(
        smooth(
            [
                (-1.1, 0.05),
                (-0.85, -0.5),
                (-0.2, -0.66),
                (0.5, -0.5),
                (1.0, -0.42),
                (1.05, -0.2),
                (0.6, 0.1),
                (0.1, 0.5),
                (-0.6, 0.6),
            ]
        ),
        x,
        y,
        s,
    )
    canvas.paint(body, ball("#c06058", "#eab2a0", "#83302f"))
    for shift in (-0.3, 0.05, 0.4):
        canvas.line(
            [(x + (shift - 0.3) * s, y + s * 0.34), (x + shift * s, y), (x + (shift + 0.14) * s, y - s * 0.34)],
            s * 0.035,
            "#f3d5c6",
        )


def spine(canvas, x, y, s):
    """Pieces of backbone with meat."""
    for dx, dy in ((-0.62, -0.1), (0.55, -0.16), (0, 0.32)):
        slab(canvas, x + dx * s, y + dy * s, s * 0.48, base="#b8565a", streaks=3)
        canvas.paint(ellipse(x + dx * s, y + dy * s, s * 0.14, s * 0.11), "#f7ecd9")
        canvas.paint(ellipse(x + dx * s, y + dy * s, s * 0.07, s * 0.055), "#c98d80")
