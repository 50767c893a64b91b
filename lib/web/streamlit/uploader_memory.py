"""What lies in the memory of Streamlit's uploader."""

from __future__ import annotations

from collections.abc import Collection

from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager


def held_in_memory(pages: Collection[str]) -> tuple[int, int]:
    """Bytes uploaded and still lying there: of these pages (ids of sessions), and of all."""
    if not runtime.exists():
        return 0, 0
    kept = getattr(runtime.get_instance(), "_uploaded_file_mgr", None)
    if not isinstance(kept, MemoryUploadedFileManager):
        return 0, 0
    visits = [(page, [*files.values()]) for page, files in [*kept.file_storage.items()]]
    sizes = {page: sum(len(f.data) for f in files) for page, files in visits}
    return sum(sizes.get(page, 0) for page in pages), sum(sizes.values())
