#pragma once

#include <iosfwd>

namespace keydesk::app {

/// `keydesk guard scan`: messages in, one JSON object a line, secrets' places out.
///
///     {"id":…,"text":…,"thread"?:…,"prev"?:…}  ->
///     {"id":…,"spans":[[start,end,kind],…],"redacted":…}
///
/// `thread` groups the messages of one customer, `prev` is what the agent said before. Places are
/// code points, half open. An id is printed again when a later message of its thread completes a
/// phrase. A line that cannot be read is reported to `errors` and passed over.
/// Returns the exit code: 0, or 1 when a line was passed over.
int guard_scan(std::istream& in, std::ostream& out, std::ostream& errors);
int guard_scan(std::istream& in, std::ostream& out);

}  // namespace keydesk::app
