package drawbridge.rules.image_registry_allowed_test

import data.drawbridge.fixture_test as given
import data.drawbridge.rules.image_registry_allowed as rule

test_fine_from_the_services_registry if {
	found := rule.report with input as given.good
	given.levels(found) == {"fine"}
}

test_denied_from_elsewhere if {
	found := rule.report with input as given.changed({"service": {"image": "elsewhere.example.org/shop/checkout"}})
	given.levels(found) == {"deny", "warn"}
	contains(given.messages(found), "comes from registry.example.org:5000; allowed is elsewhere.example.org")
}

test_denied_where_not_listed if {
	found := rule.report with input as given.changed({"environment": {"parameters": {"image.registry_allowed": {"hosts": ["b.example.org", "a.example.org"]}}}})
	given.levels(found) == {"deny"}
	contains(given.messages(found), "allowed is a.example.org or b.example.org")
}

test_denied_where_the_reference_names_another_host if {
	found := rule.report with input as given.changed({"candidate": {"reference": $"evil.example.org/checkout@{given.digest}"}})
	given.levels(found) == {"deny"}
	given.facts(found) == {"evil.example.org"}
}

test_a_bare_name_is_of_docker_hub if {
	every image in ["busybox:1.36", "library/busybox:1.36"] {
		found := rule.report with input as beside({"image": image})
		given.facts(found) == {"docker.io"}
		given.levels(found) == {"fine", "warn"}
	}
}

test_localhost_is_a_host if {
	found := rule.report with input as beside({"image": "localhost/busybox:1.36"})
	given.facts(found) == {"localhost"}
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
