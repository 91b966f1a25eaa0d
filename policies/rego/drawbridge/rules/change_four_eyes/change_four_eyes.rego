# METADATA
# title: Someone other than its authors and its requester approved it
# description: |
#   Enough different people approved this request and this assessment, none of whom asked for it or wrote, committed or
#   co-wrote a commit that it brings in, and all of whom may still approve. An identity that several people share or that
#   nobody is known by can't count, and neither can a commit whose author isn't known.
# custom:
#   id: change.four_eyes
#   controls:
#     - SSDF 1.1 PS.1.1
#     - NIST SP 800-53 r5 AC-5
#     - NIST SP 800-53 r5 CM-3
#     - NIST SP 800-53 r5 CM-5
#     - PCI DSS 4.0.1 6.2.3.1
#     - PCI DSS 4.0.1 6.5.4
#     - SOC 2 CC8.1
#     - SLSA v1.2 Source L4
#   remedy: Have it approved, with their own credentials, by people who neither asked for it nor wrote any of it.
#   remedy_cant_tell: "Give what the message lacks: the service's source, the image's label org.opencontainers.image.revision, people with their Git addresses and cluster users, or approvals with people's own credentials."
#   depends: [approvals]
#   parameters:
#     - name: approvers
#       type: integer
#       default: 1
#       meaning: How many people must approve where the environment names no approvals
package drawbridge.rules.change_four_eyes

import data.drawbridge.lib

meta := rego.metadata.chain()[1].annotations

# The subject and the facts stay the same whether or not somebody approved: approvals must not change an assessment.
subject := input.environment.name

needs := input.environment.approvalsNeeded if count(input.environment.approvalsNeeded) > 0

needs := [{"count": lib.parameter(meta, "approvers"), "groups": []}] if count(input.environment.approvalsNeeded) == 0

contributors contains each if {
	some commit in input.change.commits
	some each in array.concat([commit.author, commit.committer], commit.coAuthors)
}

authors contains each.person if some each in contributors

# What keeps the change's own authors from being known. Neither time nor approvals change it.
unknowns contains $"the commits can't be told{lib.reason(input.change)}" if input.change.state != "read"

unknowns contains "the change shows no commit, so its authors aren't known" if {
	input.change.state == "read"
	count(input.change.commits) == 0
	not unchanged
}

unknowns contains $"nobody of the workspace's people is known by {each.email}, who contributed" if {
	some each in contributors
	not each.bot
	not each.person
}

unknowns contains $"commit {substring(commit.id, 0, 12)} is a bot's ({commit.author.email}) and shows no person who merged it" if {
	some commit in input.change.commits
	commit.author.bot
	not human_merged(commit)
}

# The same revision again, as after a rebuild, brings in no commit.
unchanged if {
	not input.change.firstPromotion
	input.change.base == input.change.head
}

human_merged(commit) if {
	not commit.committer.bot
	is_string(commit.committer.person)
}

human_merged(commit) if {
	not commit.mergedBy.bot
	is_string(commit.mergedBy.person)
}

requester_unknowns contains $"{input.request.who}, who asked, {identity_words[input.request.identity]}" if input.request.identity != "person"

requester_unknowns contains $"the cluster didn't hold the request's maker to the name {input.request.who}" if {
	input.request.onTrust
	trust_refused
}

trust_refused if {
	input.environment.protected
	not input.environment.onTrust
}

identity_words := {
	"shared": "is an identity that several people share",
	"unmapped": "is nobody of the workspace's people",
}

# Why an approval doesn't count; undefined where it does.
objection(approval) := "it names another request or an earlier assessment" if {
	not names_this(approval)
} else := "it is of the one who asked" if {
	own(approval)
} else := "it is of one who wrote, committed or co-wrote part of the change" if {
	approval.person in authors
} else := identity_words[approval.identity] if {
	approval.identity != "person"
} else := "the cluster didn't hold its maker to that name" if {
	on_trust(approval)
} else := $"its maker may no longer approve{entitled_reason(approval)}" if {
	entitled(approval) == "no"
} else := $"whether its maker may still approve can't be told{entitled_reason(approval)}" if {
	not entitled(approval) in {"yes", "unasked"}
}

# Whether its maker may still approve. What doesn't say so is a question.
entitled(approval) := object.get(approval, "entitled", "unknown")

