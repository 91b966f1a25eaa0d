package drawbridge.rules.test_unit_passed_test

import data.drawbridge.fixture_test as given
import data.drawbridge.rules.test_unit_passed as rule

tests(report) := given.changed({"evidence": {"test": report}})

set(parameters) := {"environment": {"parameters": {"test.unit_passed": parameters}}}

test_fine_where_all_passed if {
	found := rule.report with input as given.good
	given.levels(found) == {"fine"}
	contains(given.messages(found), "42 tests passed, none failed, 0 skipped")
}

test_denied_where_some_failed if {
	found := rule.report with input as tests({"failed": 1, "failedTests": ["CartTest.adds"]})
	given.levels(found) == {"deny"}
	contains(given.messages(found), "1 test failed (CartTest.adds); wanted is none")
}

test_denied_by_errors if {
	found := rule.report with input as tests({"errors": 2})
	given.levels(found) == {"deny"}
	contains(given.messages(found), "2 tests failed (none)")
}

test_denied_where_some_were_skipped if {
	found := rule.report with input as tests({"skipped": 1})
	given.levels(found) == {"deny"}
	contains(given.messages(found), "1 test was skipped; wanted is at most 0")
}

test_denied_where_too_few_passed if {
	found := rule.report with input as object.union(given.good, set({"minimum": 43}))
	given.levels(found) == {"deny"}
	given.facts(found) == {"42 tests passed; wanted is at least 43"}
}

test_denied_where_there_were_none if {
	found := rule.report with input as tests({"total": 0})
	given.levels(found) == {"deny"}
}

test_fine_with_as_many_skipped_as_allowed if {
	found := rule.report with input as object.union(tests({"skipped": 2}), set({"maxSkipped": 2}))
	given.levels(found) == {"fine"}
}

test_cannot_tell_without_a_report if {
	every state in given.states - {"invalid"} {
		found := rule.report with input as tests({"document": given.absent(state)})
		given.levels(found) == {"cant-tell"}
	}
}

test_cannot_tell_for_another_digest if {
	found := rule.report with input as tests({"document": {"subject": given.other}})
	given.levels(found) == {"cant-tell"}
}

test_cannot_tell_for_no_digest if {
	found := rule.report with input as given.without(["/evidence/test/document/subject"])
	given.levels(found) == {"cant-tell"}
}

test_cannot_tell_where_it_comes_from_the_future if {
	found := rule.report with input as tests({"document": {"made": given.now + 301}})
	given.levels(found) == {"cant-tell"}
}

test_cannot_tell_where_it_is_older_than_asked if {
	found := rule.report with input as given.changed({"environment": {"maxAge": {"test": 3600}}})
	given.levels(found) == {"cant-tell"}
	contains(given.messages(found), "is of 2026-11-21 10:00 UTC; wanted is at most 60 minutes of age")
}

test_cannot_tell_where_its_age_is_asked_and_unknown if {
	undated := given.without(["/evidence/test/document/made"])
	found := rule.report with input as object.union(undated, {"environment": {"maxAge": {"test": 3600}}})
	given.levels(found) == {"cant-tell"}
	contains(given.messages(found), "an unknown date")
}

test_what_nobody_signed_counts_where_not_protected if {
	found := rule.report with input as object.union(
		tests({"document": {"state": "claimed"}}),
		{"environment": {"protected": false}},
	)
	given.levels(found) == {"fine"}
	contains(given.messages(found), "on trust")
}
