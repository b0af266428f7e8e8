#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// Markdown (CommonMark with GitHub's tables) for pages that anybody may open. Pure.
namespace keydesk::desk {

/// Where a link of an article may lead: an address, or empty when it may not be a link.
using LinkTarget = std::function<std::string(std::string_view written)>;

/// HTML that holds nothing but what Markdown itself makes: no raw HTML (it appears as the text that
/// it is), no pictures (their descriptions stay), no link that `target` does not know. Headings
/// begin at the second level.
std::string html_of(const std::string& markdown, const LinkTarget& target);

/// Every address that a link or picture of the text names, as written.
std::vector<std::string> links_of(const std::string& markdown);

/// The words alone, one paragraph a line.
std::string plain_text(const std::string& markdown);

}  // namespace keydesk::desk
