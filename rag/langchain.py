"""The retriever as LangChain knows one: ``BaseRetriever`` giving ``Document``s with their address."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from rag.chain import AnswerChain


class SodanRetriever(BaseRetriever):
    """Hybrid retrieval for LangChain; metadata: document_id, page, fiscal_year, chunk_id, score and ranks by leg."""

    chain: AnswerChain
    k: int = 8

    model_config = ConfigDict(arbitrary_types_allowed=True)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [
            Document(
                id=passage.chunk.id,
                page_content=passage.chunk.text,
                metadata={
                    "document_id": passage.chunk.document_id,
                    "page": passage.chunk.page,
                    "fiscal_year": passage.chunk.fiscal_year,
                    "chunk_id": passage.chunk.id,
                    "score": passage.score,
                    "ranks": passage.ranks,
                },
            )
            for passage in self.chain.search(query, self.k)
        ]
