package drawbridge.rules.k8s_pss_privileged_test

import data.drawbridge.fixture_test as given
import data.drawbridge.rules.k8s_pss_privileged as rule

with_container(container) := given.changed({"evidence": {"manifest": {"containers": [container]}}})

test_fine_where_none_is if {
	found := rule.report with input as given.good
	given.levels(found) == {"fine"}
}

test_denied_for_containers_of_every_type if {
	every type in ["container", "init", "ephemeral"] {
		found := rule.report with input as with_container({"name": "x", "type": type, "image": "x", "privileged": true})
		given.levels(found) == {"deny"}
		given.facts(found) == {"x"}
		contains(given.messages(found), $"The container x ({type}) has privileged: true")
	}
}

test_cannot_tell_without_containers if {
	found := rule.report with input as given.changed({"evidence": {"manifest": {"containers": []}}})
	given.levels(found) == {"cant-tell"}
}

test_cannot_tell_without_a_pod_template if {
	every state in given.states - {"invalid"} {
		found := rule.report with input as given.changed({"evidence": {"manifest": {"document": given.absent(state)}}})
		"cant-tell" in given.levels(found)
		$"manifest {state}" in given.facts(found)
	}
}