entitled_reason(approval) := lib.reason({"why": approval.entitledWhy}) if approval.entitledWhy

entitled_reason(approval) := "" if not approval.entitledWhy

names_this(approval) if {
	approval.request == input.request.sha256
	approval.assessment == input.request.assessment
}

own(approval) if approval.who == input.request.who

own(approval) if approval.person == input.request.person

on_trust(approval) if {
	approval.onTrust
	trust_refused
}

# An approval that nobody can judge: that it doesn't count is a question, not an answer.
doubtful contains approval if {
	some approval in input.approvals
	names_this(approval)
	not own(approval)
	approval.identity != "person"
}

doubtful contains approval if {
	some approval in input.approvals
	names_this(approval)
	not own(approval)
	not approval.person in authors
	on_trust(approval)
}

doubtful contains approval if {
	some approval in input.approvals
	names_this(approval)
	not own(approval)
	not approval.person in authors
	not entitled(approval) in {"yes", "no", "unasked"}
}

counting contains approval if {
	some approval in input.approvals
	approval.identity == "person"
	is_string(approval.person)
	not objection(approval)
}

approvers contains approval.person if some approval in counting

eligible(need) := approvers if count(need.groups) == 0

eligible(need) := {approval.person |
	some approval in counting
	some group in approval.groups
	group in need.groups
} if {
	count(need.groups) > 0
}

# Each person can fill one place. By Hall's theorem all places can be filled exactly if, for every choice of needs, enough
# people are eligible for at least one of them. A choice is a number whose bits say which needs are in it.
quorum if {
	wanted > 0
	every choice in numbers.range(1, bits.lsh(1, count(needs)) - 1) {
		enough(choice)
	}
}

enough(choice) if {
	chosen := [need |
		some i, need in needs
		bits.and(choice, bits.lsh(1, i)) != 0
	]
	people := {person |
		some need in chosen
		some person in eligible(need)
	}
	count(people) >= sum([need.count | some need in chosen])
}

wanted := sum([need.count | some need in needs])

wanted_text := concat(" and ", [need_text(need) | some need in needs])

need_text(need) := lib.counted(need.count, "person", "people") if count(need.groups) == 0

need_text(need) := $"{need.count} of {lib.either(need.groups)}" if count(need.groups) > 0

objections contains text if {
	some approval in input.approvals
	why := objection(approval)
	text := $"{approval.who}: {why}"
}

objections_text := "" if count(objections) == 0

objections_text := $" Not counted: {concat("; ", sort(objections))}." if count(objections) > 0

approved_text := $"Approved by {lib.listed(approvers)}; wanted is {wanted_text}, other than the requester and the change's authors.{objections_text}{trust_text}{unasked_text}"

trust_text := " On trust: the cluster doesn't hold records to their makers." if {
	some approval in counting
	approval.onTrust
}

trust_text := "" if {
	every approval in counting {
		not approval.onTrust
	}
}

unasked contains $"whether {approval.who} may still approve{entitled_reason(approval)}" if {
	some approval in counting
	entitled(approval) == "unasked"
	approval.entitledWhy
}

unasked_text := "" if count(unasked) == 0

unasked_text := $" By the workspace's word alone, {concat("; ", sort(unasked))}." if count(unasked) > 0

questions := unknowns | requester_unknowns

report contains lib.finding(meta, "cant-tell", subject, message, unknowns) if {
	count(questions) > 0
	message := $"Whether two people stand behind this can't be told: {concat("; ", sort(questions))}. {approved_text}"
}

report contains lib.finding(meta, "cant-tell", subject, message, []) if {
	count(questions) == 0
	not quorum
	count(doubtful) > 0
	message := $"Whether enough people approved can't be told. {approved_text}"
}

report contains lib.finding(meta, "waits", subject, waiting_text, []) if {
	count(questions) == 0
	not quorum
	count(doubtful) == 0
}

report contains lib.finding(meta, "fine", subject, approved_text, []) if {
	count(questions) == 0
	quorum
}

waiting_text := $"It waits for approvals. {approved_text}" if input.request

# A request keeps what was found when it was made, and its page shows that whatever became of it: so this says what is
# needed, not what there is.
waiting_text := $"It needs approval by {wanted_text}, other than the requester and the change's authors." if not input.request
