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
	reporting(release) == {id | some id in collections.catalogue.minimal.rules} | {"change.outside_freeze"}
}

test_four_eyes_reports_where_protected_or_approvals_are_named if {
	plain := {"collections": [], "protected": false, "approvalsNeeded": []}
	reporting(given.changed({"environment": plain})) == {"change.outside_freeze"}
	reporting(given.changed({"environment": object.union(plain, {"protected": true})})) == {"change.four_eyes", "change.outside_freeze"}
	named := object.union(plain, {"approvalsNeeded": [{"count": 1, "groups": []}]})
	reporting(given.changed({"environment": named})) == {"change.four_eyes", "change.outside_freeze"}
}

test_an_unknown_collection_brings_nothing_of_its_own if {
	release := given.changed({"environment": {"collections": ["nonsense"], "protected": false, "approvalsNeeded": []}})
	reporting(release) == {"change.outside_freeze"}
}

test_a_freeze_denies_whatever_the_collections_are if {
	window := {"from": given.good.now, "until": given.good.now + 60, "reason": "stop", "source": "record freeze-1"}
	release := given.changed({
		"environment": {"collections": [], "protected": false, "approvalsNeeded": []},
		"freeze": {"state": "read", "windows": [window]},
	})
	{found.level | some found in findings(release)} == {"deny"}
}
