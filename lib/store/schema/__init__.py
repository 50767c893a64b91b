from lib.store.schema import accounts as accounts  # all tables in one catalogue
from lib.store.schema import audit as audit
from lib.store.schema import batches as batches
from lib.store.schema import directory as directory
from lib.store.schema import plans as plans
