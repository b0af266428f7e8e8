#pragma once

#include "desk/knowledge/ports.hpp"
#include "sql/connection.hpp"

#include <string>

/// What the knowledge_<…>.cpp share.
namespace keydesk::store {

/// A row of article_versions to be.
struct NewVersion {
    std::string slug, locale;
    std::int64_t version = 1;
    const desk::SafeArticle& text;
    std::string author;
    Time at{};
    std::int64_t restored_from = 0;
};
Result<void> insert_version(sql::Connection& db, const NewVersion& fresh);

/// Notes that customers read this version now; 0 takes the text away from them.
Result<void> set_published(
    sql::Connection& db,
    const std::string& slug,
    const std::string& locale,
    std::int64_t version,
    Time now);

Result<std::vector<desk::Category>> read_categories(sql::Connection& db);

}  // namespace keydesk::store
