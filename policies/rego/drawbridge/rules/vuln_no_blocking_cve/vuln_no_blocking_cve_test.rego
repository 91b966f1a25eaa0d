package drawbridge.rules.vuln_no_blocking_cve_test

import data.drawbridge.fixture_test as given
import data.drawbridge.rules.vuln_no_blocking_cve as rule

base := {
	"id": "CVE-2026-1000",
	"severity": "critical",
	"packageName": "openssl",
	"version": "3.5.0",
	"fix": "fixed",
	"fixedIn": ["3.5.1"],
}

scan(vulnerabilities) := given.changed({"evidence": {"vulnerabilityScan": {"vulnerabilities": vulnerabilities}}})

set(parameters) := {"environment": {"parameters": {"vuln.no_blocking_cve": parameters}}}

test_fine_where_none_blocks if {
	found := rule.report with input as given.good
	given.levels(found) == {"fine"}
	contains(given.messages(found), "None of 2 matches blocks; wanted is no vulnerability of severity critical or high that may have a fix.")
}

test_denied_with_its_id_as_fact if {
	found := rule.report with input as scan([base])
	given.levels(found) == {"deny"}
	given.facts(found) == {"CVE-2026-1000 in openssl 3.5.0"}
	contains(given.messages(found), "fixed in 3.5.1")
}

test_each_gets_a_finding_of_its_own if {
	found := rule.report with input as scan([base, object.union(base, {"id": "CVE-2026-2000"})])
	count(found) == 2
}

test_without_a_fix_it_does_not_block if {
	every fix in ["not-fixed", "wont-fix"] {
		found := rule.report with input as scan([object.union(base, {"fix": fix, "fixedIn": []})])
		given.levels(found) == {"fine"}
	}
}

test_without_a_fix_it_blocks_where_asked if {
	unfixed := scan([object.union(base, {"fix": "not-fixed", "fixedIn": []})])
	found := rule.report with input as object.union(unfixed, set({"onlyFixed": false}))
	given.levels(found) == {"deny"}
	contains(given.messages(found), "there is no fix yet. Wanted is no vulnerability of severity critical or high, with or without a fix.")
}

test_an_unknown_fix_blocks if {
	found := rule.report with input as scan([object.union(base, {"fix": "unknown", "fixedIn": []})])
	given.levels(found) == {"deny"}
	contains(given.messages(found), "isn't known")
}

test_a_fix_without_a_version_blocks if {
	found := rule.report with input as scan([object.union(base, {"fixedIn": []})])
	given.levels(found) == {"deny"}
	contains(given.messages(found), "there is a fix")
}

test_severities_are_a_parameter if {
	found := rule.report with input as object.union(scan([base]), set({"severities": ["low"]}))
	given.levels(found) == {"fine"}
}

test_an_unknown_severity_warns if {
	found := rule.report with input as scan([object.union(base, {"severity": "unknown"})])
	given.levels(found) == {"warn"}
}

test_an_unknown_severity_blocks_where_asked if {
	found := rule.report with input as object.union(
		scan([object.union(base, {"severity": "unknown"})]),
		set({"severities": ["unknown"]}),
	)
	given.levels(found) == {"deny"}
}

test_leeway_warns_until_it_is_over_with_the_same_facts if {
	known := scan([object.union(base, {"knownSince": given.now - 86400})])
	within := rule.report with input as object.union(known, set({"leewayDays": 2}))
	given.levels(within) == {"warn"}
	contains(given.messages(within), "blocks from 2026-11-22 13:00 UTC")
	over := rule.report with input as object.union(known, set({"leewayDays": 1}))
	given.levels(over) == {"deny"}
	given.facts(within) == given.facts(over)
}

test_no_leeway_where_its_age_is_unknown if {
	found := rule.report with input as object.union(scan([base]), set({"leewayDays": 30}))
	given.levels(found) == {"deny"}
}

test_cannot_tell_without_a_scan if {
	every state in given.states - {"invalid"} {
		found := rule.report with input as given.changed({"evidence": {"vulnerabilityScan": {"document": given.absent(state)}}})
		given.levels(found) == {"cant-tell"}
	}
}

test_cannot_tell_for_another_digest if {
	found := rule.report with input as given.changed({"evidence": {"vulnerabilityScan": {"document": {"subject": given.other}}}})
	given.levels(found) == {"cant-tell"}
}

test_cannot_tell_for_no_digest if {
	found := rule.report with input as given.without(["/evidence/vulnerabilityScan/document/subject"])
	given.levels(found) == {"cant-tell"}
}

test_silent_where_a_parameter_is_of_another_type if {
	found := rule.report with input as given.changed(set({"leewayDays": 1.5}))
	given.levels(found) == set()
}
