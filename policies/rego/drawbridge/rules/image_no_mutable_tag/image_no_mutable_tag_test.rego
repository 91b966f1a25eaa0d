package drawbridge.rules.image_no_mutable_tag_test

import data.drawbridge.fixture_test as given
import data.drawbridge.rules.image_no_mutable_tag as rule

test_fine_by_digest if {
	found := rule.report with input as given.good
	given.levels(found) == {"fine"}
}

test_fine_by_digest_beside_a_tag if {
	found := rule.report with input as given.changed({"candidate": {"reference": $"registry.example.org:5000/shop/checkout:main@{given.digest}"}})
	given.levels(found) == {"fine"}
}

test_fine_by_a_version if {
	found := rule.report with input as beside({"image": "busybox:1.36"})
	given.levels(found) == {"fine"}
}

test_denied_by_a_moved_tag if {
	every reference in ["registry.example.org:5000/shop/checkout", "shop/checkout:latest", "checkout:main", "checkout"] {
		found := rule.report with input as given.changed({"candidate": {"reference": reference}})
		given.levels(found) == {"deny"}
		given.facts(found) == {reference}
	}
}

test_denied_by_a_moved_tag_of_another_container if {
	found := rule.report with input as beside({"image": "localhost:5000/proxy:edge"})
	given.levels(found) == {"deny"}
}

test_no_tag_is_latest_whatever_is_listed if {
	found := rule.report with input as object.union(
		beside({"image": "busybox"}),
		{"environment": {"parameters": {"image.no_mutable_tag": {"tags": ["1.36"]}}}},
	)
	given.levels(found) == {"deny"}
	contains(given.messages(found), "by the tag latest")
}

test_silent_where_the_parameter_is_of_another_type if {
	found := rule.report with input as given.changed({"environment": {"parameters": {"image.no_mutable_tag": {"tags": [1]}}}})
	given.levels(found) == set()
}

test_cannot_tell_without_a_pod_template if {
	every state in given.states - {"invalid"} {
		found := rule.report with input as given.changed({"evidence": {"manifest": {"document": given.absent(state)}}})
		"cant-tell" in given.levels(found)
		$"manifest {state}" in given.facts(found)
	}
}

beside(container) := given.changed({"evidence": {"manifest": {"containers": array.concat(
	given.good.evidence.manifest.containers,
	[object.union({"name": "proxy", "type": "container", "environment": []}, container)],
)}}})
