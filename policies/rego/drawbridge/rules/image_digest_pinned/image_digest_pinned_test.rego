package drawbridge.rules.image_digest_pinned_test

import data.drawbridge.fixture_test as given
import data.drawbridge.rules.image_digest_pinned as rule

test_fine_by_the_assessed_digest if {
	found := rule.report with input as given.good
	given.levels(found) == {"fine"}
}

test_denied_by_tag if {
	found := rule.report with input as given.changed({"candidate": {"reference": "registry.example.org:5000/shop/checkout:1.4.2"}})
	given.levels(found) == {"deny"}
	contains(given.messages(found), "shop/checkout:1.4.2; wanted is a reference by sha256:a1")
}

test_denied_by_another_digest if {
	found := rule.report with input as given.changed({"candidate": {"reference": $"registry.example.org:5000/shop/checkout@{given.other}"}})
	given.levels(found) == {"deny"}
}

test_warns_of_another_container_by_tag if {
	found := rule.report with input as beside({"image": "busybox:1.36"})
	given.levels(found) == {"fine", "warn"}
	given.facts(found) == {"busybox:1.36"}
}

test_denies_another_container_by_tag_where_strict if {
	found := rule.report with input as object.union(
		beside({"image": "busybox:1.36"}),
		{"environment": {"parameters": {"image.digest_pinned": {"strict": true}}}},
	)
	given.levels(found) == {"fine", "deny"}
}

test_a_parameter_of_another_type_leaves_it_silent_on_that_container if {
	found := rule.report with input as object.union(
		beside({"image": "busybox:1.36"}),
		{"environment": {"parameters": {"image.digest_pinned": {"strict": "yes"}}}},
	)
	given.levels(found) == {"fine"}
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
