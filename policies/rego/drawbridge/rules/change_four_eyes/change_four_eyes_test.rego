package drawbridge.rules.change_four_eyes_test

import data.drawbridge.fixture_test as given
import data.drawbridge.rules.change_four_eyes as rule

commit := given.good.change.commits[0]

bot := {"email": "bot@example.org", "person": "renovate", "bot": true}

approved(patches) := given.changed({"approvals": [approval |
	some patch in patches
	approval := object.union(given.good.approvals[0], patch)
]})

with_commit(patch) := given.changed({"change": {"commits": [object.union(commit, patch)]}})

needing(needs) := {"environment": {"approvalsNeeded": needs}}

anna := {}

carl := {"who": "carl@shop", "person": "Carl C.", "record": "approval-2"}

level(release) := given.levels(report(release))

report(release) := found if found := rule.report with input as release

test_fine_with_another_persons_approval if {
	level(given.good) == {"fine"}
	contains(given.messages(report(given.good)), "Approved by Anna A.; wanted is 1 of release-managers")
}

test_waits_for_approvals if {
	found := report(given.changed({"approvals": []}))
	given.levels(found) == {"waits"}
	contains(given.messages(found), "It waits for approvals. Approved by none;")
}

# A request's page shows what was found before there was one: that must stay true, whatever became of it.
test_before_a_request_it_says_what_is_needed if {
	release := json.remove(given.changed({"approvals": []}), ["/request"])
	given.levels(report(release)) == {"waits"}
	found := given.messages(report(release))
	found == "It needs approval by 1 of release-managers, other than the requester and the change's authors."
}

test_an_approval_without_a_request_counts_for_nothing if {
	level(json.remove(given.good, ["/request"])) == {"waits"}
}

test_the_requesters_own_does_not_count if {
	every patch in [{"who": "rita@shop"}, {"person": "Rita R."}] {
		found := report(approved([patch]))
		given.levels(found) == {"waits"}
		contains(given.messages(found), "it is of the one who asked")
	}
}

test_an_authors_committers_or_co_authors_does_not_count if {
	dan := {"email": "dan@example.org", "person": "Dan D.", "bot": false}
	nobody := {"email": "zed@example.org", "person": "Zed Z.", "bot": false}
	every patch in [
		{"author": dan, "committer": nobody, "coAuthors": []},
		{"author": nobody, "committer": dan, "coAuthors": []},
		{"author": nobody, "committer": nobody, "coAuthors": [dan]},
	] {
		release := object.union(with_commit(patch), {"approvals": approved([{"who": "dan@shop", "person": "Dan D."}]).approvals})
		found := report(release)
		given.levels(found) == {"waits"}
		contains(given.messages(found), "wrote, committed or co-wrote")
	}
}

test_one_for_another_request_or_assessment_does_not_count if {
	every patch in [{"assessment": "99"}, {"request": "99"}] {
		found := report(approved([patch]))
		given.levels(found) == {"waits"}
		contains(given.messages(found), "another request or an earlier assessment")
	}
}

test_one_of_another_group_does_not_count if {
	level(approved([{"groups": ["developers"]}])) == {"waits"}
}

test_a_shared_or_unmapped_approver_is_cant_tell if {
	every identity in ["shared", "unmapped"] {
		patch := {"identity": identity, "person": ""}
		found := report(approved([patch]))
		given.levels(found) == {"cant-tell"}
		given.facts(found) == set()
	}
}

test_a_shared_approver_beside_enough_others_just_does_not_count if {
	found := report(approved([anna, {"who": "kubernetes-admin", "identity": "shared", "person": ""}]))
	given.levels(found) == {"fine"}
	contains(given.messages(found), "kubernetes-admin: is an identity that several people share")
}

test_on_trust_is_cant_tell_where_protected if {
	found := report(approved([{"onTrust": true}]))
	given.levels(found) == {"cant-tell"}
	contains(given.messages(found), "didn't hold its maker")
}

test_on_trust_counts_where_accepted_and_says_so if {
	found := report(object.union(approved([{"onTrust": true}]), {"environment": {"onTrust": true}}))
	given.levels(found) == {"fine"}
	contains(given.messages(found), "On trust:")
}

test_on_trust_counts_where_not_protected if {
	level(object.union(approved([{"onTrust": true}]), {"environment": {"protected": false}})) == {"fine"}
}

test_a_request_on_trust_is_cant_tell_where_protected if {
	level(given.changed({"request": {"onTrust": true}})) == {"cant-tell"}
}

