from lib.store import account_tables as account_tables  # registered with the other tables
