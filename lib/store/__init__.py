from lib.store import account_tables as account_tables  # registered with the other tables
from lib.store import directory_tables as directory_tables
