#include "desk/knowledge/seeds.hpp"

#include "base/crypto.hpp"
#include "base/trim.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <charconv>

namespace keydesk::desk {

namespace {

std::unexpected<Error> wrong(std::string_view name, const char* why)
{
    return fail(ErrorKind::internal, "knowledge/" + std::string{name} + ": " + why);
}

std::string digest_of(const SeedFile& file)
{
    return hex(sha256(file.content));
}

/// "2026-11-22"
std::optional<Time> day(std::string_view text)
{
    int year = 0;
    unsigned month = 0, of_month = 0;
    if (text.size() != 10) return std::nullopt;
    std::from_chars(text.data(), text.data() + 4, year);
    std::from_chars(text.data() + 5, text.data() + 7, month);
    std::from_chars(text.data() + 8, text.data() + 10, of_month);
    std::chrono::year_month_day date{
        std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{of_month}};
    if (!date.ok()) return std::nullopt;
    return Time{std::chrono::sys_days{date}.time_since_epoch()};
}

void take_line(std::string_view line, ArticleSeed& seed, ArticleText& text)
{
    auto colon = line.find(':');
    if (colon == line.npos) return;
    auto key = trimmed(line.substr(0, colon));
    std::string value{trimmed(line.substr(colon + 1))};
    if (key == "title") text.title = value;
    if (key == "summary") text.summary = value;
    if (key == "keywords") text.keywords = value;
    if (key == "category") seed.category = value;
    if (key == "reviewed") seed.reviewed_at = day(value);
    if (key == "order") std::from_chars(value.data(), value.data() + value.size(), seed.position);
}

std::map<std::string, std::string> by_locale(const toml::node_view<const toml::node>& table)
{
    std::map<std::string, std::string> texts;
    for (auto locale : kArticleLocales) {
        auto text = table[locale].value<std::string>();
        if (text) texts[std::string{locale}] = *text;
    }
    return texts;
}

}  // namespace

Result<ArticleSeed> read_seed(const SeedFile& file)
{
    ArticleSeed seed;
    ArticleText text;
    auto dot = file.name.find('.');
    seed.slug = file.name.substr(0, dot);
    auto rest = dot == file.name.npos ? std::string_view{} : file.name.substr(dot + 1);
    seed.locale = rest.substr(0, rest.rfind('.'));
    if (!is_slug(seed.slug) || !is_article_locale(seed.locale)) return wrong(file.name, "name");
    constexpr std::string_view kMark = "---\n";
    auto end = file.content.find("\n---\n", kMark.size());
    if (!file.content.starts_with(kMark) || end == file.content.npos)
        return wrong(file.name, "no front matter");
    auto head = file.content.substr(kMark.size(), end + 1 - kMark.size());
    while (!head.empty()) {
        auto line = head.substr(0, head.find('\n'));
        take_line(line, seed, text);
        head.remove_prefix(std::min(head.size(), line.size() + 1));
    }
    text.body = trimmed(file.content.substr(end + 5));
    if (!publish_faults(text).empty()) return wrong(file.name, "what no article may hold");
    seed.text = guarded(text);
    seed.digest = digest_of(file);
    return seed;
}

Result<std::vector<Category>> read_categories(std::string_view content)
{
    std::vector<Category> list;
    try {
        const auto read = toml::parse(content);
        const auto* tables = read["category"].as_array();
        if (tables == nullptr) return wrong("categories.toml", "no category");
        for (const auto& one : *tables) {
            toml::node_view<const toml::node> table{one};
            Category category{
                table["id"].value_or(std::string{}),
                table["order"].value_or(std::int64_t{0}),
                by_locale(table["name"]),
                by_locale(table["summary"])};
            if (!is_slug(category.id)) return wrong("categories.toml", "id");
            list.push_back(std::move(category));
        }
    } catch (const toml::parse_error&) {
        return wrong("categories.toml", "not TOML");
    }
    return list;
}

Result<std::vector<ArticleSeed>> read_seeds(const std::set<std::string>& known)
{
    std::vector<ArticleSeed> seeds;
    for (const auto& file : embedded_articles()) {
        if (known.contains(digest_of(file))) continue;
        auto seed = read_seed(file);
        if (!seed) return fail(seed.error());
        seeds.push_back(std::move(*seed));
    }
    return seeds;
}

}  // namespace keydesk::desk
