#include "app/commands/guard.hpp"

#include "guard/guard.hpp"

#include <boost/json.hpp>

#include <deque>
#include <iostream>
#include <string>
#include <unordered_map>
#include <vector>

namespace keydesk::app {
namespace {

namespace json = boost::json;

/// A line that was read before in the same thread.
struct Said {
    json::value id;
    std::string stored;
    std::vector<guard::Span> spans;
};

std::string text_of(const json::object& line, std::string_view key)
{
    const json::value* value = line.if_contains(key);
    if (value == nullptr || value->is_null()) return {};
    if (const json::string* text = value->if_string()) return {text->data(), text->size()};
    return json::serialize(*value);
}

void print(std::ostream& out, const Said& said)
{
    json::array spans;
    for (const guard::Span& span : said.spans) {
        spans.push_back(
            json::array{span.start, span.end, json::string_view{guard::name_of(span.kind)}});
    }
    out << json::serialize(json::object{
               {"id", said.id}, {"spans", std::move(spans)}, {"redacted", said.stored}})
        << '\n';
}

class Threads {
public:
    void read(const json::object& line, std::ostream& out)
    {
        const std::string prev = text_of(line, "prev");
        const guard::Context context{.agent_said = prev};
        const guard::RawText raw{text_of(line, "text")};
        const std::string thread = text_of(line, "thread");
        if (thread.empty()) {
            guard::Cleaned cleaned = guard::clean(raw, context);
            print(out, {line.at("id"), cleaned.text.str(), std::move(cleaned.spans)});
            return;
        }
        continue_thread(threads_[thread], line.at("id"), raw, context, out);
    }

private:
    static void continue_thread(
        std::deque<Said>& said,
        const json::value& id,
        const guard::RawText& raw,
        const guard::Context& context,
        std::ostream& out)
    {
        std::vector<std::string> earlier;
        for (const Said& one : said) earlier.push_back(one.stored);
        guard::ThreadCleaned cleaned = guard::clean_thread(earlier, raw, context);
        for (guard::Rewrite& rewrite : cleaned.earlier) {
            Said& one = said[rewrite.index];
            one.spans = guard::united(one.spans, std::move(rewrite.spans), rewrite.locale);
            one.stored = rewrite.text.str();
            print(out, one);
        }
        said.push_back({id, cleaned.newest.text.str(), std::move(cleaned.newest.spans)});
        print(out, said.back());
        if (said.size() >= guard::kThreadWindow) said.pop_front();
    }

    std::unordered_map<std::string, std::deque<Said>> threads_;
};

}  // namespace

int guard_scan(std::istream& in, std::ostream& out, std::ostream& errors)
{
    Threads threads;
    int exit_code = 0;
    std::string text;
    for (std::size_t number = 1; std::getline(in, text); ++number) {
        if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
        boost::system::error_code failed;
        const json::value line = json::parse(text, failed);
        const json::object* object = failed ? nullptr : line.if_object();
        const json::value* said = object == nullptr ? nullptr : object->if_contains("text");
        if (said == nullptr || !said->is_string() || !object->contains("id")) {
            errors << "guard scan: line " << number << ": "
                   << (failed
                           ? "this is not JSON (" + failed.message() + ")"
                           : std::string{"an object with \"id\" and a string \"text\" is needed"})
                   << "; it was passed over\n";
            exit_code = 1;
            continue;
        }
        threads.read(*object, out);
    }
    out.flush();
    return exit_code;
}

int guard_scan(std::istream& in, std::ostream& out)
{
    return guard_scan(in, out, std::cerr);
}

}  // namespace keydesk::app
