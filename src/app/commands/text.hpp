#pragma once

#include <iosfwd>

namespace keydesk::app {

/// `keydesk text facts`: {"id","text"} lines in; {"id","facts":[{kind,value,span,…}]} out. Places
/// are code points, half open. `now`: milliseconds since 1970, for "yesterday" and the like.
int text_facts(std::istream& in, std::ostream& out, std::ostream& errors, long long now);

/// `keydesk text classify`: {"id","text"} lines in; {"id","playbook","score","top":[[id,score],…]}
/// out; playbook is null where nothing is sure, "person" where a human being is wanted.
int text_classify(std::istream& in, std::ostream& out, std::ostream& errors);

}  // namespace keydesk::app
