package drawbridge.rules.vuln_scan_recent_for_digest_test

import data.drawbridge.fixture_test as given
import data.drawbridge.rules.vuln_scan_recent_for_digest as rule

scan(document) := given.changed({"evidence": {"vulnerabilityScan": {"document": document}}})

test_fine_by_a_recent_scan if {
	found := rule.report with input as given.good
	given.levels(found) == {"fine"}
	contains(given.messages(found), "from 2026-11-21 05:00 UTC; wanted is at most 24 hours of age")
}

test_cannot_tell_without_one if {
	every state in given.states - {"invalid"} {
		found := rule.report with input as scan(given.absent(state))
		given.levels(found) == {"cant-tell"}
		given.facts(found) == {$"scan {state}"}
	}
}

test_denied_where_its_signature_does_not_verify if {
	found := rule.report with input as scan(given.absent("invalid"))
	given.levels(found) == {"deny"}
}

test_what_nobody_signed_counts_where_not_protected if {
	found := rule.report with input as object.union(
		scan({"state": "claimed"}),
		{"environment": {"protected": false}},
	)
	given.levels(found) == {"fine"}
	contains(given.messages(found), "on trust")
}

test_cannot_tell_for_another_digest if {
	found := rule.report with input as scan({"subject": given.other})
	given.levels(found) == {"cant-tell"}
	given.facts(found) == {"scan for another digest"}
}

test_cannot_tell_for_no_digest if {
	found := rule.report with input as given.without(["/evidence/vulnerabilityScan/document/subject"])
	given.levels(found) == {"cant-tell"}
}

test_cannot_tell_without_a_date if {
	found := rule.report with input as given.without(["/evidence/vulnerabilityScan/document/made"])
	given.levels(found) == {"cant-tell"}
	given.facts(found) == {"scan undated"}
}

test_the_oldest_date_counts if {
	every name in ["made", "databaseMade", "firstSeen"] {
		at_limit := rule.report with input as scan({name: given.now - 86400})
		given.levels(at_limit) == {"fine"}
		too_old := rule.report with input as scan({name: given.now - 86401})
		given.levels(too_old) == {"cant-tell"}
		given.facts(too_old) == set()
	}
}

test_more_than_five_minutes_ahead_is_cant_tell if {
	every name in ["made", "databaseMade", "firstSeen"] {
		near := rule.report with input as scan({name: given.now + 300})
		given.levels(near) == {"fine"}
		far := rule.report with input as scan({name: given.now + 301})
		given.levels(far) == {"cant-tell"}
	}
}

test_without_an_age_of_the_environment_the_parameter_holds if {
	unlimited := json.remove(scan({"databaseMade": given.now - 172800}), ["/environment/maxAge/vulnerability-scan"])
	by_default := rule.report with input as unlimited
	given.levels(by_default) == {"fine"}
	set := object.union(unlimited, {"environment": {"parameters": {"vuln.scan_recent_for_digest": {"maxAge": 3600}}}})
	by_parameter := rule.report with input as set
	given.levels(by_parameter) == {"cant-tell"}
	contains(given.messages(by_parameter), "is 2 days old")
	contains(given.messages(by_parameter), "at most 60 minutes")
}
