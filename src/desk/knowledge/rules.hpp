#pragma once

#include "guard/guard.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What may not stand in the help centre. Pure.
namespace keydesk::desk {

/// An article as somebody typed it.
struct ArticleText {
    std::string title, summary, keywords, body;
};

/// The same after the guard found nothing in it.
struct SafeArticle {
    guard::SafeText title, summary, keywords, body;
};
SafeArticle guarded(const ArticleText& text);

enum class ArticleProblem { missing, too_long, secret, phone_number, foreign_link };

struct ArticleFault {
    std::string field;  ///< A member of ArticleText.
    ArticleProblem problem;
};

/// What forbids even to keep it as a draft: secrets, and more than the limits.
std::vector<ArticleFault> draft_faults(const ArticleText& text);

/// What forbids to publish it. Impostors put their own number where customers look for help, so
/// that no page of the help centre has one, and every link stays on our own pages.
std::vector<ArticleFault> publish_faults(const ArticleText& text);

/// Numbers that somebody would dial, in full-width digits, too. Not hashes, addresses, amounts,
/// dates or block heights.
bool holds_phone_number(std::string_view text);

/// "transfer-pending", "transfer-pending#x", "/contact": where a link of an article may lead. The
/// address of the page in that language; empty when it is another site.
std::string own_address(std::string_view written, std::string_view locale);

}  // namespace keydesk::desk
