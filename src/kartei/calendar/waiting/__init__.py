"""The waiting list: wishes, times that become free, offers."""
