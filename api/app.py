"""The web application: routes, guards and the chain, put together."""

from fastapi import Depends, FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles

from api import calculations, chat, documents, drafts, feedback, finder, pages, programmes, shares
from api.access import guard
from api.guards import BodyLimit, SecurityHeaders
from api.pages import rendering
from api.pages.faults import add_fault_pages
from api.pages.receiving import IMPORT, IMPORT_LIMIT
from api.pages.session import add_sign_in
from api.problems import add_problem_handlers, problem
from api.shelving import Shelving
from api.today import Today, today_in_japan
from desk.bootstrap import CurrentDesk
from desk.current import CurrentDatabase
from desk.masking import load_masker
from desk.opinions import FeedbackTable
from desk.settings import DeskSettings
from ingest.errors import SodanError
from rag.bootstrap import CurrentChain
from rag.cataloguing import CurrentCatalogue
from rag.settings import ChainSettings


def create_app(settings: ChainSettings, desk: DeskSettings | None = None, today: Today = today_in_japan) -> FastAPI:
    """The application over the index that ``settings`` name; the index is opened at the first question.

    ``desk`` names the help desk's database, which is opened when it is first needed; None: one beside the index.
    """
    # The interactive API pages load scripts from elsewhere, which the content policy rightly refuses.
    app = FastAPI(
        title="Sodan", docs_url=None, redoc_url=None, openapi_url="/v1/openapi.json", dependencies=[Depends(guard)]
    )
    app.state.settings = settings
    app.state.chains = CurrentChain(settings)
    app.state.catalogues = CurrentCatalogue(settings.corpus)
    app.state.desks = CurrentDesk(app.state.chains, settings.corpus)
    app.state.today = today
    app.state.desk_settings = desk or DeskSettings.beside(settings.index)
    app.state.database = CurrentDatabase(app.state.desk_settings.database)
    app.state.feedback = FeedbackTable(app.state.database.get, lambda: load_masker(settings.corpus))
    app.state.shelving = Shelving(settings)
    for part in (chat, calculations, documents, drafts, feedback, finder, programmes, shares):
        app.include_router(part.router)
    for area in pages.AREAS:
        app.include_router(area.router)
    app.mount("/static", StaticFiles(directory=rendering.API / "static"), name="static")
    # A form has some bytes around its file.
    larger = {"/admin/documents": app.state.desk_settings.upload_limit + 100_000, IMPORT: IMPORT_LIMIT}
    app.add_middleware(BodyLimit, larger=larger)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(GZipMiddleware, minimum_size=2_000)
    add_problem_handlers(app)
    add_fault_pages(app)
    add_sign_in(app)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        """The process is alive."""
        return {"status": "ok"}

    @app.get("/readyz", response_model=None)
    def readyz() -> JSONResponse:
        """The index can be answered from; 503 with the reason where it cannot."""
        try:
            index = app.state.chains.get().index
        except SodanError as error:
            return problem(503, str(error))
        return JSONResponse({"status": "ok", "index": index.version, "documents": index.manifest.documents})

    return app
