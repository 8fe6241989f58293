"""Many documents in one run: read, compared with the store, drafted, stored a few sentences at a time."""

from muqabala.batch.local import BatchOptions, BatchReport, DocumentReport, Progress, Run, translate_documents

__all__ = ["BatchOptions", "BatchReport", "DocumentReport", "Progress", "Run", "translate_documents"]
