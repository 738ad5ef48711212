"""The catalogue of the current index, for those routes that browse it."""

from typing import Annotated

from fastapi import Depends, Request

from api.chat import ChainDep
from rag.catalogue import Catalogue
from rag.cataloguing import CurrentCatalogue


def current_catalogue(request: Request, chain: ChainDep) -> Catalogue:
    """Made at the first request for an index version, and then only read."""
    catalogues: CurrentCatalogue = request.app.state.catalogues
    return catalogues.of(chain.index)


CatalogueDep = Annotated[Catalogue, Depends(current_catalogue)]
