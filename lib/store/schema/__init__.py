from lib.store.schema import accounts as accounts  # all tables in one catalogue
from lib.store.schema import audit as audit
from lib.store.schema import directory as directory
