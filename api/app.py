"""The web application: routes, guards and the chain, put together."""

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles

from api import calculations, chat, documents, drafts, feedback, finder, pages, programmes, shares
from api.guards import BodyLimit, SecurityHeaders
from api.pages import rendering
from api.problems import add_problem_handlers, problem
from api.today import Today, today_in_japan
from desk.bootstrap import CurrentDesk
from ingest.errors import SodanError
from rag.bootstrap import CurrentChain
from rag.cataloguing import CurrentCatalogue
from rag.settings import ChainSettings


def create_app(settings: ChainSettings, today: Today = today_in_japan) -> FastAPI:
    """The application over the index that ``settings`` name; the index is opened at the first question."""
    # The interactive API pages load scripts from elsewhere, which the content policy rightly refuses.
    app = FastAPI(title="Sodan", docs_url=None, redoc_url=None, openapi_url="/v1/openapi.json")
    app.state.settings = settings
    app.state.chains = CurrentChain(settings)
    app.state.catalogues = CurrentCatalogue(settings.corpus)
    app.state.desks = CurrentDesk(app.state.chains, settings.corpus)
    app.state.today = today
    app.state.feedback = feedback.FeedbackFile(settings.index.parent / feedback.FILE)
    for part in (chat, calculations, documents, drafts, feedback, finder, programmes, shares):
        app.include_router(part.router)
    for area in pages.AREAS:
        app.include_router(area.router)
    app.mount("/static", StaticFiles(directory=rendering.API / "static"), name="static")
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    add_problem_handlers(app)

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
