"""Visits of boiler rooms: dates, bookings, attendance, calendar files."""
