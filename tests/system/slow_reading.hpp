#pragma once

#include <boost/json.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace keydesk {

/// Everything of one slice that a report can say.
struct Sum {
    std::map<std::string, std::int64_t> counts;
    std::vector<std::int64_t> first, resolve;  ///< Seconds.
    std::map<std::int64_t, std::int64_t> scores;
};

/// (inbox, team, agent, case, language) → hour → sums, by rules of its own: one conversation after
/// the other, one episode after the other, with the case type that each ended with.
class SlowReading {
public:
    using Key = std::tuple<std::string, std::string, std::string, std::string, std::string>;
    std::map<std::pair<Key, std::int64_t>, Sum> sums;

    struct Line {
        std::string kind, author;
        boost::json::object payload;
        std::int64_t at = 0;
    };
    struct Talk {
        std::string inbox, locale;
        std::vector<Line> lines;
    };

    void read(const Talk& talk)
    {
        talk_ = &talk;
        team_.clear(), agent_.clear(), case_.clear();
        std::size_t begin = 0;
        while (begin < talk.lines.size()) begin = episode(begin);
    }

private:
    static std::string text(const boost::json::object& o, const char* name)
    {
        const auto* found = o.if_contains(name);
        if (found == nullptr) return {};
        if (found->is_object()) return std::string{found->at("id").as_string()};
        return found->is_string() ? std::string{found->as_string()} : std::string{};
    }
    static bool closes(const Line& line)
    {
        return line.kind == "event" && text(line.payload, "what") == "status" &&
               text(line.payload, "to") == "resolved";
    }

    Sum& at(const Line& line, const std::string& agent)
    {
        Key key{talk_->inbox, team_, agent, case_, talk_->locale};
        return sums[{key, line.at / 3'600'000}];
    }

    /// Reads until it is resolved and what comes after until a message; says where the next begins.
    std::size_t episode(std::size_t begin)
    {
        const auto& lines = talk_->lines;
        auto end = begin;
        while (end < lines.size() && !closes(lines[end])) ++end;
        auto next = end;
        while (next < lines.size() && lines[next].kind != "customer") ++next;
        // An open episode counts under the case type it has now; what follows keeps its own.
        for (auto i = begin; i < std::min(end, lines.size()); ++i) {
            if (text(lines[i].payload, "what") == "case") case_ = text(lines[i].payload, "to");
        }
        bool taken_back = end < lines.size() && text(lines[end].payload, "by") == "csat";
        bool waits = true, reopened = begin > 0;
        std::int64_t began = lines[begin].at, replies = 0, answers = 0;
        if (!reopened) opening(lines[begin], "opened");
        for (auto i = begin; i < next; ++i) {
            const auto& line = lines[i];
            auto what = text(line.payload, "what");
            if (i > end && what == "case") case_ = text(line.payload, "to");
            if (line.kind == "customer" && !taken_back) ++at(line, agent_).counts["customer"];
            if (line.kind == "reply") {
                auto& sum = at(line, line.author);
                ++sum.counts["replies"];
                if (waits && i < end) sum.first.push_back((line.at - began) / 1000);
                waits = false;
                ++replies;
            }
            if (line.kind == "system") {
                auto said = text(line.payload, "auto");
                if (said == "csat") ++at(line, agent_).counts["asked"];
                if (said == "answer") ++answers;
                if (said == "answer" || said == "ask") ++at(line, "").counts["automatic"];
            }
            if (line.kind != "event") continue;
            if (what == "status" && i < end && reopened && !taken_back) opening(line, "reopened");
            if (what == "assigned") agent_ = text(line.payload, "to");
            if (what == "team") team_ = text(line.payload, "to");
            if (what == "sla") ++at(line, agent_).counts["sla_" + text(line.payload, "state")];
            if (what == "csat") ++at(line, agent_).scores[line.payload.at("score").as_int64()];
            if (i != end || taken_back) continue;
            auto& sum = at(line, agent_);
            ++sum.counts["resolved"];
            sum.resolve.push_back((line.at - began) / 1000);
            if (replies == 0 && answers > 0) ++sum.counts["deflected"];
        }
        return next;
    }
    void opening(const Line& line, const char* how) { ++at(line, agent_).counts[how]; }

    const Talk* talk_ = nullptr;
    std::string team_, agent_, case_;
};

}  // namespace keydesk
