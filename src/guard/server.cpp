#include "guard/guard.hpp"
#include "guard/lexicon.hpp"

// The server's entry: every list is there. Left out of the browser's module.
namespace keydesk::guard {

Cleaned clean(const RawText& raw, const Context& context)
{
    return clean(raw, context, Lexicon::full());
}

ThreadCleaned clean_thread(
    std::span<const std::string> earlier, const RawText& newest, const Context& context)
{
    return clean_thread(earlier, newest, context, Lexicon::full());
}

}  // namespace keydesk::guard
