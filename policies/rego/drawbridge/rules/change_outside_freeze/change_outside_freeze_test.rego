package drawbridge.rules.change_outside_freeze_test

import data.drawbridge.fixture_test as given
import data.drawbridge.rules.change_outside_freeze as rule

frozen(window) := given.changed({"freeze": {"windows": [object.union({"reason": "Sale", "source": "freeze-1"}, window)]}})

test_fine_outside if {
	found := rule.report with input as given.good
	given.levels(found) == {"fine"}
	contains(given.messages(found), "the calendar is calendars/freeze.ics")
}

test_fine_without_a_calendar_and_says_so if {
	found := rule.report with input as given.without(["/freeze/calendar"])
	given.levels(found) == {"fine"}
	contains(given.messages(found), "no calendar is named")
}

test_denied_from_its_first_second_to_its_last if {
	every window in [
		{"from": given.now, "until": given.now + 1},
		{"from": given.now - 10, "until": given.now + 1},
		{"from": given.now + 600, "until": given.now + 700},
	] {
		found := rule.report with input as frozen(window)
		given.levels(found) == {"deny"}
		contains(given.messages(found), "(Sale, by freeze-1)")
	}
}

test_fine_right_beside_it if {
	every window in [
		{"from": given.now - 10, "until": given.now},
		{"from": given.now + 601, "until": given.now + 700},
	] {
		found := rule.report with input as frozen(window)
		given.levels(found) == {"fine"}
	}
}

test_a_planned_end_in_the_past_is_now if {
	found := rule.report with input as object.union(
		frozen({"from": given.now, "until": given.now + 5}),
		{"plan": {"plannedEnd": 0}},
	)
	given.levels(found) == {"deny"}
}

test_the_subject_is_the_same_with_and_without_a_freeze if {
	outside := rule.report with input as given.good
	inside := rule.report with input as frozen({"from": given.now, "until": given.now + 1})
	{found.subject | some found in outside} == {found.subject | some found in inside}
	given.facts(outside) == given.facts(inside)
}

test_a_freeze_on_record_denies_also_where_the_calendar_cannot_be_read if {
	found := rule.report with input as object.union(
		frozen({"from": given.now, "until": given.now + 5}),
		{"freeze": object.union(given.absent("unreadable"), {"windows": [{"from": given.now, "until": given.now + 5, "reason": "Sale", "source": "freeze-1"}]})},
	)
	given.levels(found) == {"deny", "cant-tell"}
}

test_cannot_tell_where_the_calendar_cannot_be_read if {
	every state in ["missing", "unreadable", "unreachable"] {
		found := rule.report with input as given.changed({"freeze": given.absent(state)})
		given.levels(found) == {"cant-tell"}
		given.facts(found) == {$"freeze calendar {state}"}
	}
}
