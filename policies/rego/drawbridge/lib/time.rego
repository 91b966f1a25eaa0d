# Times as text: seconds since 1970 as a date (UTC), and lengths of time, by integer arithmetic alone.
package drawbridge.lib

# A moment, such as 2026-11-21 13:05 UTC. The date follows from the day's number by counting years from 1 March,
# in eras of 400 years (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
utc(seconds) := $"{year}-{two(month)}-{two(day)} {two(hour)}:{two(minute)} UTC" if {
	days := floor(seconds / 86400)
	of_day := seconds - (days * 86400)
	hour := floor(of_day / 3600)
	minute := floor((of_day - (hour * 3600)) / 60)
	shifted := days + 719468
	era := floor(shifted / 146097)
	day_of_era := shifted - (era * 146097)
	leaps := (floor(day_of_era / 36524) - floor(day_of_era / 1460)) - floor(day_of_era / 146096)
	year_of_era := floor((day_of_era + leaps) / 365)
	day_of_year := day_of_era - (((365 * year_of_era) + floor(year_of_era / 4)) - floor(year_of_era / 100))
	from_march := floor(((5 * day_of_year) + 2) / 153)
	day := (day_of_year - floor(((153 * from_march) + 2) / 5)) + 1
	month := ((from_march + 2) % 12) + 1
	year := (year_of_era + (era * 400)) + floor((from_march + 2) / 12)
}

two(n) := $"0{n}" if n < 10

two(n) := $"{n}" if n >= 10

# A length of time in the largest unit of which there are at least two, rounded down.
span(seconds) := $"{floor(seconds / 86400)} days" if seconds >= 172800

span(seconds) := $"{floor(seconds / 3600)} hours" if {
	seconds < 172800
	seconds >= 7200
}

span(seconds) := $"{floor(seconds / 60)} minutes" if {
	seconds < 7200
	seconds >= 120
}

span(seconds) := $"{seconds} s" if seconds < 120
