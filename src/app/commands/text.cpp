#include "app/commands/text.hpp"

#include "desk/playbooks/book.hpp"
#include "text/facts.hpp"

#include <boost/json.hpp>

#include <cmath>
#include <iostream>
#include <string>

namespace keydesk::app {

namespace json = boost::json;

namespace {

double rounded(double score)
{
    return std::round(score * 1'000) / 1'000;
}

/// Calls `take(id, text)` for every line; one that cannot be read is reported and passed over.
template <class Take>
int each_line(std::istream& in, std::ostream& errors, const Take& take)
{
    int exit_code = 0;
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        boost::system::error_code broken;
        auto value = json::parse(line, broken);
        const auto* object = broken ? nullptr : value.if_object();
        const auto* text = object == nullptr ? nullptr : object->if_contains("text");
        if (text == nullptr || !text->is_string() || !object->contains("id")) {
            errors << "text: line " << number
                   << ": an object with \"id\" and a string \"text\" is needed; passed over\n";
            exit_code = 1;
            continue;
        }
        take(object->at("id"), std::string{text->get_string()});
    }
    return exit_code;
}

}  // namespace

int text_facts(std::istream& in, std::ostream& out, std::ostream& errors, long long now)
{
    text::Surroundings around{.now = std::chrono::milliseconds{now}, .zone = {}};
    return each_line(in, errors, [&](const json::value& id, const std::string& text) {
        json::array facts;
        for (const auto& fact : text::facts_of(text, around)) {
            json::object one{
                {"kind", fact.kind},
                {"value", fact.value},
                {"span", json::array{fact.start, fact.end}}};
            if (fact.at) one["at"] = fact.at->count();
            if (!fact.asset.empty()) one["asset"] = fact.asset;
            facts.push_back(std::move(one));
        }
        out << json::serialize(json::object{{"id", id}, {"facts", std::move(facts)}}) << '\n';
    });
}

int text_classify(std::istream& in, std::ostream& out, std::ostream& errors)
{
    std::vector<desk::Playbook> playbooks;
    for (auto source : desk::embedded_playbooks()) {
        auto read = desk::read_playbook(source);
        if (!read) {
            errors << "text: " << read.error().what << '\n';
            return 1;
        }
        playbooks.push_back(std::move(*read));
    }
    desk::PlaybookBook book{std::move(playbooks)};
    return each_line(in, errors, [&](const json::value& id, const std::string& text) {
        auto seen = book.recognise(text);
        json::array top;
        for (const auto& guess : seen.likely)
            top.push_back(json::array{guess.kind, rounded(guess.confidence)});
        json::object line{
            {"id", id},
            {"playbook", nullptr},
            {"score", rounded(seen.confidence)},
            {"top", std::move(top)}};
        if (seen.person)
            line["playbook"] = "person";
        else if (!seen.none && seen.sure())
            line["playbook"] = seen.likely.front().kind;
        out << json::serialize(line) << '\n';
    });
}

}  // namespace keydesk::app
