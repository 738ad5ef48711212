"""PDFs drawn by the tests: texts at places, in points from the page's top left corner."""

from functools import cache

GOTHIC = "HeiseiKakuGo-W5"


class Paper:
    """``write`` and ``rule`` draw on the current page; ``save`` writes the file."""

    def __init__(self, path, size=(595, 842), **options):
        from reportlab.pdfgen.canvas import Canvas

        _register_fonts()
        self.path, self.height = path, size[1]
        self.canvas = Canvas(str(path), pagesize=size, invariant=1, **options)

    def write(self, x, y, text, size=10.5, colour=(0, 0, 0)):
        self.canvas.setFont(GOTHIC, size)
        self.canvas.setFillColorRGB(*colour)
        self.canvas.drawString(x, self.height - y, text)

    def lines(self, x, y, texts, pitch=17, size=10.5):
        for at, text in enumerate(texts):
            self.write(x, y + at * pitch, text, size)

    def grid(self, xs, ys):
        """Rules around the cells between ``xs`` and ``ys``."""
        self.canvas.grid(xs, [self.height - y for y in ys])

    def fill(self, x, y, width, height, colour):
        self.canvas.setFillColorRGB(*colour)
        self.canvas.rect(x, self.height - y - height, width, height, stroke=0, fill=1)

    def turn(self):
        self.canvas.showPage()

    def save(self):
        self.canvas.showPage()
        self.canvas.save()
        return self.path


@cache
def _register_fonts():
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont

    registerFont(UnicodeCIDFont(GOTHIC))


def raw_pdf(objects, version=b"1.5"):
    """A PDF of objects written by hand; the first is the catalogue."""
    out = b"%PDF-" + version + b"\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, at = len(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size + table
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, at)


def one_page_pdf(content, entries=b"", resources=b"", more=()):
    """A PDF of one page whose content stream has ``entries`` in its dictionary."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>%s>>/Contents 4 0 R>>"
    return raw_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            page % resources,
            stream(content, entries),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            *more,
        ]
    )


def stream(content, entries=b""):
    return b"<</Length %d%s>>\nstream\n" % (len(content), entries) + content + b"\nendstream"
