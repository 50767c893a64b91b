from lib.store import directory_tables as directory_tables
from lib.store.schema import accounts as accounts  # registered with the other tables
