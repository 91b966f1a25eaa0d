package drawbridge.gate_test

import data.drawbridge.collections
import data.drawbridge.fixture_test as given
import data.drawbridge.gate

reporting(release) := {found.id | some found in findings(release)}

findings(release) := found if found := gate.findings with input as release

test_every_rule_of_the_collections_reports if {
	wanted := {id |
		some name in ["minimal", "change-basic"]
		some id in collections.catalogue[name].rules
	}
	reporting(given.good) == wanted
}

test_only_the_chosen_rules_report if {
	release := given.changed({"environment": {"collections": ["minimal"], "protected": false, "approvalsNeeded": []}})
	reporting(release) == {id | some id in collections.catalogue.minimal.rules}
}

test_four_eyes_reports_where_protected_or_approvals_are_named if {
	plain := {"collections": [], "protected": false, "approvalsNeeded": []}
	reporting(given.changed({"environment": plain})) == set()
	reporting(given.changed({"environment": object.union(plain, {"protected": true})})) == {"change.four_eyes"}
	named := object.union(plain, {"approvalsNeeded": [{"count": 1, "groups": []}]})
	reporting(given.changed({"environment": named})) == {"change.four_eyes"}
}

test_an_unknown_collection_brings_nothing if {
	release := given.changed({"environment": {"collections": ["nonsense"], "protected": false, "approvalsNeeded": []}})
	reporting(release) == set()
}