test_a_shared_or_unmapped_requester_is_cant_tell if {
	every identity in ["shared", "unmapped"] {
		level(given.changed({"request": {"identity": identity, "person": ""}})) == {"cant-tell"}
	}
}

test_an_unreadable_change_is_cant_tell_and_a_fact if {
	found := report(given.changed({"change": given.absent("missing")}))
	given.levels(found) == {"cant-tell"}
	count(given.facts(found)) == 1
}

test_an_unknown_contributor_is_cant_tell if {
	stranger := {"email": "who@example.org", "bot": false}
	every patch in [{"author": stranger}, {"committer": stranger}, {"coAuthors": [stranger]}] {
		release := json.remove(with_commit(patch), ["/change/commits/0/author/person", "/change/commits/0/committer/person"])
		found := report(release)
		given.levels(found) == {"cant-tell"}
		contains(given.messages(found), "who@example.org")
	}
}

test_a_bots_commit_needs_a_person_who_merged_it if {
	level(with_commit({"author": bot, "committer": bot})) == {"cant-tell"}
	level(with_commit({"author": bot, "committer": bot, "mergedBy": bot})) == {"cant-tell"}
	level(with_commit({"author": bot, "committer": bot, "mergedBy": commit.author})) == {"fine"}
	level(with_commit({"author": bot})) == {"fine"}
	level(with_commit({"committer": bot})) == {"fine"}
}

test_a_change_without_commits_is_cant_tell if {
	level(given.changed({"change": {"commits": []}})) == {"cant-tell"}
}

test_the_same_revision_again_brings_in_nobodys_commit if {
	level(given.changed({"change": {"commits": [], "head": given.good.change.base}})) == {"fine"}
}

test_one_person_fills_one_place if {
	two := needing([{"count": 1, "groups": ["release-managers"]}, {"count": 1, "groups": ["compliance"]}])
	both := {"groups": ["release-managers", "compliance"]}
	level(object.union(approved([both]), two)) == {"waits"}
	level(object.union(approved([anna, carl]), two)) == {"waits"}
	level(object.union(approved([both, carl]), two)) == {"fine"}
	level(object.union(approved([anna, object.union(carl, both)]), two)) == {"fine"}
}

test_the_same_person_counts_once if {
	twice := approved([anna, {"who": "anna-2@shop"}])
	level(object.union(twice, needing([{"count": 2, "groups": []}]))) == {"waits"}
	contains(given.messages(report(object.union(twice, needing([{"count": 2, "groups": []}])))), "wanted is 2 people")
}

test_one_who_may_no_longer_approve_does_not_count if {
	found := report(approved([{"entitled": "no", "entitledWhy": "the role is theirs no more."}]))
	given.levels(found) == {"waits"}
	contains(given.messages(found), "anna@shop: its maker may no longer approve: the role is theirs no more.")
	contains(given.messages(report(approved([{"entitled": "no"}]))), "may no longer approve.")
	level(approved([{"entitled": "no"}, carl])) == {"fine"}
}

test_whether_its_maker_may_still_approve_never_passes_by_absence if {
	every patch in [{"entitled": "unknown", "entitledWhy": "no answer"}, {"entitled": "perhaps"}] {
		found := report(approved([patch]))
		given.levels(found) == {"cant-tell"}
		contains(given.messages(found), "whether its maker may still approve can't be told")
	}
	silent := json.remove(given.good, ["/approvals/0/entitled"])
	level(silent) == {"cant-tell"}
}

test_where_the_cluster_was_not_asked_the_workspace_speaks if {
	found := report(approved([{"entitled": "unasked", "entitledWhy": "you may not ask."}]))
	given.levels(found) == {"fine"}
	contains(given.messages(found), "By the workspace's word alone, whether anna@shop may still approve: you may not ask.")
	not contains(given.messages(report(approved([{"entitled": "unasked"}]))), "workspace's word")
}

test_where_no_approvals_are_named_the_parameter_holds if {
	unnamed := needing([])
	level(object.union(given.good, unnamed)) == {"fine"}
	two := {"environment": {"approvalsNeeded": [], "parameters": {"change.four_eyes": {"approvers": 2}}}}
	level(object.union(given.good, two)) == {"waits"}
	none := {"environment": {"approvalsNeeded": [], "parameters": {"change.four_eyes": {"approvers": 0}}}}
	level(object.union(given.good, none)) == {"waits"}
}

test_approvals_change_neither_subject_nor_facts if {
	before := report(given.changed({"approvals": []}))
	after := report(given.good)
	{found.subject | some found in before} == {found.subject | some found in after}
	given.facts(before) == given.facts(after)
}
