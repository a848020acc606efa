"""Photos that acceptors take; drawn, as nothing in the demo is real."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw


@cache
def crushed_box():
    """Return the JPEG of a box with a dent."""
    image = Image.new("RGB", (960, 720), "#8c8f88")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 500, 960, 720), fill="#6d6f69")
    draw.polygon(((200, 250), (760, 250), (760, 610), (200, 610)), fill="#b98a58")
    draw.polygon(((200, 250), (270, 170), (830, 170), (760, 250)), fill="#cfa472")
    draw.polygon(((760, 250), (830, 170), (830, 520), (760, 610)), fill="#966c41")
    draw.rectangle((450, 250, 510, 610), fill="#d9c49b")
    draw.polygon(((560, 610), (640, 430), (700, 520), (760, 400), (760, 610)), fill="#5d4227")
    draw.line(((560, 610), (640, 430), (700, 520), (760, 400)), fill="#2f2012", width=6)
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
