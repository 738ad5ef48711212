"""Adding large and hostile files, measured by hand. Times are of this machine and run; compare ratios.

python -m tools.bench_files [--pages N]   (N pages of a drawn PDF, 2,000 unless told)
"""

import argparse
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from api.settings import Settings

_ADD = """
import resource, sys, time
from pathlib import Path
from ingest.lexicon import load_lexicon
from ingest.library import Library
corpus, library, path = map(Path, sys.argv[1:])
began = time.perf_counter()
(added,) = Library(library).add([path], load_lexicon(corpus), {}, None)
added_in = time.perf_counter() - began
Library(library).documents()
read_in = time.perf_counter() - began - added_in
own, readers = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(f"{added.outcome}, {added.pages} pages in {added_in:.1f} s, read again in {read_in:.1f} s, "
      f"{own:.0f} MB here, {readers:.0f} MB in the reader. " + "".join(added.messages)[-80:])
"""


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pages", type=int, default=2000)
    pages = arguments.parse_args().pages
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [long_pdf(folder / "R7_long.pdf", pages), *hostile_pdfs(folder)]
        for path in files:
            print(f"{path.name:<16} {path.stat().st_size / 2**20:6.1f} MB  {add(folder, path)}", flush=True)


def add(folder: Path, path: Path) -> str:
    """One file in a process of its own, so that memory is its own; what became of it."""
    corpus = Settings.from_env({}).chain.corpus
    done = subprocess.run(
        [sys.executable, "-c", _ADD, corpus, folder / "library", path], capture_output=True, text=True, check=False
    )
    return (done.stdout or done.stderr[-300:]).strip()


def long_pdf(path: Path, pages: int) -> Path:
    """Pages of prose with a ruled table on each."""
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1, pageCompression=1)
    for number in range(1, pages + 1):
        canvas.setFont("HeiseiKakuGo-W5", 18)
        canvas.drawString(60, 780, f"見本{number}支援事業")
        canvas.setFont("HeiseiKakuGo-W5", 10.5)
        for line in range(20):
            canvas.drawString(60, 740 - line * 17, "都内の中小企業者が行う試作を支援する制度の説明です。" + str(line))
        canvas.grid([60, 180, 535], [380 - row * 24 for row in range(4)])
        for row, (key, value) in enumerate([("助成率", "1/2以内"), ("限度額", f"{number}万円"), ("期間", "1年以内")]):
            canvas.drawString(66, 364 - row * 24, key)
            canvas.drawString(186, 364 - row * 24, value)
        canvas.showPage()
    canvas.save()
    return path


def hostile_pdfs(folder: Path) -> list[Path]:
    """A page that inflates to 4 GB, and forms that draw one another 10^12 times."""
    squeezer = zlib.compressobj(1)
    bomb = b"".join([squeezer.compress(b" " * 2**20) for _ in range(4096)] + [squeezer.flush()])
    inflating = one_page(folder / "R7_bomb.pdf", stream(bomb, b"/Filter/FlateDecode"), [])
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    forms = [stream(b"/X Do " * 10, form % (number + 6)) for number in range(12)]
    last = stream(b"0 0 1 1 re f", form % 5)
    return [inflating, one_page(folder / "R7_recursive.pdf", stream(b"/X Do " * 10, b""), [*forms, last])]


def one_page(path: Path, content: bytes, more: list[bytes]) -> Path:
    """A PDF of one page by hand; ``more`` are the objects from number 5 on, the first of them the form X."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, content, *more]
    out, places = b"%PDF-1.5\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    path.write_bytes(out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end)
    return path


def stream(content: bytes, entries: bytes) -> bytes:
    return b"<</Length %d%s>>\nstream\n" % (len(content), entries) + content + b"\nendstream"


if __name__ == "__main__":
    main()
