"""What lies in the memory of Streamlit's uploader."""

from __future__ import annotations

from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager


def held_in_memory(visit: str) -> tuple[int, int]:
    """Bytes uploaded and still lying there: of this visit (a session's id), and of all."""
    if not runtime.exists():
        return 0, 0
    kept = getattr(runtime.get_instance(), "_uploaded_file_mgr", None)
    if not isinstance(kept, MemoryUploadedFileManager):
        return 0, 0
    visits = [(session, [*files.values()]) for session, files in [*kept.file_storage.items()]]
    sizes = {session: sum(len(f.data) for f in files) for session, files in visits}
    return sizes.get(visit, 0), sum(sizes.values())
