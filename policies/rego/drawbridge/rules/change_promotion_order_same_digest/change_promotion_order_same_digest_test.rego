package drawbridge.rules.change_promotion_order_same_digest_test

import data.drawbridge.fixture_test as given
import data.drawbridge.rules.change_promotion_order_same_digest as rule

staging(patch) := given.changed({"after": [object.union(given.good.after[0], patch)]})

staging_without(keys) := given.changed({"after": [object.remove(given.good.after[0], keys)]})

unprotected := {"environment": {"protected": false}}

test_fine_where_healthy_long_enough if {
	found := rule.report with input as given.good
	given.levels(found) == {"fine"}
	contains(given.messages(found), "since 2026-11-21 10:59 UTC; wanted is a soak of 30 minutes")
}

test_fine_where_nothing_comes_before if {
	found := rule.report with input as given.changed({"after": []})
	given.levels(found) == {"fine"}
}

test_denied_with_another_digest if {
	found := rule.report with input as staging({"outcomeDigest": given.other})
	given.levels(found) == {"deny"}
	given.facts(found) == {"not healthy with this digest"}
}

test_denied_after_a_failure if {
	found := rule.report with input as staging({"lastOutcome": "failed"})
	given.levels(found) == {"deny"}
	contains(given.messages(found), "staging ended failed with sha256:a1")
}

test_denied_without_an_outcome if {
	found := rule.report with input as staging_without(["lastOutcome", "outcomeDigest", "outcomeAt"])
	given.levels(found) == {"deny"}
	contains(given.messages(found), "staging has no finished promotion")
}

test_denied_where_this_desk_does_not_see_it_ready if {
	found := rule.report with input as staging_without(["runningDigest", "readySince"])
	given.levels(found) == {"deny"}
	contains(given.messages(found), "no single digest ready")
	contains(given.messages(found), "seen ready by this desk")
}

test_an_outcome_is_enough_where_not_protected if {
	found := rule.report with input as object.union(staging_without(["runningDigest", "readySince"]), unprotected)
	given.levels(found) == {"fine"}
}

test_another_digest_is_denied_where_not_protected if {
	found := rule.report with input as object.union(staging({"outcomeDigest": given.other}), unprotected)
	given.levels(found) == {"deny"}
	endswith(given.messages(found), $"wanted is a healthy outcome with {given.digest}.")
}

test_denied_until_the_soak_is_over_with_no_fact if {
	found := rule.report with input as staging({"readySince": given.now - 60})
	given.levels(found) == {"deny"}
	given.facts(found) == set()
	contains(given.messages(found), "over by 2026-11-21 13:29 UTC")
}

test_the_end_of_a_soak_is_never_said_too_early if {
	found := rule.report with input as staging({"readySince": given.now - 59})
	contains(given.messages(found), "over by 2026-11-21 13:30 UTC")
}

test_the_neighbours_clock_counts_the_soak if {
	at_end := rule.report with input as staging({"readySince": given.now - 1800, "now": given.now})
	given.levels(at_end) == {"fine"}
	a_second_before := rule.report with input as staging({"readySince": given.now - 1800, "now": given.now - 1})
	given.levels(a_second_before) == {"deny"}
	unread := rule.report with input as staging_without(["now"])
	given.levels(unread) == {"fine"}
}

test_cannot_tell_where_it_cannot_be_read if {
	every state in ["missing", "unreadable", "unreachable"] {
		found := rule.report with input as staging({"state": state, "why": "No answer."})
		given.levels(found) == {"cant-tell"}
		given.facts(found) == {$"staging {state}"}
	}
}

test_each_neighbour_is_judged if {
	found := rule.report with input as given.changed({"after": [
		given.good.after[0],
		object.union(given.good.after[0], {"environment": "load", "lastOutcome": "failed"}),
	]})
	given.levels(found) == {"fine", "deny"}
}
