# METADATA
# title: The same digest was healthy in the environments before
# description: |
#   In every environment that comes before, the last finished promotion brought in this very digest and was healthy. For a
#   protected environment this desk must see it ready there itself. It must have been so for the soak time.
# custom:
#   id: change.promotion_order_same_digest
#   controls:
#     - SSDF 1.1 PO.5.1
#     - NIST SP 800-53 r5 CM-4(2)
#     - PCI DSS 4.0.1 6.5.3
#     - PCI DSS 4.0.1 6.5.4
#     - SOC 2 CC8.1
#   remedy: Promote this digest through the environments before, and let it run there for the soak time.
#   remedy_cant_tell: See with 'drawbridge connect test' why this desk can't read that environment.
#   depends: [time]
#   parameters: []
package drawbridge.rules.change_promotion_order_same_digest

import data.drawbridge.lib

meta := rego.metadata.chain()[1].annotations

digest := input.candidate.digest

soak := input.environment.soakSeconds

report contains lib.finding(meta, "fine", input.environment.name, message, []) if {
	count(input.after) == 0
	message := "No environment comes before this one."
}

report contains lib.unjudged(meta, $"state of {each.environment}", each.environment, each, facts) if {
	some each in input.after
	each.state != "read"
	facts := [$"{each.environment} {each.state}"]
}

report contains lib.finding(meta, "deny", each.environment, message, ["not healthy with this digest"]) if {
	some each in input.after
	each.state == "read"
	not proven(each)
	message := $"{each.environment} {shown(each)}; wanted is a healthy outcome with {digest}{seen_wanted}."
}

report contains lib.finding(meta, "deny", each.environment, message, []) if {
	some each in input.after
	each.state == "read"
	proven(each)
	clock(each) - since(each) < soak
	message := $"{each.environment} has been healthy with this digest since {lib.utc(since(each))}; wanted is a soak of {lib.span(soak)}, which is over by {lib.utc((since(each) + soak) + 59)}."
}

report contains lib.finding(meta, "fine", each.environment, message, []) if {
	some each in input.after
	each.state == "read"
	proven(each)
	clock(each) - since(each) >= soak
	message := $"{each.environment} has been healthy with this digest since {lib.utc(since(each))}; wanted is a soak of {lib.span(soak)}."
}

# Healthy with this digest by its outcome and, for a protected environment, by this desk's own eyes.
proven(each) if {
	healthy(each)
	not input.environment.protected
	is_number(since(each))
}

proven(each) if {
	healthy(each)
	input.environment.protected
	ready(each)
}

healthy(each) if {
	each.lastOutcome == "healthy"
	each.outcomeDigest == digest
}

ready(each) if {
	each.runningDigest == digest
	is_number(each.readySince)
}

since(each) := each.readySince if ready(each)

since(each) := each.outcomeAt if not ready(each)

# Pod times are the neighbour's, so its own clock counts them where it was read.
clock(each) := object.get(each, "now", input.now)

shown(each) := "has no finished promotion" if not each.lastOutcome

shown(each) := $"ended {each.lastOutcome} with {object.get(each, "outcomeDigest", "no digest")}" if {
	is_string(each.lastOutcome)
	not healthy(each)
}

shown(each) := $"isn't ready with it now (this desk sees {object.get(each, "runningDigest", "no single digest ready")})" if healthy(each)

seen_wanted := ", seen ready by this desk" if input.environment.protected

seen_wanted := "" if not input.environment.protected
