"""The numbers of the database's advisory locks. They share one space, so they stand together and differ."""

SEALING_INSTANCE = 7_316_002  # one event of the instance after the other
STORED_FILES = 7_316_003  # shared by a backup while it reads them, wanted alone by what removes them
NIGHTLY_BACKUP = 7_316_004  # one night's work at a time, on whichever machine
KEYS = 7_316_005  # one process changes the keys
SETTING_UP = 7_316_006  # one first user
IMPORT_LOOKS = 7_316_008  # with a turn as its second number: so many files are looked into at once
RELATIONS = 7_316_007  # with a workspace as its second number: one relation after the other
OCCUPANCIES = 7_316_010  # with whoever is booked as its second number: one booking of theirs after the other
