#pragma once

#include "desk/knowledge/ports.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

/// The articles that a new desk begins with: the files of knowledge/, compiled in. The form is
/// described in knowledge/README.md.
namespace keydesk::desk {

struct SeedFile {
    std::string_view name;  ///< "transfer-pending.zh-CN.md"
    std::string_view content;
};
std::vector<SeedFile> embedded_articles();
std::string_view embedded_categories();

/// Errors: `internal` with the file's name: our own files are wrong.
Result<ArticleSeed> read_seed(const SeedFile& file);
Result<std::vector<Category>> read_categories(std::string_view toml);
/// Those whose digest is not known yet: the guard reads every word, which takes its time.
Result<std::vector<ArticleSeed>> read_seeds(const std::set<std::string>& known = {});

}  // namespace keydesk::desk
